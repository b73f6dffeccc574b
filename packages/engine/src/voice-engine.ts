// Listens and speaks as it is asked to: builds its parts at the start, opens and closes the source, ends in
// order. Decisions about segments and words are the pipeline's; wires and processes are others'.
import {
  type DeviceEvent,
  VOICE_PROTOCOL_VERSION,
  type VoiceCommand,
  type VoiceEvent,
} from '@codex-voice/protocol';
import type { ProcessCommand } from '@codex-voice/recognizers';
import { Attention, FRAME_MS, type WakeListener } from '@codex-voice/speech';
import { type EngineParts, loadParts, loadWakeListener } from './engine-parts.ts';
import type { EngineProblem, EngineSettings } from './engine-settings.ts';
import type { FrameSource, FrameSourceHandlers, Opened } from './frame-source.ts';
import { MicrophoneSource } from './microphone-source.ts';
import { monotonicMs } from './monotonic.ts';
import { OwnVoice } from './own-voice.ts';
import type { Pipeline } from './pipeline.ts';
import { RecordingSource } from './recording-source.ts';
import { Reopening, willComeBack } from './reopening.ts';
import type { Said } from './speaker.ts';
import { languageFault } from './spoken-languages.ts';

type Without<Type extends VoiceCommand['type']> = Omit<
  Extract<VoiceCommand, { type: Type }>,
  'type'
>;

export type Open = Without<'open'>;

export type Expected = Without<'expect'>;

export type UtteranceOutcome = Without<'outcome'>;

export interface VoiceEngineOptions {
  readonly emit: (event: VoiceEvent) => void;
  /** A `fatal` problem was told: nothing will be heard any more. */
  readonly onFailed: () => void;
  /** Starts a process for one recogniser. */
  readonly recognizerCommand: ProcessCommand;
  /** Starts a process for a voice that is a model; absent: none can be one. */
  readonly synthesizerCommand?: ProcessCommand;
}

interface Running extends EngineParts {
  readonly settings: EngineSettings;
  readonly source: FrameSource;
  readonly warmMicrophone: boolean;
}

/** What is asked of it is carried out one after the other; each promise resolves when it is, and never rejects. */
export class VoiceEngine {
  readonly #options: VoiceEngineOptions;
  #order: Promise<void> = Promise.resolve();
  #running: Running | undefined;
  readonly #attention = new Attention();
  readonly #reopening = new Reopening(() => void this.#inOrder(() => this.#openAgain()));
  #deviceOpen = false;
  #ownVoice: OwnVoice | undefined;
  #wakeListener: WakeListener | undefined;

  constructor(options: VoiceEngineOptions) {
    this.#options = options;
  }

  /** Loads what it listens with. The answer is `ready`, or a fatal problem. */
  start(settings: EngineSettings): Promise<void> {
    return this.#inOrder(() => this.#start(settings));
  }

  /** Begins to listen, or goes on in another manner. The answer is a `device` event. */
  open(open: Open): Promise<void> {
    // Whoever presses the talk key wants to be heard, not to listen.
    this.#ownVoice?.hush();
    return this.#inOrder(() => this.#open(open));
  }

  /** What was said so far is final now. */
  close(): Promise<void> {
    // A stop key must not wait behind anything.
    this.#endUtterance();
    this.#ownVoice?.hush();
    return this.#inOrder(() => this.#close());
  }

  /** Stops, and drops the speech in progress; its audio stays in the journal. */
  cancel(): Promise<void> {
    this.#running?.pipeline.cancel();
    this.#listenToNobody();
    return this.#inOrder(() => this.#close());
  }

  expect({ sessionId, terms }: Expected): Promise<void> {
    return this.#inOrder(() => this.#running?.pipeline.expect(sessionId, terms));
  }

  keepOutcome(outcome: UtteranceOutcome): Promise<void> {
    return this.#inOrder(() => this.#keepOutcome(outcome));
  }

  /** The agent began to work on what it was sent. */
  thinking(): Promise<void> {
    return this.#inOrder(() => this.#ownVoice?.cues?.thinking());
  }

  speak(said: Said): Promise<void> {
    return this.#inOrder(() => this.#ownVoice?.speak(said));
  }

  hush(): void {
    this.#ownVoice?.hush();
  }

  /** Ends what is being said, keeps it, and frees everything. */
  shutdown(): Promise<void> {
    return this.#inOrder(() => this.#shutdown());
  }

