// Everything that is decided about one session's speech and prompts: facts from its keeper and words from
// the voice hub come in, writes to the keeper and events for its HUDs go out, and what a successor must
// know is kept first. Whoever holds it looks after processes and sockets.
import type { SessionDriver } from '@codex-voice/drivers';
import {
  type AskedRequest,
  type HostAnswer,
  type KeeperConnection,
  type KeeperEvent,
  type KeeperPeer,
  listensByItself,
  type SessionEvent,
  type SessionRow,
  type SessionSettings,
  type TalkbackRequest,
} from '@codex-voice/protocol';
import { Delivery, type DeliveryOutput, type Prompt, type ScreenState } from '@codex-voice/session';
import { Dictation } from './dictation.ts';
import { DriverSeat } from './driver-seat.ts';
import { editQueue } from './edit-queue.ts';
import { HeadWatch } from './head-watch.ts';
import { HudMicrophones } from './hud-microphones.ts';
import { HudRequests } from './hud-requests.ts';
import { KeeperDriver } from './keeper-driver.ts';
import { KeptMemory } from './kept-memory.ts';
import { LeftBehind } from './left-behind.ts';
import { PromptSubmitter } from './prompt-submitter.ts';
import type { ControlMemory } from './queue-store.ts';
import { type Notice, WordRecovery } from './recover-words.ts';
import { SessionAgent } from './session-agent.ts';
import { SessionChoices } from './session-choices.ts';
import type { Hud, HudSeat, SaidPrompt, SessionControlParts } from './session-control-parts.ts';
import { phrasebookOf } from './session-phrasebook.ts';
import { SessionProject } from './session-project.ts';
import type { AskedQuestion } from './session-questions.ts';
import { SessionSound } from './session-sound.ts';
import { SessionVoice } from './session-voice.ts';
import { Talkback } from './talkback.ts';
import { ToldPrompts } from './told-prompts.ts';
import { ToldScreen } from './told-screen.ts';
import { DROP_WORDS, REFUSAL_WORDS, type Refusal } from './told-words.ts';

