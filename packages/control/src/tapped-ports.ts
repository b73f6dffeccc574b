// The ports of a session's control with a tap in each: what they tell and answer is an input, what they are
// given by the control comes out. They do what the ports behind them do.
import type { DeliverHeader, KeeperPeer, SessionEvent, VoiceStart } from '@codex-voice/protocol';
import type { ApprovalRecord } from '@codex-voice/session';
import type { ApprovalStore } from './approval-store.ts';
import type { OpenProjectNames } from './project-names.ts';
import type { ControlMemory, Kept, QueueStore } from './queue-store.ts';
import type { SessionControlParts } from './session-control-parts.ts';
import type { SessionTap } from './session-tap.ts';
import type { VoiceListener, VoiceSeat } from './voice-hub.ts';

/** Names of a project that are recorded, in UTF-16 units of all of them; of more only how many they are. */
export const RECORDED_NAMES_UNITS = 262_144;

/** What decides nothing, and comes many times a second. */
const PASSED_OVER: ReadonlySet<string> = new Set(['partial', 'level', 'voiceprint']);

/** Of what HUDs are told this repeats inputs. */
const REPEATED: ReadonlySet<string> = new Set(['voice', 'screen', 'opened']);

export function tappedKeeper(
  keeper: Pick<KeeperPeer, 'deliver' | 'request'>,
  tap: SessionTap,
): Pick<KeeperPeer, 'deliver' | 'request'> {
  const decoder = new TextDecoder();
  return {
    deliver: (header: DeliverHeader, bytes: Uint8Array) => {
      tap.output('w', { is: 'write', ...header, text: decoder.decode(bytes) });
      tap.calling(header.writeId, () => keeper.deliver(header, bytes));
    },
    request: (request) => tap.calling('request', () => keeper.request(request)),
  };
}

/** What every HUD is told is heard where it is measured: that is there without a HUD, too. */
export function tappedMeter(
  meter: SessionControlParts['meter'],
  tap: SessionTap,
): NonNullable<SessionControlParts['meter']> {
  return {
    heed: (settings) => meter?.heed(settings),
    event: (event: SessionEvent) => {
      if (!REPEATED.has(event.type)) tap.output('d', { is: 'event', event });
      meter?.event(event);
    },
    outcome: (told) => meter?.outcome(told),
    agent: (event) => meter?.agent(event),
    keeper: (event) => meter?.keeper(event),
    terminal: (told) => meter?.terminal(told),
  };
}

export function tappedHub(hub: SessionControlParts['hub'], tap: SessionTap): typeof hub {
  let seats = 0;
  return {
    join: (listener, start: VoiceStart) => {
      seats += 1;
      const seat = seats;
      const told = tappedListener(listener, { tap, seat });
      return tappedSeat(
        tap.calling('join', () => hub.join(told, start)),
        { tap, seat },
      );
    },
  };
}

interface TappedSeat {
  readonly tap: SessionTap;
  readonly seat: number;
}

function tappedListener(listener: VoiceListener, { tap, seat }: TappedSeat): VoiceListener {
  const input = (data: Readonly<Record<string, unknown>>, run: () => void): void =>
    tap.input('v', { seat, ...data }, run);
  return {
    sessionId: listener.sessionId,
    voiceEvent: (event) => {
      if (PASSED_OVER.has(event.type)) listener.voiceEvent(event);
      else input({ is: 'event', event }, () => listener.voiceEvent(event));
    },
    voiceState: (state) => input({ is: 'state', state }, () => listener.voiceState(state)),
    notHeard: (by) => input({ is: 'not-heard', by }, () => listener.notHeard(by)),
    lost: (utterances) => input({ is: 'lost', utterances }, () => listener.lost(utterances)),
    unread: (why) => input({ is: 'unread', why }, () => listener.unread(why)),
  };
}

function tappedSeat(seat: VoiceSeat, { tap, seat: number }: TappedSeat): VoiceSeat {
  let toldPlayedOut = false;
  return {
    get isPlayedOut() {
      const { isPlayedOut } = seat;
      if (isPlayedOut !== toldPlayedOut)
        tap.answer('v', { seat: number, is: 'played-out', isPlayedOut });
      toldPlayedOut = isPlayedOut;
      return isPlayedOut;
    },
    open: (how) => tap.calling('open', () => seat.open(how)),
    stop: () => tap.calling('stop', () => seat.stop()),
    outcome: (outcome) => tap.calling('outcome', () => seat.outcome(outcome)),
    tell: (command) => tap.calling('tell', () => seat.tell(command)),
    expect: (terms) => tap.calling('expect', () => seat.expect(terms)),
    setPresence: (presence) => tap.calling('setPresence', () => seat.setPresence(presence)),
    leave: () => tap.calling('leave', () => seat.leave()),
  };
}

export function tappedStore(
  store: QueueStore,
  { tap, memory }: { readonly tap: SessionTap; readonly memory: ControlMemory | undefined },
): QueueStore {
  return {
    load: () => memory,
    save: (memory) => answered(store.save(memory), { tap, is: 'unkept' }),
    close: () => store.close(),
  };
}

export function tappedApprovals(
  store: ApprovalStore,
  { tap, asked }: { readonly tap: SessionTap; readonly asked: readonly ApprovalRecord[] },
): ApprovalStore {
  return {
    load: () => asked,
    append: (records) => answered(store.append(records), { tap, is: 'unkept-approval' }),
    close: () => store.close(),
  };
}

function answered(
  kept: Kept,
  { tap, is }: { readonly tap: SessionTap; readonly is: string },
): Kept {
  if (kept.kind === 'failed') tap.answer('p', { is, message: kept.message });
  return kept;
}

export function tappedHead(
  head: NonNullable<SessionControlParts['head']>,
  tap: SessionTap,
): () => string | undefined {
  let told: string | undefined;
  return () => {
    const now = head();
    if (now !== told) tap.answer('p', { is: 'head', head: now });
    told = now;
    return now;
  };
}

export function tappedNames(open: OpenProjectNames, tap: SessionTap): OpenProjectNames {
  return (folder, onChange) => {
    let toldTerms: readonly unknown[] = [];
    let toldNames: Iterable<string> | undefined;
    const known = new Map<string, boolean>();
    const names = tap.calling('names', () =>
      open(folder, (terms) => {
        toldTerms = terms;
        tap.input('p', { is: 'terms', terms }, () => onChange(terms));
      }),
    );
    return {
      terms: () => {
        const terms = names.terms();
        if (terms !== toldTerms && (terms.length > 0 || toldTerms.length > 0))
          tap.answer('p', { is: 'terms-read', terms });
        toldTerms = terms;
        return terms;
      },
      knows: (word) => {
        const knows = names.knows(word);
        if (knows !== (known.get(word) ?? false)) tap.answer('p', { is: 'knows', word, knows });
        known.set(word, knows);
        return knows;
      },
      names: () => {
        const now = names.names();
        if (now !== toldNames) tellNames(now, tap);
        toldNames = now;
        return now;
      },
      setScreen: (text) => tap.calling('names', () => names.setScreen(text)),
      dispose: () => tap.calling('names', () => names.dispose()),
    };
  };
}

function tellNames(given: Iterable<string>, tap: SessionTap): void {
  const names: string[] = [];
  let units = 0;
  let count = 0;
  for (const name of given) {
    count += 1;
    units += name.length;
    if (units <= RECORDED_NAMES_UNITS) names.push(name);
  }
  if (units > RECORDED_NAMES_UNITS) tap.answer('p', { is: 'names-left-out', count });
  else if (count > 0) tap.answer('p', { is: 'names', names });
}
