// The tools that an agent is offered, by the official client over the program's own standard input and
// output: in a session with a terminal and a recorded voice, outside of one, and treated badly.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TerminalProgram, within } from '@codex-voice/testing';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, LAUNCHER, makeHome, ROOT, runPlain, startInTerminal } from './command.ts';
import {
  exampleAgent,
  expectNothingLeft,
  listedSessions,
  PATIENCE_MS,
  receivedPrompts,
  until,
} from './sessions/session-rig.ts';
import { journalLines, spokenRecording } from './sessions/spoken-home.ts';

const F2 = '\u001bOQ';
/** A key that came too early is pressed again after this long, in ms. */
const BETWEEN_KEYS_MS = 200;
/** Ctrl-\ */
const LEADER = '\u001c';

interface Tools extends AsyncDisposable {
  readonly client: Client;
  /** The text of a tool's answer, and whether it is an error. */
  call(
    name: string,
    args?: Record<string, unknown>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<{ readonly text: string; readonly failed: boolean }>;
}

/** As an agent starts it, in the session or outside of any. */
async function connect(home: Home, session: string | undefined): Promise<Tools> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  const { CODEX_VOICE_SESSION: _, ...outside } = home.env;
  const own = session === undefined ? {} : { CODEX_VOICE_SESSION: session };
  const env = Object.entries({ ...outside, ...own }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [LAUNCHER, 'mcp'],
      cwd: home.path,
      env: Object.fromEntries(env),
    }),
  );
  return {
    client,
    call: async (name, args = {}, options = {}) => {
      const found = await client.callTool({ name, arguments: args }, options);
      const [part] = found.content;
      return { text: part?.type === 'text' ? part.text : '', failed: found.isError === true };
    },
    [Symbol.asyncDispose]: async () => await client.close(),
  };
}

async function startSession(
  home: Home,
  args: readonly string[],
): Promise<{ program: TerminalProgram; session: string }> {
  const agent = exampleAgent(home);
  const command = ['run', ...args, '--', ...agent.command];
  const program = startInTerminal({ home, args: command, env: agent.env, columns: 120 });
  await program.waitForText('Type or say', PATIENCE_MS);
  const [listed] = await until('session', async () => {
    const all = await listedSessions(home);
    return all.length === 1 && all[0]?.state === 'idle' ? all : undefined;
  });
  return { program, session: listed?.session ?? '' };
}

test('a question is shown and answered by what is said next, which is typed nowhere; the next words are', async () => {
  using home = makeHome();
  const audio = spokenRecording(home, 1);
  const { program, session } = await startSession(home, ['--mode', 'tap', '--audio', audio]);
  await using running = program;
  await using tools = await connect(home, session);
  const asked = tools.call('ask', { question: 'What shall I do first?' });
  await running.waitForText('What shall I do first?', PATIENCE_MS);
  running.send(F2);
  const { text, failed } = await asked;
  expect({ failed, ...JSON.parse(text) }).toEqual({
    failed: false,
    answer: 'run the tests',
    by: 'voice',
  });
  await running.waitForText(/Fix the failing tests/u, PATIENCE_MS);
  await running.waitForText(/Explain this code/u, PATIENCE_MS);
  expect(running.terminal.screenText()).not.toContain('Run the tests.');
  const [first] = journalLines(home).filter(({ type }) => type === 'transcript');
  await until('outcome of the answer', () =>
    journalLines(home).some(({ id, outcome }) => id === first?.id && outcome === 'obeyed'),
  );
  const { contents } = await tools.client.readResource({ uri: 'codex-voice://transcripts' });
  const [content] = contents;
  const told: { text: string }[] = JSON.parse(
    content !== undefined && 'text' in content ? content.text : '',
  );
  expect(told.map((each) => each.text)).toEqual([
    'explain this code',
    'fix the failing tests',
    'run the tests',
  ]);
  expect(receivedPrompts(home)).toEqual([]);
});

