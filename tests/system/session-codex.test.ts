// needs: codex
// The whole program around the real Codex: what a recording says reaches the model once, and while
// Codex asks something or the person's own input is unfinished nothing of ours reaches Codex at all.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  codexHome,
  ensureCodex,
  type ModelServer,
  makeScratchDirectory,
  makeScratchHome,
  removeDirectory,
  sized,
  startScriptedCodexServer,
  type TerminalProgram,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { RECORDING, startInTerminal } from '../program/command.ts';
import { relayTo } from './relayed-codex.ts';

/** Codex starts in a second and the recording lasts nine; a loaded machine gets several times that. */
const PATIENCE_MS = 30_000;
/** After the recording has ended nothing may happen for this long, in ms: longer than every wait and stall. */
const TEMPTATION_MS = 3_000;
/** Between a person's text and Enter, in ms: Codex waits 120 ms. */
const ENTER_PAUSE_MS = 1_000;
/** Enters for the model menu, of which one is enough on a machine that has time. */
const MENU_ATTEMPTS = 3;
/** What Codex says of it as long as it is still starting. */
const MENU_REFUSED = 'disabled until startup completes';
const F2 = '\x1bOQ';
const LEADER = '\x1c';
/** What the recording says, once "scratch that" has taken "explain this code" back. */
const SPOKEN = 'Fix the failing tests. Run the tests.';

/** How a terminal tells its colours: Codex then paints its composer and dialogs on coloured grounds. */
const TERMINALS = {
  'tells its colours': { COLORTERM: 'truecolor', replies: ['ffff/ffff/ffff', '1e1e/1e1e/2e2e'] },
  'tells no colours': { COLORTERM: undefined, replies: undefined },
} as const;
type Terminal = (typeof TERMINALS)[keyof typeof TERMINALS];

type TerminalName = keyof typeof TERMINALS;
const BOTH: readonly TerminalName[] = ['tells its colours', 'tells no colours'];
/** What is tried in one of them, but in both at full size: each time it is a session around a Codex of its own. */
const COLOURED = sized<readonly TerminalName[]>({ usual: ['tells its colours'], full: BOTH });
const PLAIN = sized<readonly TerminalName[]>({ usual: ['tells no colours'], full: BOTH });

/** codex-voice around Codex in tap mode, its composer empty. Dispose it: everything started goes. */
interface CodexSession extends AsyncDisposable {
  readonly program: TerminalProgram;
  readonly server: ModelServer;
  readonly cwd: string;
  /** Every byte written to Codex so far, one character each, answers of the terminal left out. */
  written(): string;
  /** The journal of what was said. */
  heard(): string;
}

async function startSession(terminal: Terminal): Promise<CodexSession> {
  const codex = await ensureCodex();
  await using undo = new AsyncDisposableStack();
  const home = undo.use(makeScratchHome());
  const folder = await makeScratchDirectory('session');
  undo.defer(() => removeDirectory(folder));
  const server = undo.use(await startScriptedCodexServer());
  const codexFolder = undo.use(await codexHome({ baseUrl: server.origin, cwd: home.path }));
  const relay = relayTo(codex, folder);
  const answers = answersTo(terminal);
  const program = undo.use(
    startInTerminal({
      home,
      args: ['run', '--mode', 'tap', '--audio', RECORDING, '--', relay.file, '--no-daemon'],
      columns: 100,
      rows: 28,
      env: {
        ...codexFolder.env,
        ...relay.env,
        COLORTERM: terminal.COLORTERM,
      },
      onOutput: (chunk) => {
        for (const answer of answers(chunk)) program.send(answer);
      },
    }),
  );
  await program.waitForText(/› \S/u, PATIENCE_MS);
  await program.waitForText('F2 talk', PATIENCE_MS);
  await program.waitForQuiet(500, PATIENCE_MS);
  const journal = join(home.path, 'state', 'codex-voice', 'journal', 'utterances.jsonl');
  const heard = (): string => (existsSync(journal) ? readFileSync(journal, 'utf8') : '');
  const parts = { program, server, cwd: home.path, written: relay.written, heard };
  const owned = undo.move();
  return { ...parts, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Answers to the questions for the terminal's colours in a stream of output, wherever it is cut. */
function answersTo({ replies }: Terminal): (chunk: Uint8Array) => string[] {
  let tail = '';
  return (chunk) => {
    if (replies === undefined) return [];
    const text = tail + Buffer.from(chunk).toString('latin1');
    const questions = [...text.matchAll(/\x1b\]1([01]);\?(?:\x07|\x1b\\)/gu)];
    const last = questions.at(-1);
    tail = text.slice(last === undefined ? 0 : last.index + last[0].length).slice(-8);
    return questions.map(
      ([, which]) => `\x1b]1${which};rgb:${replies[which === '0' ? 0 : 1]}\x1b\\`,
    );
  };
}

/** Waits until the recording has spoken its last word and everything in it was understood. */
async function untilAllWasHeard({ heard }: CodexSession): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (!heard().includes('"send it"')) {
    if (performance.now() > deadlineMs) throw new Error(`not all was heard:\n${heard()}`);
    await sleep(50);
  }
}

