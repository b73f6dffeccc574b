// needs:
// Client, host and voice are killed at random moments, one of them or all at once, again and again: the
// session lives, its screen and scrollback are exact, what was said is delivered once, nothing is left.
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type ProcessRole, sized, type TerminalProgram } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, makeHome, runPlain, startInTerminal } from '../program/command.ts';
import { seededRandom } from '../program/sessions/seeded-random.ts';
import {
  attach,
  exampleAgent,
  expectNothingLeft,
  expectScreenOfLedger,
  ledgerAgent,
  PATIENCE_MS,
  receivedPrompts,
  toldSeed,
  until,
} from '../program/sessions/session-rig.ts';
import {
  cutOffUtterances,
  finishedUtterances,
  receivedPhrases,
  spokenRecording,
  unfinishedAudio,
} from '../program/sessions/spoken-home.ts';

/** Deaths of each kind, over all lanes. */
const KILLS = sized({ usual: 8, full: 50 });
/** Sessions that are tormented side by side: most of their time is waiting. */
const LANES = sized({ usual: 1, full: 3 });
/** After a death of this many, one is let come back wholly: what never gets up can't be killed at work. */
const RECOVERY_EVERY = 3;
const TEST_LIMIT_MS = 240_000;
/** A recording that outlasts a lane, whenever it begins anew. */
const ROUNDS_SPOKEN = 40;
const CTRL_D = '\u0004';
/** Ctrl-\ a. */
const LISTEN_OR_NOT = '\u001ca';

type Victim = 'client' | 'host' | 'voice' | 'all';

/** Everything that a lane does to one session around the example agent, which is spoken to all the time. */
class Torment {
  readonly home: Home;
  readonly #victim: Victim;
  readonly #random: () => number;
  #terminal: TerminalProgram;

  constructor(home: Home, victim: Victim, random: () => number) {
    this.home = home;
    this.#victim = victim;
    this.#random = random;
    const agent = exampleAgent(home);
    const recording = spokenRecording(home, ROUNDS_SPOKEN);
    const options = ['--mode', 'auto', '--send', '--audio', recording];
    this.#terminal = startInTerminal({
      home,
      env: agent.env,
      args: ['run', ...options, '--', ...agent.command],
    });
  }

  get terminal(): TerminalProgram {
    return this.#terminal;
  }

  async started(): Promise<void> {
    await this.#terminal.waitForText('hearing', PATIENCE_MS);
  }

  async kill(times: number): Promise<void> {
    for (let death = 1; death <= times; death += 1) {
      await this.#pause(death);
      this.#strike();
      if (this.#victim === 'client' || this.#victim === 'all') await this.#comeBack();
    }
  }

  /** Everything is up again; then the microphone is closed, and what was being said is over. */
  async silence(): Promise<void> {
    await this.#recovered();
    // By chance each death may have cut a phrase: without a whole one nothing would be compared.
    await until('finished utterance', () => {
      return Object.values(finishedUtterances(this.home)).some((count) => count > 0);
    });
    this.#terminal.send(LISTEN_OR_NOT);
    await this.#terminal.waitForText('ready', PATIENCE_MS);
  }

  async #pause(death: number): Promise<void> {
    if (death % RECOVERY_EVERY === 0) {
      await this.#recovered();
      // Long enough for a phrase, or the half of one.
      await sleep(this.#random() * 2_500);
    } else await sleep(this.#random() * 600);
  }

  async #recovered(): Promise<void> {
    await until('voice process', () => this.home.pids('voice').length > 0);
    await this.#terminal.waitForText(/listening|hearing/u, PATIENCE_MS);
  }

  #strike(): void {
    const roles: readonly ProcessRole[] =
      this.#victim === 'all' ? ['client', 'host', 'voice'] : [this.#victim];
    for (const pid of roles.flatMap((role) => this.home.pids(role))) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {} // It was just ending.
    }
  }

  async #comeBack(): Promise<void> {
    await this.#terminal.stop();
    this.#terminal = attach(this.home);
  }
}

/** Every lane in a home of its own; a failure tells which seed to run it with again. */
async function inLanes(
  what: string,
  lane: (home: Home, random: () => number) => Promise<void>,
): Promise<void> {
  const seed = toldSeed(what);
  // All of them, also when one has failed: each ends what it has started.
  const lanes = await Promise.allSettled(
    Array.from({ length: LANES }, async (_, index) => {
      using home = makeHome();
      await lane(home, seededRandom(seed + index));
    }),
  );
  for (const settled of lanes) if (settled.status === 'rejected') throw settled.reason;
}

