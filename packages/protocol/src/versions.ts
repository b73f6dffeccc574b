// Which version two sides speak, what each version has, and what a capability allows. Who is asked
// and what is done about a refusal is left to others.
import { OLDEST_WIRE_VERSION, WIRE_VERSION, type WireVersions } from './hello.ts';
import type { HostEvent, HostRequest, QueueEntry } from './host.ts';
import type { KeeperRequest } from './keeper.ts';
import type { ListenMode } from './listening.ts';
import type { VoiceEvent } from './voice.ts';

/** What this release speaks. */
export const SPOKEN_VERSIONS: WireVersions = { oldest: OLDEST_WIRE_VERSION, newest: WIRE_VERSION };

/** The newest version both speak; else which side is too old for the other. */
export function commonVersion(sides: {
  readonly client: WireVersions;
  readonly server: WireVersions;
}):
  | { readonly kind: 'common'; readonly version: number }
  | { readonly kind: 'none'; readonly older: 'client' | 'server' } {
  const { client, server } = sides;
  const version = Math.min(client.newest, server.newest);
  if (version >= Math.max(client.oldest, server.oldest)) return { kind: 'common', version };
  return { kind: 'none', older: client.newest < server.newest ? 'client' : 'server' };
}

/** The first version that has a message; those not named here are in every version. */
const KEEPER_REQUEST_SINCE: Partial<Record<KeeperRequest['type'], number>> = { rows: 2 };
const HOST_REQUEST_SINCE: Partial<Record<HostRequest['type'], number>> = {
  queue: 2,
  tune: 2,
  settings: 2,
  approval: 2,
  reply: 2,
  approvals: 2,
  speak: 2,
  question: 2,
  waiting: 2,
  spool: 2,
  record: 2,
  microphone: 2,
  measured: 2,
};
const HOST_EVENT_SINCE: Partial<Record<HostEvent['type'], number>> = {
  'listening-elsewhere': 2,
  asked: 2,
  action: 2,
  rung: 2,
  approvals: 2,
  call: 2,
  'command-ended': 2,
  kept: 2,
  recording: 2,
  microphone: 2,
};

/** Whether a connection of this version has the request. */
export function keeperRequestIsIn(version: number, type: KeeperRequest['type']): boolean {
  return (KEEPER_REQUEST_SINCE[type] ?? OLDEST_WIRE_VERSION) <= version;
}

/** Whether a connection of this version has the request. */
export function hostRequestIsIn(version: number, type: HostRequest['type']): boolean {
  return (HOST_REQUEST_SINCE[type] ?? OLDEST_WIRE_VERSION) <= version;
}

/** The event as a connection of this version has it; undefined: it has none. */
export function hostEventAs(version: number, event: HostEvent): HostEvent | undefined {
  if ((HOST_EVENT_SINCE[event.type] ?? OLDEST_WIRE_VERSION) > version) return undefined;
  if (version >= ALL_MODES_SINCE) return event;
  if (event.type === 'opened')
    return { ...event, mode: oldMode(event.mode), queue: event.queue.map(oldEntry) };
  if (event.type === 'mode') return { ...event, mode: oldMode(event.mode) };
  if (event.type === 'queue') return { ...event, entries: event.entries.map(oldEntry) };
  return event.type === 'voice' && isNewVoiceEvent(event.event) ? undefined : event;
}

/** Version 1 knows texts from elsewhere, whoever brought them. */
function oldEntry(entry: QueueEntry): QueueEntry {
  const { origin } = entry;
  return origin === 'key' || origin === 'plugin' ? { ...entry, origin: 'say' } : entry;
}

/** Version 1 knows neither wake phrases nor a voice of ours. */
function isNewVoiceEvent(event: VoiceEvent): boolean {
  if (event.type === 'problem') return NEW_PROBLEMS.has(event.code);
  return event.type === 'attention' || event.type === 'speaking';
}

const NEW_PROBLEMS: ReadonlySet<string> = new Set(['speaking-failed', 'audio-dropped', 'clipping']);

/** Version 1 knows a key that opens and closes, and a microphone that is always open. */
const ALL_MODES_SINCE = 2;

/** The mode that version 1 has in its place. */
export function oldMode(mode: ListenMode): ListenMode {
  switch (mode) {
    case 'tap':
    case 'hold':
    case 'hybrid':
      return 'tap';
    case 'auto':
    case 'continuous':
    case 'wake':
      return 'auto';
  }
}

/** Whether a connection that may only see the session may ask this. */
export function viewMayAsk(request: KeeperRequest): boolean {
  switch (request.type) {
    case 'attach':
      return request.hold === 'never';
    case 'resize':
    case 'release':
    case 'rows':
    case 'watch':
    case 'status':
      return true;
    case 'take':
    case 'signal':
    case 'end':
      return false;
  }
}
