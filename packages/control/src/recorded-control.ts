// A session's control whose inputs and what comes of them are told to a sink as they happen: the same control
// from outside, with a tap in every port and every door.
import type { SessionDriver } from '@codex-voice/drivers';
import type {
  AskedRequest,
  HostAnswer,
  HostEvent,
  KeeperConnection,
  KeeperEvent,
  KeeperPeer,
  SessionSettings,
  TalkbackRequest,
} from '@codex-voice/protocol';
import { forgetfulApprovals } from './approval-store.ts';
import type { Notice } from './recover-words.ts';
import { SessionControl } from './session-control.ts';
import type { Hud, HudSeat, SaidPrompt, SessionControlParts } from './session-control-parts.ts';
import type { AskedQuestion } from './session-questions.ts';
import { SessionTap, type TapSink } from './session-tap.ts';
import { DriverCounts, TappedDriver } from './tapped-driver.ts';
import {
  tappedApprovals,
  tappedHead,
  tappedHub,
  tappedKeeper,
  tappedMeter,
  tappedNames,
  tappedStore,
} from './tapped-ports.ts';

/** The only kinds of keeper's events that a control heeds. */
const HEEDED: ReadonlySet<KeeperEvent['type']> = new Set(['facts', 'delivered', 'exited']);
/** What one HUD alone is told. */
const OWN: ReadonlySet<HostEvent['type']> = new Set(['answer', 'microphone']);

export class RecordedControl extends SessionControl {
  declare readonly keeperConnection: KeeperConnection;
  readonly #tap: SessionTap;
  readonly #counts = new DriverCounts();
  readonly #drivers = new WeakMap<SessionDriver, TappedDriver>();
  #huds = 0;
  #questions = 0;

  constructor(parts: SessionControlParts, sink: TapSink) {
    const tap = new SessionTap(parts.clock, sink);
    super(tappedParts(parts, tap));
    this.#tap = tap;
    const inner = this.keeperConnection;
    this.keeperConnection = {
      ...inner,
      event: (event) => {
        if (HEEDED.has(event.type))
          tap.input('k', { is: 'event', event }, () => inner.event(event));
        else inner.event(event);
      },
    };
  }

  override connected(keeper: Pick<KeeperPeer, 'deliver' | 'request'>): void {
    const tap = this.#tap;
    tap.input('k', { is: 'connected' }, () => super.connected(tappedKeeper(keeper, tap)));
  }

  override disconnected(): void {
    this.#tap.input('k', { is: 'disconnected' }, () => super.disconnected());
  }

  override setDriver(driver: SessionDriver | undefined): void {
    const tapped = driver === undefined ? undefined : this.#tapped(driver);
    const is = tapped === undefined ? {} : { driver: tapped.number, look: tapped.look };
    this.#tap.input('a', { is: 'driver', ...is }, () => super.setDriver(tapped));
  }

  override openHud(hud: Hud, settings?: SessionSettings): HudSeat {
    const tap = this.#tap;
    this.#huds += 1;
    const number = this.#huds;
    const { microphone } = hud;
    const tapped: Hud = {
      microphone,
      send: (event) => {
        if (OWN.has(event.type)) tap.output('d', { is: 'own', hud: number, event });
        tap.calling('send', () => hud.send(event));
      },
    };
    const seat = tap.input('q', { is: 'open', hud: number, microphone, settings }, () =>
      super.openHud(tapped, settings),
    );
    return {
      request: (request) =>
        tap.input('q', { is: 'request', hud: number, request }, () => seat.request(request)),
      close: () => tap.input('q', { is: 'close', hud: number }, () => seat.close()),
    };
  }

  override say(said: SaidPrompt): HostAnswer {
    if (this.#tap.isWithin) return super.say(said);
    const answer = this.#tap.input('q', { is: 'say', said }, () => super.say(said));
    this.#tap.output('d', { is: 'returned', answer });
    return answer;
  }

  override async approval(request: AskedRequest): Promise<HostAnswer> {
    if (this.#tap.isWithin) return await super.approval(request);
    const answer = await this.#tap.input('q', { is: 'asked', request }, () =>
      super.approval(request),
    );
    this.#tap.output('d', { is: 'returned', answer });
    return answer;
  }

  override askFor(request: TalkbackRequest): AskedQuestion {
    const tap = this.#tap;
    this.#questions += 1;
    const number = this.#questions;
    const asked = tap.input('q', { is: 'ask', number, request }, () => super.askFor(request));
    void asked.answer.then((answer) => tap.output('d', { is: 'returned', number, answer }));
    return {
      answer: asked.answer,
      withdraw: () => tap.input('q', { is: 'withdraw', number }, () => asked.withdraw()),
    };
  }

  override notice(notice: Notice): void {
    this.#tap.input('q', { is: 'notice', notice }, () => super.notice(notice));
  }

  override dispose(): void {
    this.#tap.input('q', { is: 'dispose' }, () => super.dispose());
    this.#tap.close();
  }

  /** The same one for the same driver: the control tells by it whether there is another. */
  #tapped(driver: SessionDriver): TappedDriver {
    const known = this.#drivers.get(driver);
    if (known !== undefined) return known;
    const tapped = new TappedDriver(driver, { tap: this.#tap, counts: this.#counts });
    this.#drivers.set(driver, tapped);
    return tapped;
  }
}

function tappedParts(parts: SessionControlParts, tap: SessionTap): SessionControlParts {
  const { sessionId, hub, store, approvals, head, openProjectNames, meter, onTurnFailed } = parts;
  const memory = store.load();
  const asked = approvals?.load() ?? [];
  const has = { head: head !== undefined, names: openProjectNames !== undefined };
  tap.begin({ sessionId, ...has, memory, asked });
  return {
    sessionId,
    clock: tap.clock,
    hub: tappedHub(hub, tap),
    store: tappedStore(store, { tap, memory }),
    approvals: tappedApprovals(approvals ?? forgetfulApprovals(), { tap, asked }),
    head: head === undefined ? undefined : tappedHead(head, tap),
    openProjectNames:
      openProjectNames === undefined ? undefined : tappedNames(openProjectNames, tap),
    meter: tappedMeter(meter, tap),
    onTurnFailed: (prompt) => {
      tap.output('d', { is: 'turn-failed', prompt });
      tap.calling('failed', () => onTurnFailed?.(prompt));
    },
  };
}
