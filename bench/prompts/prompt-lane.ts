// One session around a real agent with a scripted model, given many prompts while parts of it are killed:
// what was said to it, and what its model was told in the end. What must hold of the two is the caller's.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NumberedEvent } from '@codex-voice/drivers';
import { connectHost } from '@codex-voice/ipc';
import type { HostEvent } from '@codex-voice/protocol';
import { cleanText } from '@codex-voice/session';
import {
  claudeConfig,
  codexHome,
  ensureClaude,
  ensureCodex,
  type ModelServer,
  makeScratchHome,
  type ScratchHome,
  startScriptedClaudeServer,
  startScriptedCodexServer,
  TerminalProgram,
} from '@codex-voice/testing';
import { sleep } from '../statistics.ts';

const LAUNCHER = join(import.meta.dirname, '../../bin/codex-voice.js');
/** Agents start in a second or two, and what was killed is back within two; a loaded machine gets this, in ms. */
const PATIENCE_MS = 40_000;
/** Prompts said at once: the first begins a turn, the others come while it runs. */
const BURST = 8;
/** A kill comes at any moment of this time, in ms, after a burst was said. */
const KILL_WITHIN_MS = 700;
/** What came twice would have come within this, in ms, after the last. */
const QUIET_MS = 1_000;
const LOOK_EVERY_MS = 20;
/** The model takes its time, so that there is a turn to come into: pieces of so many characters, each after so many ms. */
const SLOW_ANSWER = { text: 'Working on it.', chunkCharacters: 2, chunkDelayMs: 20 } as const;

/** Who is killed with signal 9; each comes back by itself, at most three times a minute. */
export type Victim = 'host' | 'app-server' | 'tui';

export interface LaneOptions {
  readonly agent: 'codex' | 'claude';
  /** `protocol`: Codex's own, with its app-server. Claude Code is typed into, and heard by its hooks. */
  readonly way: 'protocol' | 'typing';
  readonly whileBusy: 'queue' | 'steer' | 'interrupt';
  readonly texts: readonly string[];
  /** Spread evenly over the bursts. */
  readonly kills: readonly Victim[];
  /** From 0 to 1: when after a burst its kill comes. */
  readonly random: () => number;
  /** What else is done with the session before it ends. */
  readonly atEnd?: (home: ScratchHome) => Promise<void>;
}

export interface LaneOutcome {
  /** What should have arrived, in this order. */
  readonly expected: readonly string[];
  /** What the model was told by the person in its last question: the whole conversation. */
  readonly heard: readonly string[];
  /** Prompts whose ids the agent said it took. */
  readonly taken: number;
  /** Places of prompts that were offered and never answered. */
  readonly unconfirmed: readonly number[];
  readonly seconds: number;
  /** What the terminal shows in the end. */
  readonly screen: string;
}

/** Says all texts and kills meanwhile; resolves once everything has arrived, or nothing more does. */
export async function runLane(options: LaneOptions): Promise<LaneOutcome> {
  await using session = await startSession(options);
  const { texts, kills, random } = options;
  const startedMs = performance.now();
  const bursts = Array.from({ length: Math.ceil(texts.length / BURST) }, (_, index) =>
    texts.slice(index * BURST, (index + 1) * BURST),
  );
  const ids: string[] = [];
  for (const [index, burst] of bursts.entries()) {
    for (const text of burst) ids.push(await session.say(text));
    for (const victim of killsOf(kills, { index, count: bursts.length })) {
      await sleep(random() * KILL_WITHIN_MS);
      await session.kill(victim);
    }
    await session.untilHeard(ids.length);
  }
  await sleep(QUIET_MS);
  await options.atEnd?.(session.home);
  const fates = session.fates();
  const isOpen = (id: string): boolean => ['offered', 'unconfirmed'].includes(fates.get(id) ?? '');
  return {
    expected: texts.map((text) => asModelHears(options, text)),
    heard: session.heard(),
    taken: [...fates.values()].filter((state) => state === 'taken').length,
    unconfirmed: ids.flatMap((id, index) => (isOpen(id) ? [index] : [])),
    seconds: (performance.now() - startedMs) / 1_000,
    screen: session.screen(),
  };
}

