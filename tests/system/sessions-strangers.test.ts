// needs: setpriv
// Who may not come in: another user, a wrong token, a folder that is not ours, and whoever speaks
// garbage. Each is refused with one line, and the session goes on as if nothing had been.
import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWait, sized, type TerminalProgram } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import {
  type Ended,
  type Home,
  LAUNCHER,
  makeHome,
  runPlain,
  startInTerminal,
} from '../program/command.ts';
import { seededRandom } from '../program/sessions/seeded-random.ts';
import {
  attach,
  expectNothingLeft,
  expectScreenOfLedger,
  ledgerAgent,
  listedSessions,
  PATIENCE_MS,
  toldSeed,
  until,
} from '../program/sessions/session-rig.ts';
import { connectInVersionOne, type WireOne } from '../program/sessions/wire-one.ts';

/** `nobody`, on every Linux. */
const STRANGER = 65_534;
/** Columns: no message is wrapped. */
const WIDE = 200;
const ONE_LINE = /^codex-voice: [^\n]+\n$/u;

interface Running {
  readonly program: TerminalProgram;
  readonly session: string;
}

async function startSession(home: Home): Promise<Running> {
  const agent = ledgerAgent(home, { lines: 50, intervalMs: 60_000 });
  const program = startInTerminal({ home, args: ['run', '--no-voice', '--', ...agent] });
  await program.waitForText('line 000050', PATIENCE_MS);
  await until('host', () => home.runtimeFiles().includes('host.sock'));
  const [listed] = await listedSessions(home);
  return { program, session: listed?.session ?? '' };
}

let keys = 0;
/** It still hears and shows what is typed. */
async function expectUndisturbed(home: Home, { program }: Running): Promise<void> {
  keys += 1;
  const key = String(keys % 10);
  const before = program.terminal.screenText().split(`heard "${key}"`).length;
  program.send(key);
  await until('echo', () => program.terminal.screenText().split(`heard "${key}"`).length > before);
  await expectScreenOfLedger(home, program);
}

async function endSession(home: Home, { program }: Running): Promise<void> {
  program.send('Q');
  expect((await program.untilExited()).exitCode).toBe(0);
  await program.stop();
  await expectNothingLeft(home);
}

/** The same command as another user, who is told where everything lies. */
async function asStranger(home: Home, command: readonly string[]): Promise<Ended> {
  const given = ['--reuid', String(STRANGER), '--regid', String(STRANGER), '--clear-groups'];
  using _wait = openWait(`the end of ${command.join(' ')}`);
  return await new Promise((resolve) => {
    execFile(
      'setpriv',
      [...given, ...command],
      { cwd: '/', env: home.env, encoding: 'utf8' },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        resolve({ status: typeof code === 'number' ? code : -1, stdout, stderr });
      },
    );
  });
}

const isRoot = process.getuid?.() === 0;

test.runIf(isRoot)('another user reads no token and opens no socket', async () => {
  using home = makeHome();
  const running = await startSession(home);
  // As open as a person could leave their own folders.
  chmodSync(home.path, 0o755);
  chmodSync(join(home.path, 'run'), 0o777);
  for (const name of home.runtimeFiles()) {
    const path = join(home.runtimeDirectory, name);
    const opened = await asStranger(home, ['cat', path]);
    expect(opened.stderr).toMatch(/Permission denied/u);
    expect(lstatSync(path).mode & 0o077).toBe(0);
  }
  expect(lstatSync(home.runtimeDirectory).mode & 0o777).toBe(0o700);
  for (const args of [['attach', running.session], ['sessions'], ['kill', '--all'], ['say', 'x']]) {
    const refused = await asStranger(home, [process.execPath, LAUNCHER, ...args]);
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toMatch(ONE_LINE);
  }
  await expectUndisturbed(home, running);
  await endSession(home, running);
});

type Command = 'sessions' | 'host start' | 'attach';
const COMMANDS: readonly Command[] = ['sessions', 'host start', 'attach'];

