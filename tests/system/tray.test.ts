// needs: dbus-daemon
// What sessions do, in the tray of a desktop: a bus of the test's own, a tray on it that comes and goes, and the
// program as a person starts it.
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { type DesktopTray, startDesktopTray, type TerminalProgram } from '@codex-voice/testing';
import { findTray, openTrayItem } from '@codex-voice/tray';
import { expect, onTestFinished, test } from 'vitest';
import { type Home, makeHome, runPlain, startInTerminal } from '../program/command.ts';
import { exampleAgent, PATIENCE_MS, until } from '../program/sessions/session-rig.ts';
import { spokenRecording } from '../program/sessions/spoken-home.ts';

const F2 = '\u001bOQ';
/** As the menu numbers them. */
const STOP_LISTENING = 2;
const LEAVE = 3;
const WAITS = 'no tray just now';
/** Rounds of what is said: more than any look at it takes. */
const ROUNDS = 10;

async function startDesktop(): Promise<DesktopTray> {
  const desktop = await startDesktopTray();
  // A test that its time limit has stopped in the middle never comes to its own end.
  onTestFinished(() => desktop.stop());
  return desktop;
}

function startTray(home: Home, { address }: DesktopTray): TerminalProgram {
  const env = { DBUS_SESSION_BUS_ADDRESS: address, LC_ALL: 'C.UTF-8' };
  return startInTerminal({ home, args: ['host', 'tray'], env, columns: 120 });
}

async function item(desktop: DesktopTray): Promise<string> {
  return await until('an item in the tray', () => desktop.items.at(-1), PATIENCE_MS);
}

async function titled(desktop: DesktopTray, name: string, title: string): Promise<void> {
  const look = async () => (await desktop.property(name, 'Title')) === `codex-voice: ${title}`;
  await until(title, look, PATIENCE_MS);
}

test('TRAY-1 TRAY-2 TRAY-3 sessions stand in the tray, and its menu stops listening', async () => {
  using home = makeHome();
  const desktop = await startDesktop();
  await using tray = startTray(home, desktop);
  await tray.waitForText(WAITS, PATIENCE_MS);
  await desktop.open();
  await tray.waitForText('in the tray', PATIENCE_MS);
  const name = await item(desktop);
  await titled(desktop, name, 'no session');
  expect(await desktop.property(name, 'Status')).toBe('Passive');

  const agent = exampleAgent(home);
  const args = [
    'run',
    '--audio',
    spokenRecording(home, ROUNDS),
    '--mode',
    'tap',
    '--',
    ...agent.command,
  ];
  await using session = startInTerminal({ home, args, env: agent.env });
  await session.waitForText('● ready', PATIENCE_MS);
  session.send(F2);
  await session.waitForText('hearing', PATIENCE_MS);
  await titled(desktop, name, 'listening');
  expect(await desktop.property(name, 'IconName')).toBe('media-record');
  expect((await desktop.menu(name)).find(({ id }) => id === STOP_LISTENING)?.enabled).toBe(true);
  // A number that nothing has, and a line that is only shown, do nothing.
  await desktop.choose(name, 999);
  await desktop.choose(name, 1);
  await desktop.choose(name, STOP_LISTENING);
  await session.waitForText('● ready', PATIENCE_MS);
  const isDone = async () =>
    (await desktop.menu(name)).find(({ id }) => id === STOP_LISTENING)?.enabled === false;
  await until('nobody is heard', isDone, PATIENCE_MS);

  const rings = ['run', '--no-voice', '--', 'sh', '-c', "printf '\\a'; exec cat"];
  await using calling = startInTerminal({ home, args: rings });
  await titled(desktop, name, 'wants you');
  expect(await desktop.property(name, 'Status')).toBe('NeedsAttention');
  const labels = (await desktop.menu(name)).map(({ label }) => label ?? '');
  expect(labels.filter((label) => label.includes(' · '))).toHaveLength(2);
  expect(desktop.signals).toEqual(expect.arrayContaining(['NewTitle', 'NewIcon', 'NewStatus']));
  calling.send('\u0004');

  await desktop.closeTray();
  await desktop.open();
  // Registered anew with the tray that came.
  expect(await item(desktop)).toBe(name);
  await desktop.choose(name, LEAVE);
  expect((await tray.untilExited()).exitCode).toBe(0);
}, 120_000);

