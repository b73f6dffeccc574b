// Voice processes that hear what a simulated person says: journaled first, then told, over real lines that
// are cut anywhere. They die at any moment, tell late, twice or nonsense. Sound and models are not here.
import type { OpenVoiceLink, VoiceLinkHandlers, VoiceLinkPort } from '@codex-voice/control';
import {
  encodeLine,
  type FinalEvent,
  type JournalRecord,
  LineDecoder,
  parseVoiceCommand,
  parseVoiceEvent,
  type VoiceCommand,
  type VoiceEvent,
} from '@codex-voice/protocol';
import type { Happened } from './happening.ts';
import type { Random } from './random.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import { SimulatedProcess } from './simulated-process.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** End of speech → decoded, in ms, where nothing is wrong. */
const DECODE_MS = 200;
/** A voice process whose host died writes down what was being said within this, in ms. */
const LAST_WORDS_MS = 400;
const START_MS = 80;

export type VoiceFault =
  | 'dies-before-journal'
  | 'dies-after-journal'
  | 'late-final'
  | 'duplicate-final'
  | 'slow-recognizer'
  | 'garbage-words'
  | 'recognizer-crash'
  | 'dropout'
  | 'garbage-line'
  | 'deaf';

const FAULTS_OF_AN_UTTERANCE: ReadonlySet<VoiceFault> = new Set<VoiceFault>([
  'dies-before-journal',
  'dies-after-journal',
  'late-final',
  'duplicate-final',
  'slow-recognizer',
  'garbage-words',
  'recognizer-crash',
]);

/** The journal of all of them, on the disk. */
export class SimulatedJournal {
  readonly records: JournalRecord[] = [];
  readonly #disk: SimulatedDisk;

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
  }

  readonly read = async (): Promise<readonly JournalRecord[]> => {
    if (!this.#disk.isReadable) throw new Error('EIO: the disk does not answer');
    return [...this.records];
  };
}

interface VoicesParts {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly journal: SimulatedJournal;
  /** An utterance was written down as accepted, for this session. */
  readonly onJournaled: (id: string, sessionId: string) => void;
}

export class SimulatedVoices {
  readonly #parts: VoicesParts;
  readonly #all: SimulatedVoice[] = [];
  readonly #faults: { readonly fault: VoiceFault; readonly happened: Happened }[] = [];
  #pid = 5_000;

  constructor(parts: VoicesParts) {
    this.#parts = parts;
  }

  /** As the host `owner` starts them. */
  openedBy(owner: SimulatedProcess): OpenVoiceLink {
    return (handlers) => {
      this.#pid += 1;
      const voice = new SimulatedVoice({ ...this.#parts, owner, handlers, pid: this.#pid });
      this.#all.push(voice);
      return voice;
    };
  }

  get living(): readonly SimulatedVoice[] {
    return this.#all.filter((voice) => voice.process.isAlive);
  }

  /** Somebody speaks: heard by the process whose microphone is open. Answers whether one is. */
  speak(id: string, text: string): 'heard' | 'unheard' {
    const voice = this.living.find((each) => each.hears !== undefined);
    if (voice === undefined) return 'unheard';
    const next = this.#faults.shift();
    next?.happened();
    voice.hear(id, text, next?.fault);
    return 'heard';
  }

  /** Beyond two that wait for an utterance there is no other. */
  inject(fault: VoiceFault, happened: Happened): void {
    if (FAULTS_OF_AN_UTTERANCE.has(fault)) {
      if (this.#faults.length < 2) this.#faults.push({ fault, happened });
      return;
    }
    const [voice] = this.living;
    voice?.inject(fault);
    if (voice !== undefined) happened();
  }

  kill(): boolean {
    const { living } = this;
    for (const voice of living) voice.kill();
    return living.length > 0;
  }

  heal(): void {
    this.#faults.length = 0;
    for (const voice of this.living) voice.heal();
  }
}

class SimulatedVoice implements VoiceLinkPort {
  readonly process: SimulatedProcess;
  readonly pid: number;
  /** The session that its microphone is open for. */
  hears: string | undefined;
  readonly #parts: VoicesParts & {
    readonly owner: SimulatedProcess;
    readonly handlers: VoiceLinkHandlers;
  };
  readonly #fromHost = new LineDecoder();
  readonly #toHost = new LineDecoder();
  #isDeaf = false;
  #isClosing = false;
  #ended: () => void = () => undefined;
  readonly #hasEnded = new Promise<void>((resolve) => {
    this.#ended = resolve;
  });

