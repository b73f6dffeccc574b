// Peers of the version before: an old terminal on a keeper of today, an old HUD at a host of today, and
// the terminal and the commands of today with a keeper and a host of then.
import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Home, makeHome, runPlain, startInTerminal } from '../command.ts';
import {
  attach,
  exampleAgent,
  expectNothingLeft,
  ledgerAgent,
  listedSessions,
  PATIENCE_MS,
  receivedPrompts,
  until,
} from './session-rig.ts';
import { connectInVersionOne, listenInVersionOne, type WireOne } from './wire-one.ts';

/** A message of this type, once it has come. */
async function message(wire: WireOne, type: string): Promise<Record<string, unknown>> {
  return await until(`message ${type}`, () => wire.messages().find((one) => one.type === type));
}

async function runningSession(home: Home): Promise<string> {
  const [listed] = await listedSessions(home);
  if (listed === undefined) throw new Error('no session runs');
  return listed.session;
}

function runtimeFolder(home: Home): string {
  mkdirSync(home.runtimeDirectory, { recursive: true, mode: 0o700 });
  return home.runtimeDirectory;
}

test('a terminal of version 1 takes a session of today, sees it and types', async () => {
  using home = makeHome();
  const agent = ledgerAgent(home, { lines: 100, intervalMs: 60_000 });
  await using holder = startInTerminal({ home, args: ['run', '--no-voice', '--', ...agent] });
  await holder.waitForText('line 000100', PATIENCE_MS);
  const sessionId = await runningSession(home);
  const wire = await connectInVersionOne({
    role: 'keeper',
    sessionId,
    folder: home.runtimeDirectory,
  });
  wire.message('{"type":"attach","size":{"columns":70,"rows":20},"hold":"take"}');
  expect(await message(wire, 'role')).toMatchObject({ role: 'holder', why: 'attached' });
  const snapshot = await message(wire, 'snapshot');
  await until('snapshot', () => Buffer.byteLength(wire.text('snapshot')) >= Number(snapshot.bytes));
  expect(wire.text('snapshot')).toContain('line 000100'.slice(5));
  wire.input('v');
  await until('echo', () => wire.text('output').includes('heard "v"'));
  wire.message('{"type":"end"}');
  expect(await message(wire, 'exited')).toMatchObject({ type: 'exited' });
  wire.close();
  await holder.untilExited();
  await expectNothingLeft(home);
});

test('a HUD of version 1 opens a session at a host of today and says something', async () => {
  using home = makeHome();
  const agent = exampleAgent(home);
  await using holder = startInTerminal({
    home,
    env: agent.env,
    args: ['run', '--no-voice', '--', ...agent.command],
  });
  await holder.waitForText('Type or say', PATIENCE_MS);
  const sessionId = await runningSession(home);
  const host = { role: 'host', sessionId: '', folder: home.runtimeDirectory } as const;
  await until('host', () => home.runtimeFiles().includes('host.sock'));
  const wire = await connectInVersionOne(host);
  wire.message(`{"type":"open","sessionId":"${sessionId}"}`);
  expect(await message(wire, 'opened')).toMatchObject({ sessionId, intent: 'compose' });
  wire.message(
    `{"type":"say","requestId":"r1","sessionId":"${sessionId}","promptId":"p1","text":"from then","intent":"send"}`,
  );
  expect(await message(wire, 'answer')).toMatchObject({
    requestId: 'r1',
    answer: { kind: 'done' },
  });
  await until('prompt', () => receivedPrompts(home).includes('from then'));
  await message(wire, 'delivery');
  const later = wire.messages().map(({ type }) => type);
  expect(later).not.toContain('listening-elsewhere');
  wire.close();
  holder.send('\u0004');
  await holder.untilExited();
  await expectNothingLeft(home);
});

test('a terminal of today attaches to a keeper of version 1', async () => {
  using home = makeHome();
  const folder = runtimeFolder(home);
  const wires: WireOne[] = [];
  const place = { role: 'keeper', sessionId: 'then-aaaa', folder } as const;
  const server = await listenInVersionOne(place, (wire) => {
    wires.push(wire);
    void answerAsKeeper(wire);
  });
  try {
    await using terminal = attach(home, { args: ['then-aaaa'] });
    await terminal.waitForText('the screen of then', PATIENCE_MS);
    terminal.send('k');
    const typed = async () => wires.some((wire) => wire.text('input').includes('k'));
    await until('typed key', typed);
    await terminal.waitForText('and output of then', PATIENCE_MS);
    for (const wire of wires) wire.message('{"type":"exited","exitCode":7,"signal":0}');
    for (const wire of wires) wire.close();
    expect((await terminal.untilExited()).exitCode).toBe(7);
  } finally {
    for (const wire of wires) wire.close();
    server.close();
  }
});

/** What the keepers of version 1 answered, byte for byte, for a session of one screen. */
async function answerAsKeeper(wire: WireOne): Promise<void> {
  const screen = 'the screen of then\r\n';
  let answered = 0;
  while (!wire.isClosed) {
    const asked = wire.messages().slice(1)[answered];
    if (asked === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      continue;
    }
    answered += 1;
    if (asked.type === 'status') wire.message(statusLine(String(asked.requestId)));
    if (asked.type !== 'attach') continue;
    const size = '{"columns":80,"rows":23}';
    wire.message(`{"type":"role","role":"holder","why":"attached","size":${size}}`);
    const bytes = Buffer.byteLength(screen);
    wire.message(
      `{"type":"snapshot","basis":"fresh","at":20,"size":${size},"viewportBytes":${bytes},"bytes":${bytes}}`,
    );
    wire.frame('snapshot', Buffer.from(screen));
    wire.output(20, 'and output of then\r\n');
  }
}

function statusLine(requestId: string): string {
  return `{"type":"status","requestId":"${requestId}","session":{"sessionId":"then-aaaa","agent":{"name":"then","kind":"plain"},"argv":["then"],"cwd":"/","startedAtMs":1700000000000,"keeperPid":1,"agentPid":1,"size":{"columns":80,"rows":23},"terminals":0,"held":false,"outputBytes":20,"keeperMemoryBytes":1000000}}`;
}

test('commands of today ask a host of version 1', async () => {
  using home = makeHome();
  const folder = runtimeFolder(home);
  const asked: string[] = [];
  const server = await listenInVersionOne({ role: 'host', sessionId: '', folder }, (wire) => {
    let answered = 1;
    const timer = setInterval(() => {
      for (const one of wire.messages().slice(answered)) {
        answered += 1;
        asked.push(String(one.type));
        wire.message(hostAnswer(String(one.type), String(one.requestId)));
      }
      if (wire.isClosed) clearInterval(timer);
    }, 2);
  });
  try {
    const { status, stdout } = await runPlain(home, ['host', 'status', '--json']);
    expect(status).toBe(0);
    expect(JSON.stringify(JSON.parse(stdout))).toContain('0.0.9');
    expect(asked).toContain('status');
  } finally {
    server.close();
  }
});

/** What the hosts of version 1 answered. */
function hostAnswer(type: string, requestId: string): string {
  const answer =
    type === 'status'
      ? '{"kind":"status","status":{"pid":4242,"version":"0.0.9","startedAtMs":1700000000000,"memoryBytes":1000000,"sessions":0,"clients":1,"voicePids":[],"logFile":"/dev/null"}}'
      : '{"kind":"sessions","sessions":[]}';
  return `{"type":"answer","requestId":"${requestId}","answer":${answer}}`;
}
