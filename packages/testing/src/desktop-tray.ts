// A desktop's session bus of a test's own, and a tray on it that comes and goes: it keeps what is registered with
// it, reads items as desktops do, and chooses entries of their menus.
import { type ChildProcess, spawn } from 'node:child_process';
import { type EventEmitter, once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Message, type MessageBus, sessionBus, Variant } from '@jellybrick/dbus-next';
import { makeScratchDirectory, removeDirectory } from './program-cache.ts';

const TRAY = 'org.kde.StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
/** A bus listens within some ms; a loaded machine gets far more. */
const START_TIMEOUT_MS = 10_000;
const POLL_MS = 20;
/** It ends at once when it is asked to; after this, in ms, it is killed. */
const STOP_GRACE_MS = 2_000;

/** A line of a menu as it is told on the bus. */
export interface TrayEntry {
  readonly id: number;
  readonly label: string | undefined;
  readonly enabled: boolean;
}

export interface DesktopTray extends AsyncDisposable {
  /** For `DBUS_SESSION_BUS_ADDRESS`. */
  readonly address: string;
  /** Names of the items that are registered with the tray, the newest last. */
  readonly items: readonly string[];
  /** Signals of items so far, by their names. */
  readonly signals: readonly string[];
  /** A tray is there from now on, with nothing registered. */
  open(): Promise<void>;
  /** The tray goes; the bus stays. */
  closeTray(): Promise<void>;
  /** One property of an item. */
  property(item: string, name: string): Promise<unknown>;
  menu(item: string): Promise<readonly TrayEntry[]>;
  choose(item: string, id: number): Promise<void>;
  /** Any call, as a stranger on the bus makes it: the answer's values, or the error's name. */
  call(item: string, call: TrayCall): Promise<readonly unknown[] | string>;
  /** The bus ends, as when a person leaves the desktop. */
  stop(): Promise<void>;
}

export interface TrayCall {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: unknown[];
}

/** Starts a bus; no tray is on it yet. Throws where dbus-daemon is not to be had. */
export async function startDesktopTray(): Promise<DesktopTray> {
  const folder = await makeScratchDirectory('desktop');
  const socket = join(folder, 'bus');
  const config = join(folder, 'bus.conf');
  writeFileSync(config, busConfig(socket));
  const daemon = spawn('dbus-daemon', ['--nofork', '--nopidfile', `--config-file=${config}`], {
    // It complains of limits that it may not raise.
    stdio: 'ignore',
  });
  const end = async (): Promise<void> => {
    await endProcess(daemon);
    await removeDirectory(folder);
  };
  try {
    await listening(daemon, socket);
    const address = `unix:path=${socket}`;
    return new PrivateDesktop(address, await connected(address), end);
  } catch (error) {
    await end();
    throw error;
  }
}

class PrivateDesktop implements DesktopTray {
  readonly address: string;
  readonly items: string[] = [];
  readonly signals: string[] = [];
  readonly #bus: MessageBus;
  readonly #end: () => Promise<void>;
  #isOver = false;

  constructor(address: string, bus: MessageBus, end: () => Promise<void>) {
    this.address = address;
    this.#bus = bus;
    this.#end = end;
    bus.on('message', (message: Message) => {
      if (message.interface === ITEM && message.member) this.signals.push(message.member);
    });
    bus.addMethodHandler((call: Message) => {
      if (call.interface !== TRAY || call.member !== 'RegisterStatusNotifierItem') return false;
      this.items.push(String(call.body[0]));
      bus.send(Message.newMethodReturn(call));
      return true;
    });
  }

  async open(): Promise<void> {
    this.items.length = 0;
    await this.#ask('org.freedesktop.DBus', {
      ...{ path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus', member: 'AddMatch' },
      ...{ signature: 's', body: [`type='signal',interface='${ITEM}'`] },
    });
    await this.#bus.requestName(TRAY);
  }

  async closeTray(): Promise<void> {
    await this.#bus.releaseName(TRAY);
  }

  async property(item: string, name: string): Promise<unknown> {
    const [variant] = await this.#ask(item, {
      ...{ path: '/StatusNotifierItem', interface: 'org.freedesktop.DBus.Properties' },
      ...{ member: 'Get', signature: 'ss', body: [ITEM, name] },
    });
    return variant instanceof Variant ? variant.value : variant;
  }

  async menu(item: string): Promise<readonly TrayEntry[]> {
    const [, root] = await this.#ask(item, {
      ...{ path: '/MenuBar', interface: MENU, member: 'GetLayout' },
      ...{ signature: 'iias', body: [0, -1, []] },
    });
    const below = Array.isArray(root) && Array.isArray(root[2]) ? root[2] : [];
    return below.map((each: unknown) => entryOf(each instanceof Variant ? each.value : each));
  }

  async choose(item: string, id: number): Promise<void> {
    await this.#ask(item, {
      ...{ path: '/MenuBar', interface: MENU, member: 'Event' },
      ...{ signature: 'isvu', body: [id, 'clicked', new Variant('i', 0), 0] },
    });
  }

  async call(item: string, call: TrayCall): Promise<readonly unknown[] | string> {
    try {
      return await this.#ask(item, call);
    } catch (error) {
      return error instanceof Error && 'type' in error ? String(error.type) : String(error);
    }
  }

  async stop(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#bus.disconnect();
    await this.#end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #ask(destination: string, call: TrayCall): Promise<readonly unknown[]> {
    const answer = await this.#bus.call(new Message({ destination, ...call }));
    return answer?.body ?? [];
  }
}

/** `(ia{sv}av)`. */
function entryOf(value: unknown): TrayEntry {
  const [id, properties] = Array.isArray(value) ? value : [];
  const told = (name: string): unknown => {
    const found: unknown = Reflect.get(Object(properties), name);
    return found instanceof Variant ? found.value : found;
  };
  const label = told('label');
  return {
    id: Number(id),
    label: typeof label === 'string' ? label : undefined,
    enabled: told('enabled') === true,
  };
}

/** Nothing of the machine's own configuration, and no service is started for anybody. */
function busConfig(socket: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}

async function listening(daemon: ChildProcess, socket: string): Promise<void> {
  const failed = once(daemon, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => undefined);
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  while (!existsSync(socket)) {
    if (daemon.exitCode !== null) throw new Error(`dbus-daemon ended with ${daemon.exitCode}`);
    if (performance.now() > deadlineMs) throw new Error('dbus-daemon does not listen');
    await Promise.race([sleep(POLL_MS), failed]);
  }
}

async function connected(address: string): Promise<MessageBus> {
  const bus = sessionBus({ busAddress: address });
  // The library leaves this event out of its types.
  const errors: EventEmitter = bus;
  errors.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    bus.once('connect', () => resolve());
    errors.once('error', reject);
  });
  return bus;
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  await exit;
  clearTimeout(killer);
}
