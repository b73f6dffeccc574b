// What the voice process does with each command: builds the parts at `start`, opens and closes the
// source, ends in order. Decisions about segments and words are the pipeline's.
import { listMicrophones } from '@codex-voice/audio';
import { VOICE_PROTOCOL_VERSION, type VoiceCommand, type VoiceEvent } from '@codex-voice/protocol';
import {
  createPhraseWakeListener,
  createRecognizer,
  createVoiceActivity,
} from '@codex-voice/recognizers';
import { Attention, FRAME_MS, type WakeListener } from '@codex-voice/speech';
import type { FrameSource, FrameSourceHandlers } from './frame-source.ts';
import { Journal } from './journal.ts';
import { MicrophoneSource } from './microphone-source.ts';
import { monotonicMs } from './monotonic.ts';
import { OwnVoice } from './own-voice.ts';
import { Pipeline } from './pipeline.ts';
import { RecordingSource } from './recording-source.ts';
import { languageFault, spokenContext } from './spoken-languages.ts';

type Start = Extract<VoiceCommand, { type: 'start' }>;

type Open = Extract<VoiceCommand, { type: 'open' }>;

type ProblemCode = Extract<VoiceEvent, { type: 'problem' }>['code'];

/** The same program, in the role of a recogniser's process. */
const RECOGNIZER_COMMAND = {
  file: process.execPath,
  args: [process.argv[1] ?? '', '__recognizer'],
};

export interface VoiceProcessParts {
  readonly emit: (event: VoiceEvent) => void;
  /** Everything has been said and closed: the process may end. */
  readonly finished: (exitStatus: number) => void;
}

interface Running {
  readonly start: Start;
  readonly pipeline: Pipeline;
  readonly source: FrameSource;
  readonly journal: Journal | undefined;
  wakeListener: WakeListener | undefined;
  readonly dispose: () => void;
  readonly warmMicrophone: boolean;
}

export class VoiceProcess {
  readonly #parts: VoiceProcessParts;
  /** Commands are carried out one after the other. */
  #order: Promise<void> = Promise.resolve();
  #running: Running | undefined;
  readonly #attention = new Attention();
  #deviceOpen = false;
  #ownVoice: OwnVoice | undefined;

  constructor(parts: VoiceProcessParts) {
    this.#parts = parts;
  }

  handle(command: VoiceCommand): void {
    // A stop key must not wait behind anything: what was said so far is final now.
    if (command.type === 'close') this.#endUtterance();
    // Nor must silence; and whoever presses the talk key wants to be heard, not to listen.
    if (command.type === 'open' || command.type === 'close' || command.type === 'hush')
      this.#ownVoice?.hush();
    this.#enqueue(command);
  }

  #enqueue(command: VoiceCommand): void {
    this.#order = this.#order
      .then(() => this.#carryOut(command))
      .catch((error: unknown) => this.#fatal('recognizer-failed', error));
  }

  async #carryOut(command: VoiceCommand): Promise<void> {
    switch (command.type) {
      case 'start':
        return this.#start(command);
      case 'open':
        return this.#open(command);
      case 'expect':
        this.#running?.pipeline.expect(command.sessionId, command.terms);
        return;
      case 'close':
        return this.#close();
      case 'cancel':
        this.#running?.pipeline.cancel();
        return this.#close();
      case 'outcome':
        return this.#keepOutcome(command);
      case 'cue':
        this.#ownVoice?.cues?.thinking();
        return;
      case 'speak':
        this.#ownVoice?.speak(command);
        return;
      case 'hush':
        return;
      case 'list-microphones':
        return this.#listMicrophones();
      case 'shutdown':
        return this.#shutdown();
    }
  }