/** Whether each arrived once, whole and in order; of what nobody vouches for, once or not at all. */
export function isExact({ expected, heard, unconfirmed }: LaneOutcome): boolean {
  let arrived = 0;
  for (const [index, text] of expected.entries()) {
    if (heard[arrived] === text) arrived += 1;
    else if (!unconfirmed.includes(index)) return false;
  }
  return arrived === heard.length;
}

/**
 * Their own composers take blanks away, Codex's at both ends and Claude Code's behind the text; Claude Code
 * turns decomposed accents into composed ones.
 */
function asModelHears({ agent, way }: LaneOptions, text: string): string {
  const cleaned = cleanText(text);
  if (agent === 'claude') return cleaned.normalize('NFC').trimEnd();
  return way === 'typing' ? cleaned.trim() : cleaned;
}

function killsOf(
  kills: readonly Victim[],
  { index, count }: { readonly index: number; readonly count: number },
): readonly Victim[] {
  return kills.filter((_, kill) => Math.floor((kill * count) / kills.length) === index);
}

interface LaneSession extends AsyncDisposable {
  readonly home: ScratchHome;
  /** Resolves with the prompt's id once it is promised to arrive. */
  say(text: string): Promise<string>;
  kill(victim: Victim): Promise<void>;
  untilHeard(count: number): Promise<void>;
  heard(): readonly string[];
  screen(): string;
  /** The last that the driver told of each prompt. */
  fates(): ReadonlyMap<string, string>;
}

