// The wake phrase through the whole program, by a keyword model that is damaged or killed: it is told once, and
// the phrase and the words in the same breath reach the agent all the same.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isProcessAlive, writeToneModel } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { EXAMPLE_AGENT, type Home, makeHome, startInTerminal } from './command.ts';

const PATIENCE_MS = 60_000;
/** The recordings last 5 and 11 s; a loaded machine gets several times that. */
const TEST_MS = 90_000;
const WAVE_HEADER_BYTES = 44;
const BYTES_PER_S = 32_000;

/** "Hey codex, fix the failing tests" after so much silence that the program is up. */
function spoken(home: Home, silenceS: number): string {
  const fixtures = '../../packages/recognizers/fixtures/';
  const name = 'hey-codex-fix-the-failing-tests.wav';
  const whole = readFileSync(fileURLToPath(new URL(fixtures + name, import.meta.url)));
  const header = Buffer.from(whole.subarray(0, WAVE_HEADER_BYTES));
  const silence = Buffer.alloc(silenceS * BYTES_PER_S);
  const said = Buffer.concat([
    silence,
    whole.subarray(WAVE_HEADER_BYTES),
    Buffer.alloc(BYTES_PER_S),
  ]);
  header.writeUInt32LE(WAVE_HEADER_BYTES - 8 + said.length, 4);
  header.writeUInt32LE(said.length, WAVE_HEADER_BYTES - 4);
  const path = join(home.path, 'spoken.wav');
  writeFileSync(path, Buffer.concat([header, said]));
  return path;
}

/** Said again, for a machine on which what takes over is there only after the first time. */
function twice(path: string): readonly string[] {
  return ['--audio', path, '--audio', path];
}

/** Processes of models below the program's voice, told from the folder of this home in their environment. */
function modelProcesses(home: Home): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        return (
          pid > 0 &&
          readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('__recognizer') &&
          readFileSync(`/proc/${pid}/environ`, 'utf8').includes(home.path)
        );
      } catch {
        return false; // it has ended meanwhile
      }
    });
}

async function configured(home: Home): Promise<string> {
  const model = join(home.path, 'kws');
  await writeToneModel(model, 'streaming-transducer');
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), `[wake]\nmodel = ${JSON.stringify(model)}\n`);
  return model;
}

test(
  'a damaged keyword model is told, and the phrases wake in its place',
  async () => {
    using home = makeHome();
    const model = await configured(home);
    writeFileSync(join(model, 'encoder.onnx'), 'spoilt');
    const args = ['run', '--mode', 'wake', ...twice(spoken(home, 2)), '--', ...EXAMPLE_AGENT];
    await using program = startInTerminal({ home, args });
    await program.waitForText('› Fix the failing tests.', PATIENCE_MS);
  },
  TEST_MS,
);

test(
  'a keyword model that is killed while it waits is told, and the phrases wake in its place',
  async () => {
    using home = makeHome();
    await configured(home);
    const args = ['run', '--mode', 'wake', ...twice(spoken(home, 8)), '--', ...EXAMPLE_AGENT];
    await using program = startInTerminal({ home, args, columns: 160 });
    await expect.poll(() => modelProcesses(home).length, { timeout: PATIENCE_MS }).toBe(1);
    const [pid = 0] = modelProcesses(home);
    process.kill(pid, 'SIGKILL');
    await program.waitForText('was ended by SIGKILL', PATIENCE_MS);
    await program.waitForText('› Fix the failing tests.', PATIENCE_MS);
    expect(isProcessAlive(pid)).toBe(false);
    expect(modelProcesses(home)).toEqual([]);
  },
  TEST_MS,
);