test('TRAY-4 TRAY-5 TRAY-6 one icon a person; strangers get answers, and the end of the desktop is told', async () => {
  using home = makeHome();
  const desktop = await startDesktop();
  await desktop.open();
  await using tray = startTray(home, desktop);
  const name = await item(desktop);
  const env = { ...home.env, DBUS_SESSION_BUS_ADDRESS: desktop.address };
  const second = await runPlain(home, ['host', 'tray'], env);
  expect(second).toMatchObject({
    status: 1,
    stderr: 'codex-voice: no icon in the tray: another of ours is in the tray already\n',
  });
  const menu = { path: '/MenuBar', interface: 'com.canonical.dbusmenu' };
  for (const call of [
    { ...menu, member: 'GetLayout', signature: 's', body: ['x'] },
    { ...menu, member: 'Nonsense' },
    { path: '/elsewhere', interface: 'a.b', member: 'C' },
  ]) {
    expect(await desktop.call(name, call)).toMatch(/^org\.freedesktop\.DBus\.Error\./u);
  }
  const group = { ...menu, member: 'GetGroupProperties', signature: 'aias' };
  expect(await desktop.call(name, { ...group, body: [[LEAVE], []] })).toHaveLength(1);
  await desktop.stop();
  await tray.waitForText('bus has gone', PATIENCE_MS);
  expect((await tray.untilExited()).exitCode).toBe(1);
}, 120_000);

test('TRAY-4 no bus, and one that says nothing, are told in a line', async () => {
  using home = makeHome();
  const desktop = await startDesktop();
  expect(await findTray(desktop.address)).toEqual({ kind: 'no-tray' });
  await desktop.open();
  expect(await findTray(desktop.address)).toEqual({ kind: 'tray' });
  const env = { ...home.env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home.path, 'nothing')}` };
  const refused = await runPlain(home, ['host', 'tray'], env);
  expect(refused).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^codex-voice: no icon in the tray: no session bus: [^\n]+\n$/u),
  });
  const path = join(home.path, 'silent');
  const silent = createServer().listen(path);
  onTestFinished(() => void silent.close());
  expect(await findTray(`unix:path=${path}`)).toEqual({
    kind: 'no-bus',
    why: 'it does not answer within 3 s',
  });
}, 120_000);

/** A bus that answers until it is asked for a name, and never again. */
function fallingSilent(home: Home, desktop: DesktopTray): string {
  const path = join(home.path, 'falls-silent');
  const server = createServer((client) => {
    const bus = connect(desktop.address.replace('unix:path=', ''));
    let isSilent = false;
    client.on('data', (bytes) => {
      isSilent ||= bytes.includes('RequestName');
      if (!isSilent) bus.write(bytes);
    });
    bus.on('data', (bytes) => client.write(bytes));
    for (const socket of [client, bus]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        bus.destroy();
      });
    }
  }).listen(path);
  onTestFinished(() => void server.close());
  return `unix:path=${path}`;
}

test('TRAY-4 a bus that falls silent before it has given a name is told within the bound', async () => {
  using home = makeHome();
  const desktop = await startDesktop();
  const nothing = (): void => undefined;
  const opened = await openTrayItem({
    address: fallingSilent(home, desktop),
    ...{ id: 'x', onlyName: 'org.codex_voice.Test', entries: [] },
    look: { status: 'active', icon: 'x', title: 'x', text: '' },
    ...{ onChosen: nothing, onTray: nothing, onEnded: nothing },
  });
  expect(opened).toEqual({ kind: 'refused', why: 'it does not answer within 3 s' });
}, 120_000);