async function startSession(options: LaneOptions): Promise<LaneSession> {
  const { agent, way, whileBusy } = options;
  await using undo = new AsyncDisposableStack();
  const home = undo.use(makeScratchHome());
  const { server, file, words, env, ready } = await startedAgent(options, { home, undo });
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  const driver = agent === 'claude' ? 'hooks' : way === 'protocol' ? 'structured' : 'typing';
  const lines = [`while_busy = "${whileBusy}"`, `[agents.${agent}]`, `driver = "${driver}"`, ''];
  writeFileSync(join(folder, 'config.toml'), lines.join('\n'));
  server.setScript(whileBusy === 'queue' ? [] : () => ({ kind: 'text', ...SLOW_ANSWER }));
  const terminal = undo.use(
    new TerminalProgram({
      file: process.execPath,
      args: [LAUNCHER, 'run', '--no-voice', '--', file, ...words],
      cwd: home.path,
      env: { ...home.env, ...env },
      columns: 100,
      rows: 28,
    }),
  );
  await terminal.waitForText(ready, PATIENCE_MS);
  if (way === 'protocol') await terminal.waitForText('structured', PATIENCE_MS);
  const sessionId = await until('a session', () => sessionOf(home));
  const heard = (): readonly string[] => server.requests.at(-1)?.said ?? [];
  const owned = undo.move();
  return {
    home,
    heard,
    screen: () => terminal.terminal.screenText(),
    say: (text) => say({ home, sessionId }, text),
    kill: async (victim) => await killed(victim, home),
    untilHeard: async (count) => await untilSettled(heard, count),
    fates: () => fatesIn(join(home.stateDirectory, 'sessions', sessionId, 'events.jsonl')),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

interface StartedAgent {
  readonly server: ModelServer;
  readonly file: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** On its screen once it takes prompts. */
  readonly ready: string;
}

async function startedAgent(
  { agent, way }: LaneOptions,
  { home, undo }: { readonly home: ScratchHome; readonly undo: AsyncDisposableStack },
): Promise<StartedAgent> {
  const cwd = home.path;
  if (agent === 'claude') {
    const file = await ensureClaude();
    const server = undo.use(await startScriptedClaudeServer());
    const { env } = undo.use(await claudeConfig({ baseUrl: server.origin, cwd }));
    return { server, file, words: [], env, ready: '? for shortcuts' };
  }
  const file = await ensureCodex();
  const server = undo.use(await startScriptedCodexServer());
  const { env } = undo.use(await codexHome({ baseUrl: server.origin, cwd }));
  // Alone it would first start, and wait for, a server that all of a person's sessions share.
  const words = way === 'typing' ? ['--no-daemon'] : [];
  return { server, file, words, env, ready: 'scripted-model' };
}

function sessionOf(home: ScratchHome): string | undefined {
  const found = home.runtimeFiles().find((name) => /^keeper-.*\.sock$/u.test(name));
  return found?.replace(/^keeper-|\.sock$/gu, '');
}

/** As `codex-voice say --send` does, to whatever host there is; under the same id again where that goes away. */
async function say(
  to: { readonly home: ScratchHome; readonly sessionId: string },
  text: string,
): Promise<string> {
  const promptId = randomUUID();
  const answer = await until(
    'an answer to what was said',
    async () => await asked(to, { promptId, text }),
  );
  if (answer !== 'done') throw new Error(`a prompt was refused: ${answer}`);
  return promptId;
}

async function asked(
  { home, sessionId }: { readonly home: ScratchHome; readonly sessionId: string },
  prompt: { readonly promptId: string; readonly text: string },
): Promise<string | undefined> {
  let tell = (_: string | undefined): void => undefined;
  const told = new Promise<string | undefined>((resolve) => {
    tell = resolve;
  });
  const found = await connectHost({
    runtimeDirectory: home.runtimeDirectory,
    onEvent: (event: HostEvent) => {
      if (event.type !== 'answer') return;
      tell(event.answer.kind === 'refused' ? event.answer.message : event.answer.kind);
    },
    onClosed: () => tell(undefined),
  });
  if (found.kind === 'refused') return undefined;
  found.host.request({ type: 'say', requestId: 'r', sessionId, intent: 'send', ...prompt });
  const answer = await told;
  found.host.close();
  return answer;
}

async function killed(victim: Victim, home: ScratchHome): Promise<void> {
  const pids = await until(`${victim} to be killed`, () => {
    const found = pidsOf(victim, home);
    return found.length === 0 ? undefined : found;
  });
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself in this moment.
    }
  }
}

function pidsOf(victim: Victim, home: ScratchHome): readonly number[] {
  if (victim === 'host') return home.pids('host');
  return home.running().flatMap(({ pid, command }) => {
    // Not the shell that guards the server, nor the launcher of npm's package.
    const isNative = /^\S*\/bin\/codex (?!.*codex-app-server)/u.test(command);
    const isServer = / app-server /u.test(command);
    return isNative && isServer === (victim === 'app-server') ? [pid] : [];
  });
}

/** Until so many have arrived, or nothing more does. */
async function untilSettled(heard: () => readonly string[], count: number): Promise<void> {
  let last = -1;
  let sinceMs = performance.now();
  while (heard().length < count && performance.now() - sinceMs < PATIENCE_MS) {
    if (heard().length !== last) {
      last = heard().length;
      sinceMs = performance.now();
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function fatesIn(path: string): ReadonlyMap<string, string> {
  const fates = new Map<string, string>();
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  for (const line of lines) {
    if (line === '') continue;
    const { event }: NumberedEvent = JSON.parse(line);
    if (event.kind === 'prompt') fates.set(event.promptId, event.state);
  }
  return fates;
}

async function until<Found>(
  what: string,
  look: () => Found | undefined | Promise<Found | undefined>,
): Promise<Found> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadlineMs) throw new Error(`no ${what} after ${PATIENCE_MS} ms`);
    await sleep(LOOK_EVERY_MS);
  }
}
