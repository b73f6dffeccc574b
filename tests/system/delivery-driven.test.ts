// needs: codex
// Prompts of many kinds, queued at once to the whole program around the real Codex with its driver: they
// reach the model once, in order and byte by byte, over kill -9 of host and app-server, and none is typed.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NumberedEvent } from '@codex-voice/drivers';
import { connectHost } from '@codex-voice/ipc';
import type { HostEvent } from '@codex-voice/protocol';
import { cleanText, TEXT_LIMIT } from '@codex-voice/session';
import {
  codexHome,
  ensureCodex,
  type ModelServer,
  startScriptedCodexServer,
  type TerminalProgram,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, makeHome, runPlain, startInTerminal } from '../program/command.ts';
import { jsonLines, until } from '../program/sessions/session-rig.ts';
import { prompts } from './prompts.table.ts';

/** Codex starts in a second; a loaded machine gets many times that, in ms. */
const PATIENCE_MS = 30_000;

/** What would act as a key, end a paste or be a command of a terminal, if it were typed as it is. */
const TRAPS: readonly string[] = [
  'before \u001b[201~\r/quit\r after',
  'bell \u0007, escape \u001b, delete \u007f, interrupt \u0003 and end \u0004',
  '\u001b]0;title\u0007 colours \u001b[31mred\u001b[0m\ttab',
  'half a pair \ud83d and a null \u0000',
];
/** Each prompt so often: more of it for a figure, less than 20 s for every day. */
const ROUNDS = 1;
/** What came twice would have come within this, in ms. */
const QUIET_MS = 1_000;
const LONG = 'every line counts\n'.repeat(3_600).trim();

interface Driven extends AsyncDisposable {
  readonly home: Home;
  readonly server: ModelServer;
  readonly terminal: TerminalProgram;
  readonly sessionId: () => string;
  readonly events: () => readonly NumberedEvent[];
}

async function startDriven(): Promise<Driven> {
  const codex = await ensureCodex();
  await using undo = new AsyncDisposableStack();
  const home = undo.use(makeHome());
  const server = undo.use(await startScriptedCodexServer());
  const codexFolder = undo.use(await codexHome({ baseUrl: server.origin, cwd: home.path }));
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), '[agents.codex]\ndriver = "structured"\n');
  const args = ['run', '--no-voice', '--', codex];
  const options = { home, args, columns: 100, rows: 28, env: codexFolder.env };
  const terminal = undo.use(startInTerminal(options));
  await terminal.waitForText('structured', PATIENCE_MS);
  const sessionId = (): string => {
    const found = home.runtimeFiles().find((name) => name.startsWith('keeper-'));
    return /^keeper-(.*)\./u.exec(found ?? '')?.[1] ?? '';
  };
  const events = () =>
    jsonLines<NumberedEvent>(join(home.stateDirectory, 'sessions', sessionId(), 'events.jsonl'));
  const owned = undo.move();
  const parts = { home, server, terminal, sessionId, events };
  return { ...parts, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Says one prompt to whatever host there is, as `codex-voice say --send` does; again where it goes away. */
async function say(session: Driven, text: string): Promise<string> {
  const promptId = randomUUID();
  for (;;) {
    const answer = await ask(session, { promptId, text });
    if (answer !== undefined) return answer;
    await sleep(50);
  }
}

async function ask(
  { home, sessionId }: Driven,
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
  const said = { type: 'say', requestId: 'r', sessionId: sessionId(), intent: 'send' } as const;
  found.host.request({ ...said, ...prompt });
  const answer = await told;
  found.host.close();
  return answer;
}

function kill(pids: readonly number[]): void {
  if (pids.length === 0) throw new Error('nobody is there to be killed');
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

/** The native app-server of this session. */
function appServers(home: Home): readonly number[] {
  return home
    .running()
    .flatMap(({ pid, command }) => (/\/bin\/codex app-server /u.test(command) ? [pid] : []));
}

function heard({ server }: Driven): readonly string[] {
  return server.submissions.map(({ prompt }) => prompt);
}

test('CONTROL-81 CONTROL-82: prompts of every kind reach Codex’s model once, in order and whole, over the deaths of host and app-server', async () => {
  await using session = await startDriven();
  const { home, events } = session;
  const texts = [...prompts, ...TRAPS, LONG];
  const expected: string[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const before = heard(session).length;
    for (const text of texts) expect(await say(session, text)).toBe('done');
    await until('a third of it', () => heard(session).length >= before + 8);
    kill(home.pids('host'));
    await until('two thirds of it', () => heard(session).length >= before + 16);
    await killServerInTurn(session);
    expected.push(...texts.map(cleanText));
    await until('all of it', () => heard(session).length >= expected.length);
    await until('the last is taken', () => taken(events()).length >= expected.length);
  }
  const tooLong = await runPlain(home, ['say', '--send', 'x'.repeat(TEXT_LIMIT + 1)]);
  expect(tooLong.status).not.toBe(0);
  expect(tooLong.stderr).toContain('longer than');
  await sleep(QUIET_MS);
  expect(heard(session)).toEqual(expected);
  expect(taken(events())).toHaveLength(expected.length);
}, 120_000);

/** A turn is held while its server dies: what it was given is known to be taken. */
async function killServerInTurn(session: Driven): Promise<void> {
  session.server.setScript([{ kind: 'silence', text: 'Working' }]);
  const before = heard(session).length;
  await until('a held turn', () => heard(session).length > before);
  const held = heard(session).length;
  await until('it is taken', () => taken(session.events()).length >= held);
  kill(appServers(session.home));
  session.server.setScript([{ kind: 'text', text: 'Done.' }]);
}

/** The prompts that were taken by the protocol, in order. */
function taken(events: readonly NumberedEvent[]): readonly string[] {
  return events.flatMap(({ event }) =>
    event.kind === 'prompt' && event.state === 'taken' ? [event.promptId] : [],
  );
}
