// The main job through the whole program, with the example agent: what a recording says is in the
// agent's composer or sent, by key and by itself, and every utterance is accounted for on disk.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PERSON_REST_MS } from '@codex-voice/session';
import { expect, test } from 'vitest';
import { EXAMPLE_AGENT, type Home, makeHome, RECORDING, startInTerminal } from './command.ts';

/** The recording lasts 9 s; a loaded machine gets several times that. */
const PATIENCE_MS = 60_000;
const F2 = '\u001bOQ';
const LEADER = '\u001c';

/** Between two keys of a person who types, in ms. */
const KEY_EVERY_MS = 50;
/** Half of the rest after which we type: the other half is what the way of a key may be held up by, in ms. */
const LONGEST_PAUSE_MS = PERSON_REST_MS / 2;
const TYPIST_TRIES = 5;

/** Types one letter after the other, as evenly as the machine lets it. */
class Typist {
  longestPauseMs = 0;
  readonly #timer: NodeJS.Timeout;
  #lastMs = performance.now();

  constructor(press: (key: string) => void) {
    this.#timer = setInterval(() => {
      const nowMs = performance.now();
      this.longestPauseMs = Math.max(this.longestPauseMs, nowMs - this.#lastMs);
      this.#lastMs = nowMs;
      press('x');
    }, KEY_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}

interface Line {
  readonly type: string;
  readonly id: string;
  readonly text?: string;
  readonly outcome?: string;
}

function journal(home: Home): Line[] {
  const path = join(home.path, 'state', 'codex-voice', 'journal', 'utterances.jsonl');
  // The last line may not have its end yet.
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line): Line => JSON.parse(line));
}

test('spoken, scratched and sent by voice: the agent receives it once', async () => {
  using home = makeHome();
  const log = join(home.path, 'received.jsonl');
  const args = ['run', '--mode', 'auto', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  await using program = startInTerminal({ home, args, env: { EXAMPLE_AGENT_LOG: log } });
  await program.waitForText('> Fix the failing tests. Run the tests.', PATIENCE_MS);
  // Nothing more is there to hear.
  await program.waitForText('ready', PATIENCE_MS);
  // The sending is confirmed once the composer is seen empty.
  const outcomes = (): readonly (string | undefined)[] => journal(home).map((line) => line.outcome);
  const sent = (): number => outcomes().filter((outcome) => outcome === 'sent').length;
  await expect.poll(() => sent() === 2 && outcomes().includes('dropped')).toBe(true);
  program.send('\u0004');
  expect((await program.untilExited()).exitCode).toBe(0);
  expect(readFileSync(log, 'utf8')).toBe('{"received":"Fix the failing tests. Run the tests."}\n');
  const lines = journal(home);
  const fate = (text: string): string[] => {
    const id = lines.find((line) => line.text === text)?.id;
    return lines.flatMap((line) => (line.id === id && line.outcome ? [line.outcome] : []));
  };
  expect(fate('fix the failing tests')).toEqual(['composed', 'sent']);
  expect(fate('explain this code')).toEqual(['composed', 'dropped']);
  expect(fate('run the tests')).toEqual(['composed', 'sent']);
  expect(fate('scratch that')).toEqual(['obeyed']);
  expect(fate('send it')).toEqual(['obeyed']);
});

test('tap mode: nothing is heard before the key, the second press ends it, a key sends', async () => {
  using home = makeHome();
  const args = ['run', '--mode', 'tap', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  await using program = startInTerminal({ home, args });
  await program.waitForText('ready', PATIENCE_MS);
  await program.waitForQuiet(500, PATIENCE_MS);
  await program.waitForText('F2 talk', PATIENCE_MS);
  program.send(F2);
  await program.waitForText('› Fix the failing tests.', PATIENCE_MS);
  await program.waitForText('F2 stop', PATIENCE_MS);
  program.send(F2);
  await program.waitForText('F2 talk', PATIENCE_MS);
  program.send(`${LEADER}s`);
  await program.waitForText('Received: ', PATIENCE_MS);
});

test('sending at once sends every text on its own', async () => {
  using home = makeHome();
  const args = ['run', '--send', '--mode', 'auto', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  await using program = startInTerminal({ home, args });
  await program.waitForText('> Run the tests.', PATIENCE_MS);
  expect(program.terminal.screenText()).toContain('> Fix the failing tests.');
  expect(program.terminal.screenText()).toContain('> Explain this code.');
});

test('text waits while the person types, and lands after', async () => {
  for (let tries = 1; ; tries += 1) {
    using home = makeHome();
    const args = ['run', '--mode', 'auto', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
    await using program = startInTerminal({ home, args });
    await program.waitForText('hearing', PATIENCE_MS);
    using typist = new Typist((key) => program.send(key));
    await program.waitForText(/1 waiting: you are typing|x fix the failing tests/iu, PATIENCE_MS);
    // Who was held up between two keys has rested: nobody typed, and it is tried anew.
    if (typist.longestPauseMs >= LONGEST_PAUSE_MS && tries < TYPIST_TRIES) continue;
    expect(program.terminal.screenText()).toContain('1 waiting: you are typing');
    expect(program.terminal.screenText()).not.toMatch(/x fix/iu);
    typist.stop();
    await program.waitForText(/x fix the failing tests/iu, PATIENCE_MS);
    return;
  }
}, 300_000);

test('the agent ends while words wait: the terminal comes back and the words are on disk', async () => {
  using home = makeHome();
  // No prompt, no bracketed paste: nothing may be typed here.
  const heard = '"$XDG_STATE_HOME/codex-voice/journal/utterances.jsonl"';
  const until = `while [ ! -s ${heard} ]; do sleep 0.1; done; sleep 1`;
  const script = `printf "\\033[2J\\033[HDelete everything? [y/N] "; ${until}; exit 3`;
  const args = ['run', '--mode', 'auto', '--audio', RECORDING, '--', 'sh', '-c', script];
  await using program = startInTerminal({ home, args });
  expect((await program.untilExited()).exitCode).toBe(3);
  expect(program.terminal.screenText()).not.toContain('failing');
  const lines = journal(home);
  expect(lines[0]).toMatchObject({ type: 'transcript', text: 'fix the failing tests' });
});
