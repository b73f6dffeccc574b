// needs: codex flite
// What the real Codex asks, answered by voice: one word denies or approves, something risky takes a second
// one, and what is dictated meanwhile waits until the dialog is gone.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WAVE_HEADER_BYTES, waveHeader } from '@codex-voice/speech';
import { startTranscriptionServer } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../program/sessions/session-rig.ts';
import {
  ASKS_IN_EVERY_MODE,
  ask,
  askWhich,
  PATIENCE_MS,
  startAsking,
  untilClosed,
} from './asking-session.ts';

/** After each of the words, in ms: longer than what ends an utterance, and than hearing it takes. */
const PAUSE_MS = 1_500;
const BYTES_PER_MS = 32;
const F2 = '\x1bOQ';

/** A recording of the words, said by a voice that nothing was tuned on. */
function recordingOf(...words: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'spoken-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const pause = Buffer.alloc(PAUSE_MS * BYTES_PER_MS);
  const said = words.flatMap((text, index) => {
    const clip = join(folder, `${index}.wav`);
    execFileSync('flite', ['-voice', 'rms', '-t', text, '-o', clip]);
    return [readFileSync(clip).subarray(WAVE_HEADER_BYTES), pause];
  });
  const samples = Buffer.concat([pause.subarray(0, pause.length / 2), ...said]);
  const path = join(folder, 'spoken.wav');
  writeFileSync(path, Buffer.concat([waveHeader(samples.length / 2), samples]));
  return path;
}

test('APPROVAL-31 CONTROL-73: something risky is approved by two words, and what was dictated lands after it', async () => {
  const words = ['run the tests', 'approve the request', 'i take the risk'];
  await using session = await startAsking(recordingOf(...words));
  const { home, server, terminal, record } = session;
  const made = join(home.path, 'made.txt');
  writeFileSync(made, '');
  await ask(session, 'a1', 'rm made.txt');
  terminal.send(F2);
  await terminal.waitForText(/say "i take the risk" to approve it · a1 · RISKY/u, PATIENCE_MS);
  expect(record()).toEqual(['a1 asked']);
  await until('the record', () => record().length === 3);
  expect(record()).toEqual(['a1 asked', 'a1 answered', 'a1 approved voice']);
  await untilClosed(session);
  await until('the command', () => !existsSync(made));
  await terminal.waitForText('Run the tests.', PATIENCE_MS);
  expect(server.submissions.map((one) => one.prompt)).toEqual(['please a1']);
}, 120_000);

test('CONTROL-77: a choice that is said answers a question, and is typed nowhere', async () => {
  await using ears = await startTranscriptionServer([
    { kind: 'json', body: { text: 'The second one.' } },
  ]);
  await using session = await startAsking(recordingOf('the second one'), {
    extraToml: ASKS_IN_EVERY_MODE,
    config: `[whisper_server]\nurl = "${ears.origin}"\n\n`,
  });
  const { server, terminal, record } = session;
  await askWhich(session);
  terminal.send(F2);
  await until('the record', () => record().includes('a1 answered voice'));
  await until('a result', () => server.requests.at(-1)?.cause === 'tool-result');
  const result: unknown = JSON.parse(server.requests.at(-1)?.toolOutput ?? '');
  expect(result).toMatchObject({ answers: { branch: { answers: ['next'] } } });
  expect(server.submissions.map((one) => one.prompt)).toEqual(['please ask']);
  expect(terminal.terminal.screenText()).not.toContain('The second one.');
}, 120_000);