  async #start(start: Start): Promise<void> {
    const startedMs = monotonicMs();
    if (start.version !== VOICE_PROTOCOL_VERSION) {
      const versions = `the client speaks version ${start.version}, voice ${VOICE_PROTOCOL_VERSION}`;
      return this.#fatal('version-mismatch', `${versions}: install one release of both`);
    }
    const fault = languageFault(start);
    if (fault?.severity === 'fatal') return this.#fatal('recognizer-failed', fault.message);
    if (fault !== undefined) this.#warn('recognizer-failed', fault.message);
    const ownVoice = new OwnVoice(start, (event) => this.#emit(event));
    this.#ownVoice = ownVoice;
    const journal = await this.#openJournal(start);
    const [recognizer, { voiceActivity, fallbackReason }] = await Promise.all([
      createRecognizer({
        start: heardWith(start),
        command: RECOGNIZER_COMMAND,
        environment: process.env,
        onNotice: (message) => this.#warn('recognizer-failed', message),
      }),
      createVoiceActivity(),
    ]);
    if (fallbackReason !== undefined) {
      this.#warn(
        'voice-activity-failed',
        `${fallbackReason.message}: listening by loudness instead`,
      );
    }
    const pipeline = new Pipeline({
      voiceActivity,
      recognizer,
      context: spokenContext(start),
      ...(journal === undefined ? {} : { journal }),
      beside: (probability, segment) => ownVoice.heard(probability, segment),
      settings: start.segmenter,
      emit: (event) => this.#emit(event),
      nowMs: monotonicMs,
    });
    this.#running = {
      pipeline,
      source: this.#makeSource(start, pipeline),
      journal,
      start,
      wakeListener: undefined,
      dispose: () => {
        recognizer.dispose();
        voiceActivity.dispose();
      },
      warmMicrophone: start.warmMicrophone && start.source.kind === 'microphone',
    };
    this.#emit({
      type: 'ready',
      version: VOICE_PROTOCOL_VERSION,
      recognizer: recognizer.name,
      voiceActivity: voiceActivity.name,
      startMs: monotonicMs() - startedMs,
    });
    if (this.#running.warmMicrophone) await this.#openDevice();
  }

  /** A journal that can't be opened is said; speech goes on without one. */
  async #openJournal(start: Start): Promise<Journal | undefined> {
    if (start.journalDirectory === undefined) return undefined;
    try {
      return await Journal.open({
        directory: start.journalDirectory,
        keepAudioDays: start.keepAudioDays,
        now: () => new Date(),
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#warn(
        'journal-failed',
        `the journal can't be opened (${reason}): nothing is kept on disk`,
      );
      return undefined;
    }
  }

  #makeSource(start: Start, pipeline: Pipeline): FrameSource {
    const handlers: FrameSourceHandlers = {
      onFrame: (frame, arrivedMs) => this.#frame(pipeline, frame, arrivedMs),
      onLost: (reason, detail) => {
        this.#endUtterance();
        this.#deviceOpen = false;
        this.#emit({ type: 'device', state: 'unavailable', reason, detail });
      },
      onRecordingEnded: async ({ path, durationMs }) => {
        await pipeline.nextSource();
        this.#emit({ type: 'source-ended', path, durationMs });
      },
      caughtUp: () => pipeline.settled(),
      onPlayedOut: () => {
        this.#attention.close();
        this.#deviceOpen = false;
        this.#emit({ type: 'device', state: 'closed' });
      },
      onWarning: (message) => this.#warn('bad-audio', message),
    };
    return start.source.kind === 'files'
      ? new RecordingSource({ ...start.source, handlers })
      : new MicrophoneSource({ device: start.source.device, handlers });
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
      this.#enqueue({ type: 'close' });
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
    if (opened.kind === 'unavailable') {
      this.#attention.close();
      const { reason, detail } = opened;
      this.#emit({ type: 'device', state: 'unavailable', reason, detail });
      return;
    }
    const { name, openMs } = opened;
    // A warm microphone is open without anybody being listened to.
    const state = this.#isOpen ? 'open' : 'closed';
    this.#emit({ type: 'device', state, name, openMs });
  }

  async #close(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#ownVoice?.listensToNobody();
    this.#attention.close();
    if (!running.warmMicrophone && this.#deviceOpen) {
      this.#deviceOpen = false;
      await running.source.close();
    }
    await running.pipeline.settled();
    this.#emit({ type: 'device', state: 'closed' });
  }

  #endUtterance(): void {
    this.#running?.pipeline.stop('stop-key');
    this.#ownVoice?.listensToNobody();
    this.#attention.close();
  }

  get #isOpen(): boolean {
    return this.#attention.state !== 'closed';
  }

  /** The wake listener is loaded when it is first asked for; one that can't be costs only itself. */
  async #canBeWoken(running: Running): Promise<boolean> {
    const { wakePhrases = [], language } = running.start;
    if (running.wakeListener !== undefined) return true;
    if (wakePhrases.length === 0) return false;
    try {
      running.wakeListener = await createPhraseWakeListener({ phrases: wakePhrases, language });
      running.pipeline.wakeBy(running.wakeListener);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#warn('recognizer-failed', `the wake phrase can't be listened for (${reason})`);
      return false;
    }
  }

  async #keepOutcome(command: Extract<VoiceCommand, { type: 'outcome' }>): Promise<void> {
    const { utteranceId: id, outcome, latencyMs } = command;
    this.#ownVoice?.cues?.outcome(outcome);
    try {
      await this.#running?.journal?.outcome({ id, outcome, latencyMs });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#warn('journal-failed', `the journal can't be written (${reason})`);
    }
  }

  async #listMicrophones(): Promise<void> {
    const listing = await listMicrophones();
    if (listing.state === 'listed') {
      this.#emit({ type: 'microphones', devices: [...listing.devices] });
      return;
    }
    const { reason, detail } = listing;
    this.#emit({ type: 'microphones', devices: [], unavailable: { reason, detail } });
  }

  async #shutdown(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.#ownVoice?.dispose();
    if (running !== undefined) {
      running.pipeline.stop('stop-key');
      await running.source.close();
      await running.pipeline.settled();
      await running.journal?.close();
      running.wakeListener?.dispose();
      running.dispose();
    }
    this.#parts.finished(0);
  }

  #emit(event: VoiceEvent): void {
    this.#parts.emit(event);
    this.#ownVoice?.cues?.event(event);
  }

  #warn(code: ProblemCode, message: string): void {
    this.#emit({ type: 'problem', code, message, severity: 'warning' });
  }

  #fatal(code: 'version-mismatch' | 'recognizer-failed', error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#emit({ type: 'problem', code, message, severity: 'fatal' });
    this.#parts.finished(1);
  }
}

/** Nobody waits for the words of a recording that is read as fast as can be: the better ones are worth their time. */
function heardWith({ preview, ...start }: Start): Start {
  const isLive = start.source.kind === 'microphone' || start.source.pace === 'realtime';
  return isLive && preview !== undefined ? { ...start, preview } : start;
}