/** Tries to start, and at least one command that looks there, in this home; each is refused in one line. */
async function expectRefusedStart(
  home: Home,
  { pattern, by }: { readonly pattern: RegExp; readonly by: readonly Command[] },
): Promise<void> {
  for (const args of sized({ usual: by, full: COMMANDS }).map((command) => command.split(' '))) {
    const refused = await runPlain(home, args);
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toMatch(ONE_LINE);
    expect(refused.stderr).toMatch(pattern);
  }
  const args = ['run', '--', 'sh', '-c', 'echo started'];
  await using program = startInTerminal({ home, args, columns: WIDE });
  expect((await program.untilExited()).exitCode).toBe(1);
  expect(program.terminal.screenText()).toMatch(pattern);
  expect(program.terminal.screenText()).not.toContain('started');
  expect(await home.leaked(PATIENCE_MS)).toEqual([]);
}

test('a runtime folder that is a symbolic link', async () => {
  using home = makeHome();
  const elsewhere = join(home.path, 'elsewhere');
  mkdirSync(elsewhere, { mode: 0o700 });
  symlinkSync(elsewhere, home.runtimeDirectory);
  await expectRefusedStart(home, { pattern: /symbolic link/u, by: COMMANDS });
  expect(readdirSync(elsewhere)).toEqual([]);
});

test('a runtime folder that others can enter', async () => {
  using home = makeHome();
  mkdirSync(home.runtimeDirectory);
  chmodSync(home.runtimeDirectory, 0o755);
  await expectRefusedStart(home, { pattern: /other users/u, by: ['host start'] });
  expect(readdirSync(home.runtimeDirectory)).toEqual([]);
});

test.runIf(isRoot)(
  'a runtime folder of another user, with and without XDG_RUNTIME_DIR',
  async () => {
    using home = makeHome();
    mkdirSync(home.runtimeDirectory, { mode: 0o700 });
    chownSync(home.runtimeDirectory, STRANGER, STRANGER);
    await expectRefusedStart(home, { pattern: /another user/u, by: ['sessions'] });
    const fallback = join(home.path, 'tmp', `codex-voice-${process.getuid?.()}`);
    mkdirSync(fallback, { mode: 0o700 });
    chownSync(fallback, STRANGER, STRANGER);
    const env = { ...home.env, XDG_RUNTIME_DIR: undefined };
    await expectRefusedStart({ ...home, env }, { pattern: /another user/u, by: ['attach'] });
    expect(readdirSync(fallback)).toEqual([]);
  },
);

test('a token that does not fit, is of an earlier start, or is no token', async () => {
  using home = makeHome();
  const running = await startSession(home);
  const path = join(home.runtimeDirectory, `keeper-${running.session}.token`);
  const right = readFileSync(path, 'utf8');
  const wrong = JSON.stringify({ control: 'a'.repeat(64), view: 'b'.repeat(64) });
  const noJson = 'x'.repeat(9_000);
  for (const content of sized({
    usual: [wrong, '{}', noJson],
    full: [wrong, '{}', '', noJson],
  })) {
    writeFileSync(path, content);
    await using refused = attach(home, {
      args: [running.session],
      size: { columns: WIDE, rows: 24 },
    });
    expect((await refused.untilExited()).exitCode).toBe(1);
    expect(refused.terminal.screenText().trim()).toMatch(/^codex-voice: .*token/u);
  }
  writeFileSync(path, right);
  chmodSync(path, 0o644);
  await using readable = attach(home, { args: [running.session] });
  expect((await readable.untilExited()).exitCode).toBe(1);
  chmodSync(path, 0o600);
  await using accepted = attach(home, { args: [running.session] });
  await accepted.waitForText('line 000050', PATIENCE_MS);
  await accepted.stop();
  await expectUndisturbed(home, running);
  await endSession(home, running);
});

/** Connections that speak garbage to each socket. */
const GARBAGE = 60;