  constructor(
    parts: VoicesParts & {
      readonly owner: SimulatedProcess;
      readonly handlers: VoiceLinkHandlers;
      readonly pid: number;
    },
  ) {
    this.#parts = parts;
    this.pid = parts.pid;
    this.process = new SimulatedProcess(`voice ${parts.pid}`, parts.clock);
    this.process.onEnd(() => this.#tellEnd());
    // Its wire ends with its host, and it ends by itself.
    parts.owner.onEnd(() => this.process.after(LAST_WORDS_MS + 100, () => this.process.kill()));
  }

  send(command: VoiceCommand): void {
    const { owner } = this.#parts;
    if (!owner.isAlive || !this.process.isAlive) return;
    const line = encodeLine(command);
    this.process.after(1, () => {
      for (const decoded of this.#fromHost.accept(line)) {
        const parsed = decoded.kind === 'value' ? parseVoiceCommand(decoded.value) : undefined;
        if (parsed?.kind === 'message' && !this.#isDeaf) this.#obey(parsed.message);
      }
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.process.after(20, () => this.process.kill());
    await this.#hasEnded;
  }

  kill(): void {
    this.process.kill();
  }

  heal(): void {
    this.#isDeaf = false;
  }

  inject(fault: VoiceFault): void {
    if (fault === 'deaf') {
      this.#isDeaf = true;
      return;
    }
    if (fault === 'dropout') {
      const message = 'sound was dropped';
      this.#tell({ type: 'problem', code: 'audio-dropped', message, severity: 'warning' });
      return;
    }
    this.#deliver(new TextEncoder().encode('{"type":"final","utteranceId":7}\n\u0000 no line {\n'));
  }

  hear(id: string, text: string, fault: VoiceFault | undefined): void {
    const { random } = this.#parts;
    const sessionId = this.hears;
    if (sessionId === undefined) return;
    const speechEndedMs = this.process.nowMs() + random.whole(100, 900);
    this.#tell({ type: 'speech-started', segmentId: id, atMs: this.process.nowMs() });
    this.#tell({ type: 'partial', segmentId: id, text: text.slice(0, 5) });
    const slowMs = fault === 'slow-recognizer' ? random.whole(2_000, 9_000) : 0;
    const decodedMs = speechEndedMs + random.next() * DECODE_MS + slowMs;
    this.process.after(decodedMs - this.process.nowMs(), () => {
      this.#decoded({ id, text, sessionId, speechEndedMs }, fault);
    });
  }

  #decoded(
    said: { id: string; text: string; sessionId: string; speechEndedMs: number },
    fault: VoiceFault | undefined,
  ): void {
    if (fault === 'dies-before-journal') {
      this.process.kill();
      return;
    }
    const isRejected = fault === 'recognizer-crash' || fault === 'garbage-words';
    this.#journal(said, isRejected ? 'rejected' : 'accepted');
    if (fault === 'dies-after-journal') {
      this.process.kill();
      return;
    }
    const final = this.#final(said, isRejected ? 'rejected' : 'accepted');
    const lateMs = fault === 'late-final' ? this.#parts.random.whole(1_000, 15_000) : 0;
    this.process.after(lateMs, () => {
      this.#tell(final);
      if (fault === 'duplicate-final') this.#tell(final);
    });
  }

  #journal(
    said: { id: string; text: string; sessionId: string; speechEndedMs: number },
    verdict: 'accepted' | 'rejected',
  ): void {
    const { id, text, sessionId, speechEndedMs } = said;
    const { journal, onJournaled } = this.#parts;
    journal.records.push({
      type: 'transcript',
      ...{ id, sessionId, verdict, speechEndedMs },
      text: verdict === 'accepted' ? text : '',
      at: new Date(this.process.wallMs()).toISOString(),
      writerPid: this.pid,
      recognizer: 'simulated',
      audio: `${id}.wav`,
      durationMs: 500,
      sourceEndMs: 500,
      closedMs: 50,
      decodedMs: 100,
    });
    if (verdict === 'accepted') onJournaled(id, sessionId);
  }

  #final(
    said: { id: string; text: string; sessionId: string; speechEndedMs: number },
    verdict: 'accepted' | 'rejected',
  ): FinalEvent {
    const { id, text, sessionId, speechEndedMs } = said;
    const nowMs = this.process.nowMs();
    return {
      type: 'final',
      ...{ utteranceId: id, segmentId: id, sessionId, verdict },
      text: verdict === 'accepted' ? text : '',
      endedBy: 'silence',
      startMs: 0,
      endMs: 500,
      stamps: { speechEndedMs, segmentClosedMs: nowMs, decodedMs: nowMs, journaledMs: nowMs },
    };
  }

  #obey(command: VoiceCommand): void {
    const { journal } = this.#parts;
    switch (command.type) {
      case 'start':
        this.process.after(START_MS, () =>
          this.#tell({
            type: 'ready',
            version: 1,
            recognizer: 'simulated',
            voiceActivity: 'simulated',
            startMs: START_MS,
          }),
        );
        return;
      case 'open':
        this.hears = command.sessionId;
        this.process.after(10, () => this.#tell({ type: 'device', state: 'open', name: 'mic' }));
        return;
      case 'close':
      case 'cancel':
        this.hears = undefined;
        this.process.after(10, () => this.#tell({ type: 'device', state: 'closed' }));
        return;
      case 'outcome': {
        const at = new Date(this.process.wallMs()).toISOString();
        const { utteranceId: id, outcome, latencyMs } = command;
        journal.records.push({ type: 'outcome', id, at, outcome, latencyMs });
        return;
      }
      default:
    }
  }

  #tell(event: VoiceEvent): void {
    this.#deliver(encodeLine(event));
  }

  /** In two pieces, each a moment later. */
  #deliver(line: Uint8Array): void {
    const { owner, random, handlers } = this.#parts;
    if (!this.process.isAlive) return;
    const cut = random.whole(0, line.length);
    for (const piece of [line.subarray(0, cut), line.subarray(cut)]) {
      owner.after(1, () => {
        for (const decoded of this.#toHost.accept(piece)) {
          const parsed = decoded.kind === 'value' ? parseVoiceEvent(decoded.value) : undefined;
          if (parsed?.kind === 'message' && !this.#isClosing) handlers.onEvent(parsed.message);
        }
      });
    }
  }

  #tellEnd(): void {
    this.#ended();
    const { owner, handlers } = this.#parts;
    if (this.#isClosing) return;
    owner.after(2, () => {
      if (!this.#isClosing) handlers.onEnd({ how: 'SIGKILL', stderr: '' });
    });
  }
}
