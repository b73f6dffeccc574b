// The commands that reach sessions from elsewhere, before keepers and a host that only this suite plays,
// over the real sockets: what is printed, what is asked, and the exit status.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostAnswer, HostRequest } from '@codex-voice/protocol';
import { within } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Ended, type Home, LAUNCHER, makeHome, runPlain, startInTerminal } from './command.ts';
import { muteKeeper, NO_PID, playHost, playKeeper } from './played-servers.ts';

const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;

const DONE: HostAnswer = { kind: 'done' };
const NO_ROWS: HostAnswer = { kind: 'sessions', sessions: [] };
const answering = (request: HostRequest): HostAnswer =>
  request.type === 'sessions' ? NO_ROWS : DONE;

/** With something on standard input. */
async function runWith(home: Home, args: readonly string[], input: string): Promise<Ended> {
  const child = spawn(process.execPath, [LAUNCHER, ...args], { cwd: home.path, env: home.env });
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      told[name] += text;
    });
  }
  // It may have refused before all of it was read.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = await within(`end of codex-voice ${args.join(' ')}`, once(child, 'close'));
  const status: number = code ?? -1;
  return { status, ...told };
}

function expectRefusal(ended: Ended, words: string, status = 1): void {
  expect(ended.stderr).toMatch(ONE_LINE);
  expect(ended.stderr).toContain(words);
  expect(ended).toMatchObject({ status, stdout: '' });
}

test('with nothing running: no sessions, nothing to attach to, to end or to stop; no host is started', async () => {
  using home = makeHome();
  expect(await runPlain(home, ['sessions'])).toEqual({
    status: 0,
    stdout: 'no sessions\n',
    stderr: '',
  });
  expect((await runPlain(home, ['sessions', '--json'])).stdout).toBe('[]\n');
  expectRefusal(await runPlain(home, ['attach']), 'no session runs: codex-voice AGENT starts one');
  const killed = await runPlain(home, ['kill', 'codex-aaaa']);
  expectRefusal(killed, 'no session codex-aaaa: no session runs');
  expect(await runPlain(home, ['kill', '--all'])).toMatchObject({
    status: 0,
    stdout: 'no sessions\n',
  });
  expect(await runPlain(home, ['host', 'stop'])).toMatchObject({
    status: 0,
    stdout: 'no host runs\n',
  });
  const status = await runPlain(home, ['host', 'status', '--json']);
  expect(JSON.parse(status.stdout)).toEqual({ running: false });
  expect(status.status).toBe(1);
  expect(home.running()).toEqual([]);
  expect(home.runtimeFiles()).toEqual([]);
});

test('sessions without a host: the keepers are asked, dead ones are cleared away, none is disturbed', async () => {
  using home = makeHome();
  await using busy = await playKeeper({
    home,
    sessionId: 'codex-aaaa',
    screen: { kind: 'busy' },
    info: { agentMemoryBytes: 210e6 },
  });
  await using _old = await playKeeper({
    home,
    sessionId: 'bash-bbbb',
    info: { agent: { name: 'bash', kind: 'plain' }, cwd: '/', startedAtMs: 1, terminals: 0 },
  });
  const dead = await deadSocket(home, 'codex-dead');
  const ended = await runPlain(home, ['sessions', '--json']);
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(ended.stdout)).toMatchObject([
    { session: 'bash-bbbb', folder: '/', state: 'idle', terminals: 0, queued: null },
    {
      session: 'codex-aaaa',
      agent: 'Codex',
      folder: realpathSync(home.path),
      state: 'busy',
      size: { columns: 80, rows: 23 },
      memoryBytes: { keeper: 42e6, agent: 210e6 },
    },
  ]);
  expect(home.runtimeFiles()).not.toContain(dead);
  expect(busy.asked.toSorted()).toEqual(['status', 'watch']);
  const table = await runPlain(home, ['sessions']);
  expect(table.stdout).toMatch(
    /^SESSION .*\nbash-bbbb .*\ncodex-aaaa +Codex +~ +busy +80×23 +1 min +1 +\? +42\+210 MB\n$/u,
  );
});