/** As a person does: Codex takes an Enter right behind text for a new line of a paste. */
async function typeAndEnter(program: TerminalProgram, text: string): Promise<void> {
  program.send(text);
  await program.waitForText(text, PATIENCE_MS);
  await sleep(ENTER_PAUSE_MS);
  program.send('\r');
}

/**
 * Opens the model menu. An Enter that Codex took for a part of what was typed leaves the composer as it is; one that
 * came before all of Codex had started is refused, and has emptied it.
 */
async function openModelMenu(program: TerminalProgram): Promise<void> {
  const shows = (text: string): boolean => program.terminal.screenText().includes(text);
  for (let attempts = 0; attempts < MENU_ATTEMPTS; attempts += 1) {
    if (attempts === 0 || (shows(MENU_REFUSED) && !shows('/model'))) program.send('/model');
    await program.waitForText('/model', PATIENCE_MS);
    await sleep(ENTER_PAUSE_MS);
    program.send('\r');
    const isOpen = program.waitForText('Select Model', PATIENCE_MS / MENU_ATTEMPTS);
    if (await isOpen.then(yes, no)) return;
    if (!shows('/model') && !shows(MENU_REFUSED)) break;
  }
  await program.waitForText('Select Model', PATIENCE_MS);
}

const yes = (): boolean => true;
const no = (): boolean => false;

// Side by side: nearly all of their time a recording plays.
test.concurrent.for(PLAIN)(
  'what is said reaches the model once, sent by voice, and Codex’s own F2 is reached behind the leader, in a terminal that %s',
  async (name) => {
    await using session = await startSession(TERMINALS[name]);
    const { program, server } = session;
    program.send(F2);
    await untilAllWasHeard(session);
    await server.waitForSubmissions(1, PATIENCE_MS);
    await sleep(TEMPTATION_MS);
    expect(server.submissions.map((one) => one.prompt)).toEqual([SPOKEN]);
    // Codex's own use of the key is reached behind the leader.
    const before = session.written();
    program.send(`${LEADER}${F2}`);
    const deadlineMs = performance.now() + PATIENCE_MS;
    while (session.written() === before && performance.now() < deadlineMs) await sleep(20);
    await sleep(ENTER_PAUSE_MS);
    expect(session.written().slice(before.length)).toBe(F2);
    expect(program.terminal.screenText()).toContain('F2 talk');
  },
);

test.concurrent.for(BOTH)(
  'SAFETY: while the approval dialog is open nothing of ours reaches Codex, in a terminal that %s',
  async (name) => {
    await using session = await startSession(TERMINALS[name]);
    const { program, server, cwd } = session;
    const touched = join(cwd, 'ran.txt');
    server.setScript([{ kind: 'command', command: `touch ${touched}`, sandbox: 'escalated' }]);
    await typeAndEnter(program, 'Please touch the file');
    await program.waitForText('Would you like to', PATIENCE_MS);
    const before = session.written();
    program.send(F2);
    await untilAllWasHeard(session);
    await sleep(TEMPTATION_MS);
    expect(program.terminal.screenText()).toContain('2 waiting: approval');
    expect(session.written()).toBe(before);
    expect(existsSync(touched)).toBe(false);
    expect(server.submissions).toHaveLength(1);
    program.send('\x1b');
    await server.waitForSubmissions(2, PATIENCE_MS);
    await program.waitForQuiet(1_500, PATIENCE_MS);
    expect(server.submissions.map((one) => one.prompt)).toEqual(['Please touch the file', SPOKEN]);
    expect(existsSync(touched)).toBe(false);
  },
);

test.concurrent.for(COLOURED)(
  'SAFETY: while the model menu is open nothing of ours reaches Codex, in a terminal that %s',
  async (name) => {
    await using session = await startSession(TERMINALS[name]);
    const { program, server } = session;
    await openModelMenu(program);
    const before = session.written();
    program.send(F2);
    await untilAllWasHeard(session);
    await sleep(TEMPTATION_MS);
    expect(program.terminal.screenText()).toContain('2 waiting: menu');
    expect(session.written()).toBe(before);
    program.send('\x1b');
    await server.waitForSubmissions(1, PATIENCE_MS);
    expect(server.submissions.map((one) => one.prompt)).toEqual([SPOKEN]);
  },
);

test.concurrent.for(PLAIN)(
  'SAFETY: while the person’s own paste is unfinished nothing of ours reaches Codex, in a terminal that %s',
  async (name) => {
    await using session = await startSession(TERMINALS[name]);
    const { program, server } = session;
    program.send(F2);
    program.send('\x1b[200~half of a paste');
    await untilAllWasHeard(session);
    await sleep(TEMPTATION_MS);
    expect(program.terminal.screenText()).toContain('2 waiting: your input is unfinished');
    expect(session.written()).toBe('\x1b[200~half of a paste');
    program.send(', all of it \x1b[201~');
    await server.waitForSubmissions(1, PATIENCE_MS);
    expect(server.submissions.map((one) => one.prompt)).toEqual([
      `half of a paste, all of it ${SPOKEN}`,
    ]);
  },
);