  #inOrder(work: () => Promise<void> | void): Promise<void> {
    this.#order = this.#order.then(work).catch((error: unknown) => this.#fatal(error));
    return this.#order;
  }

  async #start(settings: EngineSettings): Promise<void> {
    const startedMs = monotonicMs();
    const fault = languageFault(settings);
    if (fault?.severity === 'fatal') return this.#fatal(fault.message);
    if (fault !== undefined) this.#warn('recognizer-failed', fault.message);
    const ownVoice = new OwnVoice({
      settings,
      command: this.#options.synthesizerCommand,
      emit: (event) => this.#emit(event),
    });
    this.#ownVoice = ownVoice;
    const parts = await loadParts({
      settings,
      recognizerCommand: this.#options.recognizerCommand,
      beside: (probability, segment) => ownVoice.heard(probability, segment),
      emit: (event) => this.#emit(event),
      warn: (code, message) => this.#warn(code, message),
    });
    this.#running = {
      ...parts,
      settings,
      source: this.#makeSource(settings, parts.pipeline),
      warmMicrophone: isKeptOpen(settings),
    };
    this.#emit({
      type: 'ready',
      version: VOICE_PROTOCOL_VERSION,
      ...parts.names,
      startMs: monotonicMs() - startedMs,
    });
    if (this.#running.warmMicrophone) await this.#openDevice();
  }

  #makeSource({ source }: EngineSettings, pipeline: Pipeline): FrameSource {
    const handlers: FrameSourceHandlers = {
      onFrame: (frame, arrivedMs) => this.#frame(pipeline, frame, arrivedMs),
      onQuietFrame: (frame) => pipeline.lookAt(frame),
      onLost: (reason, detail) => {
        // What was said until then is final; who was listened to is listened to again.
        pipeline.stop('end-of-source');
        this.#deviceOpen = false;
        this.#awaitDevice({ reason, detail });
      },
      onRecordingEnded: async ({ path, durationMs }) => {
        await pipeline.nextSource();
        const turns = await this.#running?.speakers?.recording?.turns();
        if (turns !== undefined) this.#emit({ type: 'speaker-turns', turns });
        this.#emit({ type: 'source-ended', path, durationMs });
      },
      caughtUp: () => pipeline.settled(),
      onPlayedOut: () => {
        this.#attention.close();
        this.#deviceOpen = false;
        this.#emit({ type: 'device', state: 'closed' });
      },
      onWarning: (message, kind = 'bad-audio') => this.#warn(kind, message),
    };
    switch (source.kind) {
      case 'files':
        return new RecordingSource({ ...source, handlers });
      case 'microphone':
        return new MicrophoneSource({ device: source.device, denoise: source.denoise, handlers });
      case 'pushed':
        return source.make(handlers);
    }
  }

  #frame(pipeline: Pipeline, frame: Float32Array, arrivedMs: number): void {
    switch (this.#attention.state) {
      case 'closed':
        pipeline.remember(frame, arrivedMs);
        return;
      case 'waiting': {
        const phrase = pipeline.awaitWake(frame, arrivedMs);
        if (phrase === undefined) return;
        this.#attention.woken();
        this.#emit({ type: 'attention', to: 'speech', phrase });
        return;
      }
      case 'listening':
        pipeline.accept(frame, arrivedMs);
        this.#hush(this.#attention.heard({ ms: FRAME_MS, speaking: pipeline.isHearing }));
    }
  }

  /** It has been quiet for long enough. */
  #hush(state: Attention['state']): void {
    if (state === 'waiting') this.#emit({ type: 'attention', to: 'wake' });
    else if (state === 'closed') {
      // What is being read aloud goes on: nobody has asked for silence.
      this.#endUtterance();
      void this.#inOrder(() => this.#close());
    }
  }

  async #open({ sessionId, listenFor = 'on', manner = {} }: Open): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    if ((listenFor === 'wake' || listenFor === 'awake') && !(await this.#canBeWoken(running))) {
      const detail = 'there is no wake phrase that can be listened for: talk by key';
      this.#attention.close();
      this.#emit({ type: 'device', state: 'unavailable', reason: 'failed', detail });
      return;
    }
    const { closeAfterMs, ...segmenter } = manner;
    running.pipeline.listenFor(sessionId);
    running.pipeline.tune(segmenter);
    const { pipeline, leftSound } = running;
    // Before anybody is listened to: the recogniser takes one utterance at a time.
    if (sessionId !== undefined) await leftSound?.hear(sessionId, () => pipeline.isHearing);
    this.#attention.open(listenFor, closeAfterMs);
    if (this.#deviceOpen) this.#emit({ type: 'device', state: 'open', openMs: 0 });
    else await this.#openDevice();
    if (this.#attention.state === 'waiting') this.#emit({ type: 'attention', to: 'wake' });
    else if (listenFor === 'awake') this.#emit({ type: 'attention', to: 'speech' });
  }

  async #openDevice(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    // A microphone that is only kept warm listens to nobody: the talk key still opens it.
    if (this.#isOpen) this.#emit({ type: 'device', state: 'opening' });
    running.pipeline.sourceOpened();
    const opened = await running.source.open();
    this.#deviceOpen = opened.kind === 'open';
    if (opened.kind === 'open') this.#opened(opened);
    else if (running.settings.source.kind === 'microphone' && willComeBack(opened.reason)) {
      this.#awaitDevice(opened);
    } else {
      this.#attention.close();
      const { reason, detail } = opened;
      this.#emit({ type: 'device', state: 'unavailable', reason, detail });
    }
  }

  #opened({ name, openMs }: Extract<Opened, { kind: 'open' }>): void {
    this.#reopening.stop();
    // A warm microphone is open without anybody being listened to.
    const state = this.#isOpen ? 'open' : 'closed';
    this.#emit({ type: 'device', state, name, openMs });
  }

  /** Said once, then tried again and again for as long as somebody wants to be heard. */
  #awaitDevice({ reason, detail }: Pick<DeviceEvent, 'reason' | 'detail'>): void {
    const state = this.#isOpen ? 'opening' : 'unavailable';
    this.#emit({
      type: 'device',
      state,
      ...(reason === undefined ? {} : { reason }),
      ...(detail === undefined ? {} : { detail }),
    });
    this.#reopening.start();
  }

  async #openAgain(): Promise<void> {
    const running = this.#running;
    if (running === undefined || this.#deviceOpen) return;
    if (!this.#isOpen && !running.warmMicrophone) return;
    running.pipeline.sourceOpened();
    const opened = await running.source.open();
    this.#deviceOpen = opened.kind === 'open';
    if (opened.kind === 'unavailable') this.#reopening.again();
    else this.#opened(opened);
    if (this.#attention.state === 'waiting') this.#emit({ type: 'attention', to: 'wake' });
  }

  async #close(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#listenToNobody();
    if (!running.warmMicrophone) {
      this.#reopening.stop();
      if (this.#deviceOpen) await running.source.close();
      this.#deviceOpen = false;
    }
    await running.pipeline.settled();
    this.#emit({ type: 'device', state: 'closed' });
  }

  #endUtterance(): void {
    this.#running?.pipeline.stop('stop-key');
    this.#listenToNobody();
  }

  #listenToNobody(): void {
    this.#ownVoice?.listensToNobody();
    this.#attention.close();
  }

  get #isOpen(): boolean {
    return this.#attention.state !== 'closed';
  }

  async #canBeWoken({ settings, pipeline }: Running): Promise<boolean> {
    if (this.#wakeListener !== undefined) return true;
    const warn = (code: EngineProblem, message: string): void => this.#warn(code, message);
    const { recognizerCommand } = this.#options;
    const listener = await loadWakeListener({ settings, recognizerCommand, warn });
    if (listener === undefined) return false;
    this.#wakeListener = listener;
    pipeline.wakeBy(listener);
    return true;
  }

  async #keepOutcome({ utteranceId: id, outcome, latencyMs }: UtteranceOutcome): Promise<void> {
    this.#ownVoice?.cues?.outcome(outcome);
    await this.#running?.pipeline.keepOutcome({ id, outcome, latencyMs });
  }

  async #shutdown(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.#reopening.stop();
    this.#ownVoice?.dispose();
    if (running !== undefined) {
      running.pipeline.stop('stop-key');
      await running.source.close();
      await running.pipeline.settled();
      await running.journal?.close();
      this.#wakeListener?.dispose();
      running.dispose();
    }
  }

  #emit(event: VoiceEvent): void {
    this.#options.emit(event);
    this.#ownVoice?.cues?.event(event);
  }

  #warn(code: EngineProblem, message: string): void {
    this.#emit({ type: 'problem', code, message, severity: 'warning' });
  }

  #fatal(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#emit({ type: 'problem', code: 'recognizer-failed', message, severity: 'fatal' });
    this.#options.onFailed();
  }
}

/** Between utterances, so that there is pre-roll. */
function isKeptOpen({ source, warmMicrophone }: EngineSettings): boolean {
  return source.kind === 'pushed' || (source.kind === 'microphone' && warmMicrophone);
}