/** A socket whose keeper was killed; its name. */
async function deadSocket(home: Home, sessionId: string): Promise<string> {
  const name = `keeper-${sessionId}.sock`;
  const path = join(home.runtimeDirectory, name);
  const script = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  const child = spawn(process.execPath, ['-e', script, path]);
  await within('end', once(child, 'close'));
  expect(home.runtimeFiles()).toContain(name);
  return name;
}

test('a host that runs is asked, and what it does not know yet is asked itself', async () => {
  using home = makeHome();
  await using _known = await playKeeper({ home, sessionId: 'codex-aaaa' });
  await using _new = await playKeeper({ home, sessionId: 'codex-bbbb' });
  await using _host = await playHost(home, () => ({
    kind: 'sessions',
    sessions: [
      {
        sessionId: 'codex-aaaa',
        agent: 'Codex',
        cwd: '/',
        state: 'dialog',
        columns: 80,
        rows: 23,
        startedAtMs: 1,
        terminals: 2,
        held: true,
        queued: 3,
        keeperMemoryBytes: 1e6,
      },
    ],
  }));
  const { stdout } = await runPlain(home, ['sessions', '--json']);
  expect(JSON.parse(stdout)).toMatchObject([
    { session: 'codex-aaaa', state: 'dialog', queued: 3, memoryBytes: { agent: null } },
    { session: 'codex-bbbb', state: 'idle', queued: null },
  ]);
});

test('kill ends what is named, says so of each, and fails where one was not found', async () => {
  using home = makeHome();
  await using one = await playKeeper({ home, sessionId: 'codex-aaaa' });
  await using other = await playKeeper({ home, sessionId: 'codex-bbbb' });
  const ended = await runPlain(home, ['kill', 'codex-a', 'codex-aaaa', 'codex-bbbc']);
  expect(ended).toEqual({
    status: 1,
    stdout: 'codex-aaaa has ended\n',
    stderr: 'codex-voice: no session codex-bbbc: did you mean codex-bbbb?\n',
  });
  expect(one.asked).toContain('end');
  expect(other.asked).not.toContain('end');
  const ambiguous = await runPlain(home, ['kill', '--json', '--all']);
  expect(JSON.parse(ambiguous.stdout)).toEqual([{ session: 'codex-bbbb', ended: true }]);
  expect(home.runtimeFiles()).toEqual([]);
});

test('a keeper that says nothing is told as such, by the table, by kill and by attach', async () => {
  using home = makeHome();
  await using _other = await playKeeper({ home, sessionId: 'codex-aaaa' });
  await using mute = await muteKeeper(home, 'cat-mute');
  const table = await runPlain(home, ['sessions']);
  expect(table.stdout).toMatch(/\ncat-mute +cat +\/ +no answer +\?/u);
  expect(table.stdout).toMatch(/\ncodex-aaaa +Codex +~ +idle/u);
  const killed = await runPlain(home, ['kill', 'cat-mute']);
  expectRefusal(killed, `does not answer: kill -9 ${NO_PID} ends its keeper`);
  await using program = startInTerminal({ home, args: ['attach', 'cat-mute'], columns: 120 });
  await program.waitForText('cat-mute does not answer yet', 20_000);
  // It has not been given up.
  expect(mute.sockets.at(-1)?.readyState).toBe('open');
  await program.waitForText('session cat-mute does not answer', 20_000);
});