describe('in a session without a voice', () => {
  let home: Home;
  let running: TerminalProgram;
  let session: string;
  beforeAll(async () => {
    home = makeHome(() => undefined);
    const started = await startSession(home, ['--no-voice']);
    running = started.program;
    session = started.session;
  });
  afterAll(async () => {
    await running.stop();
    home[Symbol.dispose]();
  });

  test('yes by key, no time left, withdrawn; a second question is refused while one waits', async () => {
    await using tools = await connect(home, session);
    const asked = tools.call('ask', { question: 'Delete the cache?' });
    await running.waitForText('Delete the cache?', PATIENCE_MS);
    expect(await tools.call('ask', { question: 'And the rest?' })).toMatchObject({ failed: true });
    // What has been shown for less than half a second no key answers.
    await until('answer', async () => {
      running.send(`${LEADER}y`);
      return await Promise.race([asked, sleep(BETWEEN_KEYS_MS, undefined)]);
    });
    expect(JSON.parse((await asked).text)).toEqual({ answer: 'yes', by: 'key' });
    const other = tools.call('ask', { question: 'Keep the lock file?' });
    await running.waitForText('Keep the lock file?', PATIENCE_MS);
    expect((await runPlain(home, ['approvals'])).stdout).toContain('Keep the lock file?');
    const inside = { ...home.env, CODEX_VOICE_SESSION: session };
    const refused = await runPlain(home, ['approve', 'Q2'], inside);
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^codex-voice: what runs inside of a session [^\n]+\n$/u);
    // A multiplexer's variable of a session that is over keeps nobody from answering.
    const over = { ...home.env, CODEX_VOICE_SESSION: 'example-over' };
    expect(await runPlain(home, ['deny', 'Q2'], over)).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse((await other).text)).toEqual({ answer: 'no', by: 'command-line' });
    const open = tools.call('ask', { question: 'Which branch?' });
    await running.waitForText('Which branch?', PATIENCE_MS);
    const answering = ['answer', 'q3', 'the', 'release', 'branch'];
    expect(await runPlain(home, answering, inside)).toMatchObject({ status: 1, stdout: '' });
    expect(await runPlain(home, answering)).toMatchObject({ status: 0, stderr: '' });
    const told = { answer: 'the release branch', by: 'command-line' };
    expect(JSON.parse((await open).text)).toEqual(told);
    const late = await tools.call('ask', { question: 'Still there?', timeout_seconds: 1 });
    expect(JSON.parse(late.text)).toEqual({ answer: null, why: 'timed-out' });
    const cancel = new AbortController();
    const cancelled = tools.call('ask', { question: 'Never mind?' }, { signal: cancel.signal });
    const rejected = expect(cancelled).rejects.toThrow();
    await running.waitForText('Never mind?', PATIENCE_MS);
    cancel.abort();
    await rejected;
    await until('room for another question', async () => {
      const again = await tools.call('ask', { question: 'Now?', timeout_seconds: 1 });
      return !again.failed;
    });
    expect(await tools.call('speak', { text: 'Done.' })).toEqual({
      failed: true,
      text: expect.stringContaining('[voice]'),
    });
  });

  test('sessions and their state are told: agent, folder, screen, rung and what waits', async () => {
    await using tools = await connect(home, session);
    const { tools: offered } = await tools.client.listTools();
    expect(offered.map(({ name }) => name).toSorted()).toEqual([
      'ask',
      'list_sessions',
      'session_state',
      'speak',
    ]);
    const [listed] = JSON.parse((await tools.call('list_sessions')).text);
    expect(listed).toMatchObject({ session, own: true, state: 'idle', rung: 'plain', queued: 0 });
    // A paste that has not ended keeps every prompt waiting.
    running.send('\u001b[200~half a thought');
    const said = ['say', '--session', session, '--send', 'wait', 'for', 'it'];
    expect(await runPlain(home, said)).toEqual({ status: 0, stdout: '', stderr: '' });
    const state = JSON.parse((await tools.call('session_state')).text);
    expect(state).toMatchObject({ session, folder: listed.folder, queued: 1 });
    expect(state.queue).toMatchObject([{ text: expect.stringContaining('wait for it') }]);
    expect(await tools.call('session_state', { session: 'nobody' })).toMatchObject({
      failed: true,
    });
    // Named from outside or from another session: its state, and nothing that was said to it.
    for (const own of [undefined, 'another-1']) {
      await using others = await connect(home, own);
      const seen = await others.call('session_state', { session });
      expect(seen.failed, seen.text).toBe(false);
      expect(JSON.parse(seen.text)).toMatchObject({ session, queued: 1, queue: [] });
      expect(seen.text).not.toContain('wait for it');
    }
  });
});

test('outside a session, and in one that nothing reaches, tools say so in one line', async () => {
  using home = makeHome();
  for (const [session, why] of [
    [undefined, 'CODEX_VOICE_SESSION'],
    ['here', '--no-host'],
    ['gone-1', 'gone-1'],
  ] as const) {
    await using tools = await connect(home, session);
    for (const name of ['ask', 'speak'] as const) {
      const refused = await tools.call(name, { question: 'Anybody?', text: 'Hello.' });
      expect(refused).toEqual({ failed: true, text: expect.stringContaining(why) });
      expect(refused.text).not.toContain('\n');
    }
    expect(JSON.parse((await tools.call('list_sessions')).text)).toEqual([]);
  }
  await runPlain(home, ['host', 'stop']);
  await expectNothingLeft(home);
});

test('arguments that do not fit are refused, and garbage ends nothing', async () => {
  using home = makeHome();
  await using tools = await connect(home, 's1');
  for (const args of [{}, { question: '' }, { question: 'x'.repeat(501) }, { question: 7 }])
    expect((await tools.call('ask', args)).failed).toBe(true);
  const child = spawn(process.execPath, [LAUNCHER, 'mcp'], { cwd: home.path, env: home.env });
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      told[name] += text;
    });
  }
  const hello = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'raw', version: '1' },
    },
  };
  child.stdin.write(`not json\n{"half":\n\u0000\n${JSON.stringify(hello)}\n`);
  await until('an answer', () => told.stdout.includes('"id":1'));
  child.stdin.end();
  const [status] = await within('end', once(child, 'close'));
  expect(status).toBe(0);
  expect(told.stderr).not.toContain('    at ');
  for (const line of told.stdout.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
});

test('the tools’ part of the program is a file of its own, loaded by nothing else', async () => {
  using home = makeHome();
  const dist = join(ROOT, 'dist');
  const holders = readdirSync(dist).filter(
    (name) =>
      name.endsWith('.cjs') &&
      readFileSync(join(dist, name), 'utf8').includes('codex-voice://transcripts'),
  );
  expect(holders).toHaveLength(1);
  expect(holders[0]).toMatch(/^client-mcp-command-/u);
  const client = readFileSync(join(dist, 'client.cjs'), 'utf8');
  expect(client).not.toContain('io.modelcontextprotocol');
  const loaded = await new Promise<string>((resolve) => {
    const watch = 'process.on("exit",()=>console.error(Object.keys(require.cache).join("\\n")))';
    execFile(
      process.execPath,
      [
        '-e',
        `${watch};process.argv=[process.argv[0],${JSON.stringify(LAUNCHER)},"sessions"];require(${JSON.stringify(LAUNCHER)})`,
      ],
      { cwd: home.path, env: home.env, encoding: 'utf8' },
      (_error, _stdout, stderr) => resolve(stderr),
    );
  });
  expect(loaded).toContain('client.cjs');
  expect(loaded).not.toContain('mcp');
});
