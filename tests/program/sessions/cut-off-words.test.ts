// Voice is killed in the middle of what somebody says, alone or with the host: the next voice process hears it from the
// sound that was kept, and the words stand in the composer, once.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeHome, startInTerminal } from '../command.ts';
import { exampleAgent, PATIENCE_MS, receivedPrompts, until } from './session-rig.ts';
import {
  finishedUtterances,
  journalLines,
  spokenRecording,
  unfinishedAudio,
} from './spoken-home.ts';

const WAVE_HEADER_BYTES = 44;
const BYTES_PER_MS = 32;
/** "run the tests" is over then, with what is kept of the sound before it, in ms. */
const SPOKEN_MS = 1_700;
/** The longest pause that can be configured: nobody is so slow to kill a process. */
const SILENCE_MS = 5_000;
/** A recording that is longer than that. */
const ROUNDS = 3;

test.each([
  [['voice'], ['--no-host']],
  [['voice', 'host'], []],
] as const)(
  'CONTROL-32: what was being said when %s died is in the composer once, and not sent %s',
  async (killed, options) => {
    using home = makeHome();
    const folder = join(home.path, 'config', 'codex-voice');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config.toml'), `[speech]\nsilence_ms = ${SILENCE_MS}\n`);
    const agent = exampleAgent(home);
    const recording = firstPhrase(spokenRecording(home, ROUNDS));
    const args = ['run', ...options, '--mode', 'auto', '--send', '--audio', recording];
    const command = ['--', ...agent.command];
    await using session = startInTerminal({ home, env: agent.env, args: [...args, ...command] });
    await until('the phrase on the disk', () =>
      unfinishedAudio(home).some((name) => soundMs(name) > SPOKEN_MS),
    );
    // What the next process plays says nothing.
    silence(recording);
    for (const role of killed) for (const pid of home.pids(role)) process.kill(pid, 'SIGKILL');

    await session.waitForText('› Run the tests.', PATIENCE_MS);
    await until('its outcome', () =>
      journalLines(home).some(({ outcome }) => outcome === 'composed'),
    );
    expect(unfinishedAudio(home)).toEqual([]);
    expect(finishedUtterances(home)).toMatchObject({ 'run the tests': 1 });
    expect(receivedPrompts(home)).toEqual([]);
    session.send('\r');
    await until('the prompt', () => receivedPrompts(home).length > 0);
    expect(receivedPrompts(home)).toEqual(['Run the tests.']);

    function soundMs(name: string): number {
      const { size } = statSync(join(home.stateDirectory, 'journal', 'audio', name));
      return (size - WAVE_HEADER_BYTES) / BYTES_PER_MS;
    }
  },
);

/** Cuts a recording of several to "run the tests", and lets it be followed by as much silence as ends nothing. */
function firstPhrase(path: string): string {
  const whole = readFileSync(path);
  whole.fill(0, WAVE_HEADER_BYTES + 1_200 * BYTES_PER_MS);
  writeFileSync(path, whole);
  return path;
}

/** Another file of the same name: who reads the first one goes on with it. */
function silence(path: string): void {
  const quiet = readFileSync(path).fill(0, WAVE_HEADER_BYTES);
  writeFileSync(`${path}.quiet`, quiet);
  renameSync(`${path}.quiet`, path);
}