test('garbage, oversized frames and silence on every socket', async () => {
  using home = makeHome();
  const running = await startSession(home);
  const random = seededRandom(toldSeed('garbage'));
  const sockets = home.runtimeFiles().filter((name) => name.endsWith('.sock'));
  expect(sockets).toHaveLength(2);
  for (const name of sockets) {
    const path = join(home.runtimeDirectory, name);
    const strangers = Array.from({ length: GARBAGE }, (_, at) => speak(path, garbage(random, at)));
    await expectUndisturbed(home, running);
    await sleep(100);
    for (const stranger of strangers) stranger.destroy();
  }
  await expectUndisturbed(home, running);
  await until('host', async () => (await runPlain(home, ['host', 'status'])).status === 0);
  await using other = attach(home, { args: [running.session] });
  await other.waitForText('line 000050', PATIENCE_MS);
  await other.stop();
  for (const role of ['keeper', 'host'] as const) expect(home.pids(role)).toHaveLength(1);
  expect(existsSync(join(home.runtimeDirectory, 'host.token'))).toBe(true);
  await endSession(home, running);
});

test('whoever has the token and speaks nonsense is cut off, or told so', async () => {
  using home = makeHome();
  const running = await startSession(home);
  const random = seededRandom(toldSeed('nonsense'));
  const folder = home.runtimeDirectory;
  const places = [
    { role: 'keeper', sessionId: running.session, folder },
    { role: 'host', sessionId: '', folder },
  ] as const;
  for (const place of places) {
    const said: ((wire: WireOne) => void)[] = [
      (wire) => wire.message('{"type":"nonsense"}'),
      (wire) => wire.message('{"type":"attach","size":{"columns":-1,"rows":1e9},"hold":"take"}'),
      (wire) => wire.message('no json'),
      (wire) => wire.frame('acknowledge', Buffer.alloc(8, 0xff)),
      (wire) => wire.frame('deliver', garbage(random, 0)),
      (wire) => wire.frame('message', Buffer.alloc(2 << 20, 0x20)),
      (wire) => wire.frame('picture', garbage(random, 0)),
    ];
    for (const say of said) {
      const wire = await connectInVersionOne(place);
      const before = wire.frames.length;
      say(wire);
      await sleep(50);
      // Nothing of it was taken for a request that is answered with more than a refusal.
      for (const { payload } of wire.frames.slice(before))
        expect(payload.toString()).not.toContain('"role"');
      wire.close();
    }
    await expectUndisturbed(home, running);
  }
  for (const role of ['keeper', 'host'] as const) expect(home.pids(role)).toHaveLength(1);
  await endSession(home, running);
});

function speak(path: string, bytes: Buffer): Socket {
  const socket = connect(path, () => socket.write(bytes));
  socket.on('error', () => undefined);
  socket.on('data', () => undefined);
  return socket;
}

/** Noise, a frame that says it is endless, a hello without end, a wrong hello, and nothing at all. */
function garbage(random: () => number, at: number): Buffer {
  const noise = Buffer.from(Array.from({ length: 2_000 }, () => Math.floor(random() * 256)));
  switch (at % 5) {
    case 0:
      return noise;
    case 1:
      return Buffer.concat([Buffer.of(0xff, 0xff, 0xff, 0xff, 1), noise]);
    case 2:
      return Buffer.concat([Buffer.of(0, 0, 0x0f, 0xff, 1), Buffer.from('{"type":"hello",')]);
    case 3:
      return framed(
        `{"type":"hello","versions":{"oldest":1,"newest":2},"capability":"control","nonce":"${'0'.repeat(32)}","proof":"${'f'.repeat(64)}"}`,
      );
    default:
      return Buffer.alloc(0);
  }
}

function framed(json: string): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(Buffer.byteLength(json), 0);
  header.writeUInt8(1, 4);
  return Buffer.concat([header, Buffer.from(json)]);
}