test('say hands the text over under one id, and prints nothing', async () => {
  using home = makeHome();
  await using _keeper = await playKeeper({ home, sessionId: 'codex-aaaa' });
  await using host = await playHost(home, answering);
  const said = await runPlain(home, ['say', 'run', 'the tests', '--send', '--id', 'mine']);
  expect(said).toEqual({ status: 0, stdout: '', stderr: '' });
  const piped = await runWith(home, ['say', '--json', '--session', 'Codex', '-'], 'one\ntwo\n\n');
  expect(piped).toMatchObject({ status: 0, stderr: '' });
  const says = host.asked.filter((request) => request.type === 'say');
  expect(says).toMatchObject([
    { sessionId: 'codex-aaaa', promptId: 'mine', text: 'run the tests', intent: 'send' },
    { sessionId: 'codex-aaaa', text: 'one\ntwo', intent: 'compose' },
  ]);
  expect(JSON.parse(piped.stdout)).toEqual({
    session: 'codex-aaaa',
    id: says[1]?.promptId,
    state: 'queued',
    kept: true,
  });
});

test('say follows the delivery of the config file, unless it is told', async () => {
  using home = makeHome();
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), 'delivery = "send"\n');
  await using _keeper = await playKeeper({ home, sessionId: 'codex-aaaa' });
  await using host = await playHost(home, answering);
  await runPlain(home, ['say', 'one']);
  await runPlain(home, ['say', '--compose', 'two']);
  const says = host.asked.filter((request) => request.type === 'say');
  expect(says.map(({ intent }) => intent)).toEqual(['send', 'compose']);
});

