// Spoken actions whose text only exists once they were carried out, through the whole program: a plugin and
// the notes, by a recogniser of free speech.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTION_NAMES, expandFirst, languageActions } from '@codex-voice/actions';
import { createPhraseRecognizer } from '@codex-voice/recognizers';
import { startTranscriptionServer } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { makeHome, RECORDING, runPlain, startInTerminal } from './command.ts';
import { exampleAgent, receivedPrompts, until } from './sessions/session-rig.ts';

/** The recording lasts 9 s; a loaded machine gets several times that. */
const RECORDING_PATIENCE_MS = 60_000;

test.each(['en', 'fr'] as const)(
  'the built-in recogniser can say every action that needs no words: %s',
  async (language) => {
    const { slash, actions } = languageActions(language);
    const phrases = ACTION_NAMES.flatMap((name) => {
      const { said, prompts } = actions[name];
      if (expandFirst(prompts, {}).kind === 'missing') return [];
      return slash.flatMap((before) => said.map((words) => ({ spoken: `${before} ${words}` })));
    });
    expect(phrases.length).toBeGreaterThan(5);
    const recognizer = await createPhraseRecognizer({ phrases, language });
    expect(recognizer.heapBytes).toBeGreaterThan(0);
    recognizer.dispose();
  },
);

test('by voice: a plugin and the notes, by their names and the words behind them', async () => {
  using home = makeHome();
  await using server = await startTranscriptionServer([
    { kind: 'json', body: { text: 'Slash mend ticket, number seven.' } },
    { kind: 'json', body: { text: 'Slash notes retry policy.' } },
    { kind: 'status', status: 500 },
  ]);
  const folder = join(home.path, 'config', 'codex-voice');
  const plugin = join(folder, 'plugins', 'mend-ticket');
  mkdirSync(plugin, { recursive: true });
  const handler = '[handler]\nkind = "script"\nrun = ["echo", "Mend {words}"]\n';
  writeFileSync(
    join(plugin, 'plugin.toml'),
    `about = "for a test"\nneeds_words = true\n${handler}`,
  );
  writeFileSync(join(folder, 'config.toml'), `[whisper_server]\nurl = "${server.origin}"\n`);
  await runPlain(home, ['kb', 'add', 'Retry policy', 'Twice.']);
  const agent = exampleAgent(home);
  const args = ['run', '--mode', 'auto', '--audio', RECORDING, '--', ...agent.command];
  await using session = startInTerminal({ home, args, env: agent.env });
  // Both wait in the composer: that one is carried out later than the other changes nothing.
  await session.waitForText('Mend number 7.', RECORDING_PATIENCE_MS);
  await session.waitForText('retry-policy.md › Retry policy:', RECORDING_PATIENCE_MS);
  await session.waitForText('Twice.', RECORDING_PATIENCE_MS);
  expect(receivedPrompts(home)).toEqual([]);
  session.send('\r');
  await until('prompt', () => receivedPrompts(home).length === 1);
  expect(receivedPrompts(home)[0]).not.toContain('Slash');
  session.send('\u0004');
  await session.untilExited();
});