async function tormented(
  victim: Victim,
  meanwhile: (home: Home, over: () => boolean) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await inLanes(`kills of ${victim}`, async (home, random) => {
    const torment = new Torment(home, victim, random);
    await torment.started();
    const lived = survivors(home);
    let isOver = false;
    const accompanied = meanwhile(home, () => isOver);
    await torment.kill(Math.ceil(KILLS / LANES));
    isOver = true;
    await accompanied;
    await torment.silence();
    await expectBooksAgree(home, torment.terminal);
    expect(survivors(home)).toEqual(lived);
    await expectScreenOfLedger(home, torment.terminal);
    torment.terminal.send(CTRL_D);
    expect((await torment.terminal.untilExited()).exitCode).toBe(0);
    await torment.terminal.stop();
    await expectNothingLeft(home);
    expect(unfinishedAudio(home)).toEqual([]);
  });
}

/** The keeper and the agent: neither may have died, nor have been started anew. */
function survivors(home: Home): number[] {
  const agents = home.running().filter(({ command }) => isAgent(command));
  return [...home.pids('keeper'), ...agents.map(({ pid }) => pid)];
}

const isAgent = (command: string): boolean =>
  command.includes('output-ledger.ts') && !command.includes('codex-voice.js');

/** Everything heard to its end is delivered, and nothing twice: also not a little later. */
async function expectBooksAgree(home: Home, terminal: TerminalProgram): Promise<void> {
  const agree = () => isDeepStrictEqual(receivedPhrases(home), finishedUtterances(home));
  const deadlineMs = performance.now() + PATIENCE_MS;
  let sent = 0;
  while (!agree() && performance.now() < deadlineMs) {
    const { composed } = cutOffUtterances(home);
    if (composed.length > sent) terminal.send('\r');
    sent = composed.length;
    await sleep(50);
  }
  await sleep(1_000);
  const heard = finishedUtterances(home);
  expect(receivedPhrases(home)).toEqual(heard);
  // A lane in which nothing was said to its end would prove nothing.
  expect(Object.values(heard).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
}

/** Says numbered prompts from elsewhere all the time; what was promised arrives once, nothing twice. */
async function sayMeanwhile(home: Home, over: () => boolean): Promise<void> {
  const promised: string[] = [];
  const all: string[] = [];
  while (!over()) {
    const prompt = `prompt number ${all.length}`;
    all.push(prompt);
    const { status } = await runPlain(home, ['say', '--send', `${prompt}!`]);
    if (status === 0) promised.push(prompt);
    await sleep(300);
  }
  const count = (prompt: string) =>
    receivedPrompts(home).filter((received) => received.includes(`${prompt}!`)).length;
  await until('promised prompts', () => promised.every((prompt) => count(prompt) > 0));
  expect(all.filter((prompt) => count(prompt) > 1)).toEqual([]);
  expect(promised.length).toBeGreaterThan(0);
}

test('the client', async () => await tormented('client'), TEST_LIMIT_MS);
test(
  'the host, while prompts are said',
  async () => await tormented('host', sayMeanwhile),
  TEST_LIMIT_MS,
);
test('the voice process', async () => await tormented('voice'), TEST_LIMIT_MS);
test('all of them at once', async () => await tormented('all'), TEST_LIMIT_MS);

test(
  'the client, under an agent that prints all the time',
  async () => {
    await inLanes('kills of the client under output', async (home, random) => {
      const agent = ledgerAgent(home, { lines: 1_500, intervalMs: 15 });
      let terminal = startInTerminal({ home, args: ['run', '--no-voice', '--', ...agent] });
      await terminal.waitForText('line 001', PATIENCE_MS);
      const lived = home.pids('keeper');
      for (let death = 0; death < Math.ceil(KILLS / LANES); death += 1) {
        await sleep(random() * 400);
        process.kill(terminal.pid, 'SIGKILL');
        await terminal.stop();
        terminal = attach(home);
      }
      await terminal.waitForText(/line \d+/u, PATIENCE_MS);
      terminal.send('P');
      await terminal.waitForText('paused after', PATIENCE_MS);
      await expectScreenOfLedger(home, terminal);
      await terminal.stop();
      await using again = attach(home);
      await again.waitForText('paused after', PATIENCE_MS);
      await expectScreenOfLedger(home, again);
      expect(home.pids('keeper')).toEqual(lived);
      again.send('Q');
      expect((await again.untilExited()).exitCode).toBe(0);
      await expectNothingLeft(home);
    });
  },
  TEST_LIMIT_MS,
);