export class SessionControl {
  readonly #parts: SessionControlParts;
  readonly #delivery: Delivery;
  readonly #dictation: Dictation;
  readonly #driver: KeeperDriver;
  readonly #submitter: PromptSubmitter;
  readonly #seat = new DriverSeat({
    onRung: (rung, why) => this.#emit({ type: 'rung', rung, why }),
    onEvent: (event) => {
      this.#left.event(event);
      this.#submitter.event(event);
      this.#sound.agent(event);
      this.#parts.meter?.agent(event);
    },
    onPast: (event) => this.#submitter.event(event),
  });
  readonly #left: LeftBehind;
  readonly #voice: SessionVoice;
  readonly #huds = new Set<Hud>();
  readonly #told = new ToldPrompts();
  readonly #heads: HeadWatch;
  readonly #choices: SessionChoices;
  readonly #project: SessionProject;
  readonly #sound: SessionSound;
  readonly #agent: SessionAgent;
  readonly talkback: Talkback;
  readonly #kept: KeptMemory;
  readonly #requests: HudRequests;
  readonly #microphones: HudMicrophones;
  #toldQueue: readonly Prompt[] = [];
  readonly #toldScreen = new ToldScreen();
  readonly #recovery = new WordRecovery({
    dictation: () => this.#dictation,
    taken: () => this.#delivery.memory().ids,
    isSeen: () => this.#huds.size > 0,
    hasEnded: () => this.#ended,
    emit: (event) => this.#emit(event),
    keep: () => this.#keep(),
  });
  #ended = false;

  constructor(parts: SessionControlParts) {
    this.#parts = parts;
    const { clock, sessionId, hub } = parts;
    this.#kept = new KeptMemory(parts.store, (why) => {
      const text = `the queue can't be kept on disk (${why}): it ends with the host`;
      this.#emit({ type: 'notice', severity: 'error', text });
    });
    const memory = this.#kept.found;
    this.#choices = new SessionChoices(memory);
    parts.meter?.heed(() => this.#choices.settings);
    this.#delivery = new Delivery(memory === undefined ? {} : { memory: memory.delivery });
    this.#driver = new KeeperDriver({
      delivery: this.#delivery,
      clock,
      onDecided: (output) => this.#decided(output),
      submit: (output) => this.#submitter.carryOut(output),
    });
    this.#submitter = this.#makeSubmitter();
    this.#left = new LeftBehind({ ...parts, delivery: this.#delivery, told: this.#told });
    const onMoved = (): void => this.#tellQueue();
    this.#heads = new HeadWatch({ clock, read: () => parts.head?.(), onMoved });
    this.#voice = new SessionVoice({
      ...{ sessionId, hub },
      how: (by) => this.#choices.how(by),
      emit: (event) => this.#emit(event),
      onFinal: (event) => {
        if (!this.#ended) this.#dictation.accept(event);
        this.#keep();
      },
      onLost: this.#recovery.take,
    });
    this.#project = new SessionProject({
      open: parts.openProjectNames,
      settings: () => this.#choices.settings,
      clock,
      onTerms: (terms) => this.#voice.expect(terms),
    });
    const heardFrom = { choices: this.#choices, driver: this.#driver, voice: this.#voice };
    const asked = (): string | undefined => this.#agent.asked;
    this.#sound = new SessionSound({ sessionId, clock, asked, ...heardFrom });
    this.#agent = new SessionAgent({
      ...{ ...heardFrom, clock, sound: this.#sound, store: parts.approvals },
      emit: (event) => this.#emit(event),
      onRefused: (code) => this.#refused(code),
    });
    this.talkback = new Talkback({
      clock,
      store: parts.approvals,
      emit: (event) => this.#emit(event),
      speak: (text) => this.#sound.speak(text),
      waiting: () => this.#told.entries(this.#delivery.queued, this.#heads),
    });
    this.#microphones = this.#makeMicrophones();
    this.#requests = this.#makeRequests();
    this.#dictation = this.#makeDictation(memory);
    this.#told.remember(this.#delivery.memory());
    this.#toldQueue = this.#delivery.queued;
    this.#heads.follow(this.#toldQueue.length);
    this.#prepareVoice();
  }

  /** To be given to the keeper: the half of a connection that listens. */
  readonly keeperConnection: KeeperConnection = {
    event: (event) => this.#keeperEvent(event),
    output: () => undefined,
    snapshot: (bytes) => this.#project.screen.part(bytes),
    picture: () => undefined,
  };

  /** There is a keeper, for the first time or again: asks for its facts, and what became of lost writes. */
  connected(keeper: Pick<KeeperPeer, 'deliver' | 'request'>): void {
    this.#driver.connected(keeper);
    this.#project.screen.connected(keeper);
    keeper.request({ type: 'watch' });
  }

  /** The keeper can't be reached for now. */
  disconnected(): void {
    this.#driver.disconnected();
  }

  /** The agent's own protocol, once somebody speaks it; it stays its giver's. Undefined: it is gone. */
  setDriver(driver: SessionDriver | undefined): void {
    this.#seat.set(driver);
    this.#agent.setDriver(driver);
    this.#submitter.setDriver(driver);
  }

  /** How it is reached, and whether it calls and is heard, as a HUD or a list is told. */
  get row(): Pick<SessionRow, 'rung' | 'call' | 'listening'> {
    return { rung: this.#seat.rung, ...this.#agent.called, ...this.#voice.heard };
  }

  /** What the screen shows, as of the latest look at it. */
  get screen(): ScreenState {
    return this.#driver.screen;
  }

  get queuedCount(): number {
    return this.#delivery.queued.length;
  }

  /** What waits, is on its way or was taken; once the agent has ended, as of then. */
  get memory(): LeftBehind['memory'] {
    return this.#left.memory;
  }

  /** A HUD opens: it is told how everything stands, then of every change. The first settings given count. */
  openHud(hud: Hud, settings?: SessionSettings): HudSeat {
    if (settings !== undefined && this.#choices.configure(settings) === 'configured') {
      this.#keep();
      this.#prepareVoice();
    }
    const seated = this.#microphones.opened(hud);
    this.#huds.add(seated);
    seated.send({
      type: 'opened',
      ...{ sessionId: this.#parts.sessionId, screen: this.#driver.screen },
      queue: this.#told.entries(this.#delivery.queued, this.#heads),
      ...{ mode: this.#choices.mode, intent: this.#choices.intent, aloud: this.#choices.aloud },
      ...{ voice: this.#voice.state, listening: this.#voice.isListening },
      ...this.row,
      ...this.talkback.opened(this.#agent.opened),
      ...seated.opened,
    });
    for (const event of this.#voice.missed) seated.send(event);
    this.#voice.setPresence(this.#microphones.presence);
    if (listensByItself(this.#choices.mode)) this.#voice.listen();
    this.#recovery.tell();
    return {
      request: (request) => this.#requests.take(request, hud),
      close: () => {
        this.#huds.delete(seated);
        this.#microphones.closed(hud);
      },
    };
  }

  /** Puts a text into the queue from elsewhere. `done`: it is kept, or why not; a second time it is taken for the first. */
  say(said: SaidPrompt): HostAnswer {
    if (this.#ended) return { kind: 'refused', message: DROP_WORDS['agent-ended'] };
    const { promptId: id, text, intent, origin = 'say' } = said;
    const output = this.#dictation.enqueue({ id, text, intent, origin });
    const fate = output.changes.find((change) => change.id === id);
    if (fate?.state === 'dropped') return { kind: 'refused', message: DROP_WORDS[fate.why] };
    const { unkept } = this.#kept;
    return unkept === undefined ? { kind: 'done' } : { kind: 'done', unkept };
  }

  /** About what the agent asks: the answer to one, or all of it. */
  async approval(request: AskedRequest): Promise<HostAnswer> {
    if (this.#ended) return { kind: 'refused', message: DROP_WORDS['agent-ended'] };
    if (request.type === 'approvals')
      return this.talkback.listed(await this.#agent.request(request));
    return this.talkback.answer(request) ?? (await this.#agent.request(request));
  }

  /** What the agent asks for itself. */
  askFor(request: TalkbackRequest): AskedQuestion {
    return this.talkback.request(request);
  }

  /** A line for every HUD. */
  notice(notice: Notice): void {
    this.#emit({ type: 'notice', ...notice });
  }

  /** Ends here, with nothing changed on disk: a successor can go on. */
  dispose(): void {
    this.#ended = true;
    this.talkback.end();
    for (const part of [this.#driver, this.#submitter, this.#heads]) part.dispose();
    this.#seat.leave();
    this.#voice.leave();
    this.#project.dispose();
    this.#agent.dispose();
    this.#parts.store.close();
  }

  #makeSubmitter(): PromptSubmitter {
    return new PromptSubmitter({
      ...{ clock: this.#parts.clock, delivery: this.#delivery },
      apply: (output) => this.#driver.apply(output),
      isKept: () => this.#kept.unkept === undefined,
      interrupt: () => this.#agent.interrupt(),
      warn: (text) => this.#emit({ type: 'notice', severity: 'warning', text }),
    });
  }

  #makeMicrophones(): HudMicrophones {
    const { clock, hub: usual } = this.#parts;
    return new HudMicrophones({ clock, usual, voice: this.#voice, onLost: this.#recovery.take });
  }

  #makeRequests(): HudRequests {
    return new HudRequests({
      ...{ choices: this.#choices, voice: this.#voice, sound: this.#sound, project: this.#project },
      emit: (event) => this.#emit(event),
      keep: () => this.#keep(),
      obey: (command) => {
        if (!this.#ended) this.#dictation.obey(command);
      },
      edit: ({ edit }) => editQueue(edit, { delivery: this.#delivery, driver: this.#driver }),
      microphone: (said, hud) => this.#microphones.said(hud, said),
      measured: (told) => this.#parts.meter?.terminal(told),
      say: (request) => this.say(request),
      approval: (request) => this.approval(request),
    });
  }

  #makeDictation(memory: ControlMemory | undefined): Dictation {
    const { clock } = this.#parts;
    return new Dictation({
      delivery: this.#delivery,
      ...(memory === undefined ? {} : { memory: memory.dictation }),
      phrasebook: () => phrasebookOf(this.#choices.settings),
      intent: () => this.#choices.intent,
      write: (words, language) => this.#project.write(words, language),
      nowMs: () => clock.nowMs(),
      wallMs: () => clock.wallMs(),
      screen: () => this.#driver.screen,
      apply: (output) => this.#driver.apply(output),
      listen: () => this.#voice.talk('start'),
      stopListening: () => {
        if (listensByItself(this.#choices.mode)) this.#requests.setMode('tap');
        this.#voice.silence();
      },
      setMode: (mode) => this.#requests.switchMode(mode),
      hush: () => this.#sound.hush(),
      answer: (word) => (this.#agent.said(word) === 'heard' ? 'heard' : this.talkback.said(word)),
      takeAnswer: (final) => this.#agent.takes(final) || this.talkback.takes(final),
      interrupt: () => this.#agent.interrupt(),
      turnRuns: () => this.#agent.turnRuns,
      head: () => this.#heads.look(),
      whileBusy: () => this.#choices.whileBusy,
      canBe: (whileBusy) => this.#submitter.can(whileBusy),
      askTerminal: (command) => this.#emit({ type: 'asked', command }),
      act: (action) => this.#emit({ type: 'action', ...action }),
      onOutcome: (told) => {
        if (!told.waited) this.#told.took(told);
        this.#voice.outcome(told);
        this.#parts.meter?.outcome(told);
      },
      onOffered: (prompt) => this.#told.add(prompt),
      onRefused: (code) => this.#refused(code),
    });
  }

  #refused(code: Refusal): void {
    this.#emit({ type: 'notice', severity: 'info', text: REFUSAL_WORDS[code], code });
  }

  #keeperEvent(event: KeeperEvent): void {
    if (this.#ended) return;
    this.#project.screen.event(event);
    this.#parts.meter?.keeper(event);
    switch (event.type) {
      case 'facts':
        if (event.driver !== undefined) this.#submitter.expectDriver();
        this.#driver.facts(event);
        this.#agent.facts(event);
        if (this.#toldScreen.changes(this.screen))
          this.#emit({ type: 'screen', screen: this.screen });
        return;
      case 'delivered':
        this.#driver.answered({ writeId: event.writeId, result: event.result });
        return;
      case 'exited':
        this.#ended = true;
        this.#left.ended();
        this.talkback.end();
        this.#driver.end();
        this.#voice.silence();
        return;
      default:
    }
  }

  #prepareVoice(): void {
    const voice = this.#choices.settings?.voice;
    if (voice !== undefined) this.#voice.configure(voice.start);
    this.#project.prepare();
  }

  /** What the delivery decided is told and kept; only then it is carried out. */
  #decided(output: DeliveryOutput): void {
    this.#told.remember(this.#delivery.memory());
    this.#dictation.follow(output.changes);
    for (const change of output.changes) this.#emit(this.#told.change(change));
    if (this.#delivery.queued !== this.#toldQueue) {
      this.#toldQueue = this.#delivery.queued;
      this.#heads.follow(this.#delivery.queued.length);
      this.#tellQueue();
    }
    this.#keep();
  }

  #tellQueue(): void {
    this.#emit({ type: 'queue', entries: this.#told.entries(this.#delivery.queued, this.#heads) });
  }

  #keep(): void {
    // When the agent has ended, what still waited stays on disk as it was.
    if (this.#ended) return;
    const delivery = this.#delivery.memory();
    const dictation = this.#dictation.memory();
    this.#kept.keep({ delivery, dictation, choices: this.#choices.memory() });
  }

  #emit(said: SessionEvent): void {
    const event = said.type === 'approvals' ? this.talkback.told(said) : said;
    for (const hud of this.#huds) hud.send(event);
    this.#parts.meter?.event(event);
    this.#sound.event(event);
    this.#agent.event(event);
  }
}
