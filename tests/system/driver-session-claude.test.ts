// needs: claude
// The whole program around the real Claude Code with hooks of ours: what is done and asked there is known
// as events, answered from elsewhere, over a killed host, and nothing is left.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NumberedEvent } from '@codex-voice/drivers';
import {
  claudeConfig,
  ensureClaude,
  type ModelServer,
  startScriptedClaudeServer,
  type TerminalProgram,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, makeHome, runPlain, startInTerminal } from '../program/command.ts';
import { expectNothingLeft, jsonLines, until } from '../program/sessions/session-rig.ts';

/** Claude Code starts in two seconds; a loaded machine gets many times that, in ms. */
const PATIENCE_MS = 30_000;
/** Between a person's text and Enter, and between two Ctrl-C, in ms. */
const KEY_PAUSE_MS = 400;
/** A person looks at what is asked for as long before they press a key, in ms. */
const LOOK_MS = 700;
const DIALOG = 'Do you want to proceed?';

/** What a person would tell of the events: turns and what was said in them. */
function said(events: readonly NumberedEvent[]): readonly string[] {
  return events.flatMap(({ event }) =>
    event.kind === 'item-completed' ? [`${event.item.kind}: ${event.item.text}`] : [],
  );
}

interface HookedSession extends AsyncDisposable {
  readonly home: Home;
  readonly server: ModelServer;
  readonly terminal: TerminalProgram;
  /** What `events.jsonl` holds. */
  events(): readonly NumberedEvent[];
  typeAndSend(text: string): Promise<void>;
}

async function startHooked(): Promise<HookedSession> {
  const claude = await ensureClaude();
  await using undo = new AsyncDisposableStack();
  const home = undo.use(makeHome());
  const server = undo.use(await startScriptedClaudeServer());
  const config = undo.use(await claudeConfig({ baseUrl: server.origin, cwd: home.path }));
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), '[agents.claude]\ndriver = "hooks"\n');
  const args = ['run', '--no-voice', '--', claude];
  const options = { home, args, columns: 100, rows: 30, env: config.env };
  const terminal = undo.use(startInTerminal(options));
  await terminal.waitForText('? for shortcuts', PATIENCE_MS);
  const found = home.runtimeFiles().find((name) => /^keeper-.*\.sock$/u.test(name));
  const id = found?.replace(/^keeper-|\.sock$/gu, '') ?? '';
  const path = join(home.stateDirectory, 'sessions', id, 'events.jsonl');
  const typeAndSend = async (text: string): Promise<void> => {
    await terminal.waitForQuiet(KEY_PAUSE_MS, PATIENCE_MS);
    terminal.send(text);
    await terminal.waitForText(text, PATIENCE_MS);
    await sleep(KEY_PAUSE_MS);
    terminal.send('\r');
  };
  const owned = undo.move();
  const parts = {
    home,
    server,
    terminal,
    events: () => jsonLines<NumberedEvent>(path),
    typeAndSend,
  };
  return { ...parts, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** A form, answered from two places at once: one of them is heard, and the record says who, how and what. */
async function answerForm({ home, server, terminal, typeAndSend }: HookedSession): Promise<void> {
  const options = ['main', 'next'].map((label) => ({ label, description: `the ${label} one` }));
  const question = { question: 'Which branch?', header: 'Branch', multiSelect: false, options };
  server.setScript(({ cause }) =>
    cause === 'prompt'
      ? { kind: 'tool', tool: 'AskUserQuestion', input: { questions: [question] } }
      : { kind: 'text', text: 'Thanks' },
  );
  await typeAndSend('ask me');
  await terminal.waitForText(/a2 · asks Which branch\? +1\) main +2\) next/u, PATIENCE_MS);
  await sleep(LOOK_MS);
  terminal.send('\x1c1');
  const { status, stderr } = await runPlain(home, ['answer', 'a2', 'NEXT']);
  if (status !== 0) expect(stderr).toMatch(/a2 (?:is being|was) answered already, by key/u);
  const given = status === 0 ? 'next' : 'main';
  const how = status === 0 ? 'from the command line' : 'by key';
  await until('heard', () => server.requests.at(-1)?.cause === 'tool-result');
  expect(server.requests.at(-1)?.toolOutput).toContain(`"Which branch?"="${given}"`);
  const { stdout } = await runPlain(home, ['approvals']);
  expect(stdout).toMatch(new RegExp(`a2 +\\S+ +question +answered, ${how}`, 'u'));
  await until('the dialog is gone', () => !terminal.terminal.screenText().includes('to navigate'));
}

test('KEEPER-76 HOST-12 CLAUDE-9 CLAUDE-12 CONTROL-98: what is done and asked in Claude Code is followed, answered by the command line, what is typed confirmed, over kill -9 of the host, and nothing is left', async () => {
  await using session = await startHooked();
  const { home, server, terminal, events, typeAndSend } = session;
  await typeAndSend('first');
  await until('followed', () => said(events()).includes('agent: Heard: first'));
  const sessions = JSON.parse((await runPlain(home, ['sessions', '--json'])).stdout);
  expect(sessions[0]?.rung).toBe('typing');

  server.setScript([{ kind: 'command', command: 'touch made', sandbox: 'escalated' }]);
  await typeAndSend('make it');
  await terminal.waitForText(DIALOG, PATIENCE_MS);
  await until('asked', async () => {
    const { stdout } = await runPlain(home, ['approvals', '--json']);
    return stdout.includes('touch made');
  });
  expect(await runPlain(home, ['approve', 'a1'])).toMatchObject({ status: 0 });
  await until('made', () => existsSync(join(home.path, 'made')));
  await until('the dialog is gone', () => !terminal.terminal.screenText().includes(DIALOG));
  await until('done', () => said(events()).includes('agent: Done: make it'));

  await answerForm(session);
  server.setScript([]);
  expect(await runPlain(home, ['say', '--send', 'put in'])).toMatchObject({ status: 0 });
  await until('put in', () => said(events()).includes('agent: Heard: put in'));
  const fates = events().flatMap(({ event }) => (event.kind === 'prompt' ? [event.state] : []));
  expect(fates).toEqual(['offered', 'taken']);

  for (const pid of home.pids('host')) process.kill(pid, 'SIGKILL');
  await typeAndSend('while nobody follows');
  await until('followed on', () => said(events()).includes('agent: Heard: while nobody follows'));
  const numbers = events().map((one) => one.number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(said(events()).filter((line) => line === 'user: first')).toHaveLength(1);

  await terminal.interruptUntilExited(2);
  await expectNothingLeft(home);
}, 120_000);