test('say tells a host that went away once more, under the same id', async () => {
  using home = makeHome();
  await using _keeper = await playKeeper({ home, sessionId: 'codex-aaaa' });
  let hangUps = 1;
  await using host = await playHost(home, (request) => {
    if (request.type !== 'say' || hangUps === 0) return answering(request);
    hangUps -= 1;
    return 'hang-up';
  });
  expect(await runPlain(home, ['say', 'once'])).toMatchObject({ status: 0, stderr: '' });
  const ids = host.asked.flatMap((request) => (request.type === 'say' ? [request.promptId] : []));
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('a text that is taken but not kept is said to be so, and is no failure', async () => {
  using home = makeHome();
  await using _keeper = await playKeeper({ home, sessionId: 'codex-aaaa' });
  const unkept = 'ENOSPC: no space left on device, write';
  await using _host = await playHost(home, (request) =>
    request.type === 'say' ? { kind: 'done', unkept } : NO_ROWS,
  );
  const said = await runPlain(home, ['say', '--json', '--id', 'mine', 'x']);
  expect(said.status).toBe(0);
  expect(said.stderr).toMatch(ONE_LINE);
  expect(said.stderr).toContain(unkept);
  const document = { session: 'codex-aaaa', id: 'mine', state: 'queued', kept: false };
  expect(JSON.parse(said.stdout)).toEqual(document);
});

test('say inside a session of one process tree means no other one, unless it is named', async () => {
  using home = makeHome();
  await using _other = await playKeeper({ home, sessionId: 'codex-aaaa' });
  const say = `"${process.execPath}" "${LAUNCHER}" say`;
  const script = `${say} lost; ${say} --session codex-aaaa meant; read line`;
  const args = ['run', '--no-voice', '--no-host', '--', 'sh', '-c', script];
  await using host = await playHost(home, answering);
  await using program = startInTerminal({ home, args, columns: 120 });
  await program.waitForText('name another by --session', 20_000);
  await expect.poll(() => host.asked.length, { timeout: 20_000 }).toBeGreaterThan(0);
  const says = host.asked.filter((request) => request.type === 'say');
  expect(says).toMatchObject([{ sessionId: 'codex-aaaa', text: 'meant' }]);
});

test('what say refuses, or the host, is one line', async () => {
  using home = makeHome();
  await using _one = await playKeeper({ home, sessionId: 'codex-aaaa' });
  const full = 'the queue is full (100 prompts): wait, or remove some';
  await using _host = await playHost(home, (request) =>
    request.type === 'say' ? { kind: 'refused', message: full } : NO_ROWS,
  );
  expectRefusal(await runPlain(home, ['say', 'x']), full);
  expectRefusal(await runPlain(home, ['say', '--session', 'codex-aab', 'x']), 'codex-aaaa?');
  expectRefusal(await runPlain(home, ['say', '']), 'the text is empty: say something');
  const long = await runWith(home, ['say', '-'], 'x'.repeat(1_000_000));
  expectRefusal(long, 'longer than 65,536 characters');
});

test('unnamed among several: the last used of this folder, else a list and how to choose', async () => {
  using home = makeHome();
  await using _one = await playKeeper({ home, sessionId: 'codex-aaaa', lastInputMs: 5 });
  await using _two = await playKeeper({
    home,
    sessionId: 'codex-bbbb',
    lastInputMs: Number.MAX_SAFE_INTEGER,
  });
  await using _three = await playKeeper({ home, sessionId: 'codex-cccc', info: { cwd: '/' } });
  await using host = await playHost(home, answering);
  expect(await runPlain(home, ['say', 'x'])).toMatchObject({ status: 0 });
  const inside = { ...home, env: { ...home.env, CODEX_VOICE_SESSION: 'codex-cccc' } };
  expect(await runPlain(inside, ['say', 'y'])).toMatchObject({ status: 0 });
  const says = host.asked.filter((request) => request.type === 'say');
  expect(says.map(({ sessionId }) => sessionId)).toEqual(['codex-bbbb', 'codex-cccc']);
  mkdirSync(join(home.path, 'empty'));
  const elsewhere = { ...home, path: join(home.path, 'empty') };
  const listed = await runPlain(elsewhere, ['say', 'x']);
  expect(listed.status).toBe(1);
  expect(listed.stderr).toMatch(
    /^SESSION [\s\S]*\ncodex-voice: 3 sessions run and none of them in ~\/empty: name one of [^\n]*\n$/u,
  );
});

test('a session is not shown in itself', async () => {
  using home = makeHome();
  await using _one = await playKeeper({ home, sessionId: 'codex-aaaa' });
  const inside = { ...home, env: { ...home.env, CODEX_VOICE_SESSION: 'codex-aaaa' } };
  expectRefusal(await runPlain(inside, ['attach', 'codex-aaaa']), 'attach from another terminal');
  expectRefusal(await runPlain(inside, ['attach']), 'no other session runs');
});

test('host status and stop tell what it tells; its log is shown with its end', async () => {
  using home = makeHome();
  mkdirSync(home.stateDirectory, { recursive: true });
  const logFile = join(home.stateDirectory, 'host.log');
  writeFileSync(logFile, 'one\n\u001b[31mtwo\n');
  const status = {
    pid: 4711,
    version: '0.2.0',
    startedAtMs: Date.now() - 3_700_000,
    memoryBytes: 61e6,
    sessions: 2,
    clients: 1,
    voicePids: [12],
    logFile,
  };
  await using host = await playHost(home, (request) => {
    if (request.type === 'status') return { kind: 'status', status };
    if (request.type === 'shutdown') setTimeout(() => void host[Symbol.asyncDispose](), 50);
    return DONE;
  });
  const shown = await runPlain(home, ['host', 'status']);
  expect(shown).toMatchObject({ status: 0, stderr: '' });
  for (const words of ['4711', '0.2.0', '1 h 1 min', '61 MB', 'process 12', logFile]) {
    expect(shown.stdout).toContain(words);
  }
  const document = JSON.parse((await runPlain(home, ['host', 'status', '--json'])).stdout);
  expect(document).toMatchObject({ running: true, pid: 4711, sessions: 2, voicePids: [12] });
  const again = await runPlain(home, ['host', 'start']);
  expect(again.stdout).toBe('a host runs already (process 4711)\n');
  const logs = await runPlain(home, ['host', 'logs']);
  expect(logs.stdout).toBe(`${logFile}\none\n\\u001b[31mtwo\n`);
  const stopped = await runPlain(home, ['host', 'stop']);
  expect(stopped.stdout).toBe('the host has ended; its 2 sessions live on\n');
});
