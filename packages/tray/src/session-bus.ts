// The desktop's session bus: opened within a bound, asked with one, and looked at for whether it is still
// there. What is asked of it is left to others.
import type { EventEmitter } from 'node:events';
import { Message, type MessageBus, RequestNameReply, sessionBus } from '@jellybrick/dbus-next';

/** A bus of this machine answers in some ms; one that does not within this is none, in ms. */
export const BUS_PATIENCE_MS = 3_000;

/** What a bus knows of itself and its names. */
const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

export interface BusQuestion {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: unknown[];
}

/** `address` as in `DBUS_SESSION_BUS_ADDRESS`; absent: where a desktop has it. Rejects within the bound. */
export async function openBus(address: string | undefined): Promise<MessageBus> {
  const bus = sessionBus(address === undefined ? {} : { busAddress: address });
  // What goes wrong later is told by the next question to it.
  const errors = errorsOf(bus);
  errors.on('error', () => undefined);
  try {
    await within(
      new Promise<void>((resolve, reject) => {
        bus.once('connect', () => resolve());
        errors.once('error', reject);
      }),
    );
  } catch (error) {
    bus.disconnect();
    throw error;
  }
  return bus;
}

/** The answer's values. Rejects where there is none within the bound, and where it is refused. */
export async function ask(bus: MessageBus, question: BusQuestion): Promise<readonly unknown[]> {
  const answer = await within(bus.call(new Message({ ...question })));
  return answer?.body ?? [];
}

export async function askBus(
  bus: MessageBus,
  member: string,
  values: { readonly signature: string; readonly body: unknown[] } = { signature: '', body: [] },
): Promise<readonly unknown[]> {
  return await ask(bus, { ...BUS, member, ...values });
}

/** Whether the name is ours now; `flags` as the library names them. Rejects where there is no answer within the bound. */
export async function takeName(bus: MessageBus, name: string, flags?: number): Promise<boolean> {
  return (await within(bus.requestName(name, flags))) === RequestNameReply.PRIMARY_OWNER;
}

/** Whether somebody has this name on it now. */
export async function hasOwner(bus: MessageBus, name: string): Promise<boolean> {
  const [owned] = await askBus(bus, 'NameHasOwner', { signature: 's', body: [name] });
  return owned === true;
}

/** Whoever comes to have the name, or loses it, is told from now on. */
export async function watchOwner(
  bus: MessageBus,
  name: string,
  onChange: (state: 'owned' | 'gone') => void,
): Promise<void> {
  bus.on('message', ({ sender, member, body }: Message) => {
    if (sender !== BUS.destination || member !== 'NameOwnerChanged' || body[0] !== name) return;
    onChange(body[2] === '' ? 'gone' : 'owned');
  });
  const rule = `type='signal',sender='${BUS.destination}',member='NameOwnerChanged',arg0='${name}'`;
  await askBus(bus, 'AddMatch', { signature: 's', body: [rule] });
}

/** The library leaves this event out of its types. */
export function errorsOf(bus: EventEmitter): EventEmitter {
  return bus;
}

async function within<Value>(answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const why = new Error(`it does not answer within ${BUS_PATIENCE_MS / 1_000} s`);
    timer = setTimeout(() => reject(why), BUS_PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
