// Free speech through the whole program: a recogniser that is no list of phrases, the project's names,
// and code written as code, into the agent's composer.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sized, startTranscriptionServer, type TranscriptionReply } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { EXAMPLE_AGENT, type Home, makeHome, RECORDING, startInTerminal } from './command.ts';

/** The recording lasts 9 s; a loaded machine gets several times that. */
const PATIENCE_MS = 60_000;

function heard(text: string): TranscriptionReply {
  return { kind: 'json', body: { text } };
}

function configure(home: Home, text: string): void {
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), text);
}

/** Speech without a host is heard by other suites as well. */
const PROCESSES = sized({
  usual: [['kept by a host']],
  full: [['kept by a host'], ['in one process tree', '--no-host']],
});

test.each(PROCESSES)(
  'what is said freely is written as code, obeyed and sent: %s',
  async (_, ...options) => {
    using home = makeHome();
    await using server = await startTranscriptionServer([
      heard('Look at package dot json.'),
      heard('Camel case get user name.'),
      heard('Scratch that.'),
      heard('Then run it again. Send it.'),
      { kind: 'status', status: 500 },
    ]);
    configure(home, `[whisper_server]\nurl = "${server.origin}"\n`);
    const log = join(home.path, 'received.jsonl');
    const args = [
      'run',
      ...options,
      '--mode',
      'auto',
      '--audio',
      RECORDING,
      '--',
      ...EXAMPLE_AGENT,
    ];
    await using program = startInTerminal({ home, args, env: { EXAMPLE_AGENT_LOG: log } });
    await program.waitForText('> Look at package.json. Then run it again.', PATIENCE_MS);
    await program.waitForQuiet(1_000, PATIENCE_MS);
    program.send('\u0004');
    await program.untilExited();
    expect(readFileSync(log, 'utf8')).toContain('"Look at package.json. Then run it again."');
    expect(server.requests.length).toBeGreaterThanOrEqual(4);
  },
);

test('a server that is away is told, and the phrases listen instead', async () => {
  using home = makeHome();
  configure(home, '[whisper_server]\nurl = "http://127.0.0.1:1"\n');
  const args = ['run', '--mode', 'auto', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  await using program = startInTerminal({ home, args });
  // In 80 columns, which have no room for the reason.
  await program.waitForText('▲ phrases-en listens', PATIENCE_MS);
  await program.waitForText('> Fix the failing tests. Run the tests.', PATIENCE_MS);
});

test('a model that is not installed is refused before anything is started', async () => {
  using home = makeHome();
  const args = ['run', '--model', 'moonshine-tiny-en', '--', ...EXAMPLE_AGENT];
  await using program = startInTerminal({ home, args });
  expect((await program.untilExited()).exitCode).toBe(1);
  expect(program.terminal.screenText()).toMatch(/codex-voice models add/u);
});
