// Reads texts aloud, one after the other: each is made fit for listening, cut at sentences, synthesised a
// sentence ahead and played. What is worth saying is decided elsewhere.
import type { SpeechPlay, SpeechPlayed } from '@codex-voice/audio';
import type { VoiceCommand, VoiceEvent } from '@codex-voice/protocol';
import {
  cutSentences,
  type SpeechSynthesizer,
  type SpokenPiece,
  speakableText,
} from '@codex-voice/speech';

export type Said = Omit<Extract<VoiceCommand, { type: 'speak' }>, 'type'>;

type SpeakingState = Extract<VoiceEvent, { type: 'speaking' }>['state'];

/** Texts that wait; beyond it the oldest is left out, for what is newest is the news. */
export const MOST_WAITING = 4;

export interface SpeakerParts {
  /** Looked for when there is something to say. Throws where there is none. */
  readonly findVoice: () => SpeechSynthesizer;
  readonly player: { play(play: SpeechPlay): Promise<SpeechPlayed> };
  readonly emit: (event: VoiceEvent) => void;
  /** Our voice begins or ceases to be heard. */
  readonly onSound: (state: 'started' | 'ended') => void;
}

export class Speaker {
  readonly #parts: SpeakerParts;
  #voice: SpeechSynthesizer | undefined;
  #waiting: Said[] = [];
  #now: AbortController | undefined;
  #held: 'held' | 'free' = 'free';
  #toldProblem = '';

  constructor(parts: SpeakerParts) {
    this.#parts = parts;
  }

  speak(said: Said): void {
    this.#waiting.push(said);
    const dropped = this.#waiting.length > MOST_WAITING ? this.#waiting.shift() : undefined;
    if (dropped !== undefined) this.#tell(dropped, 'interrupted');
    this.#next();
  }

  /** Silent at once, and nothing that waited is said. */
  hush(): void {
    for (const said of this.#waiting.splice(0)) this.#tell(said, 'interrupted');
    this.#now?.abort();
  }

  /** While somebody speaks nothing is begun. */
  hold(state: 'held' | 'free'): void {
    this.#held = state;
    if (state === 'free') this.#next();
  }

  dispose(): void {
    this.#held = 'held';
    this.hush();
    this.#voice?.dispose();
  }

  #next(): void {
    if (this.#now !== undefined || this.#held === 'held') return;
    const said = this.#waiting.shift();
    if (said === undefined) return;
    const now = new AbortController();
    this.#now = now;
    void this.#say(said, now.signal).then((state) => {
      this.#now = undefined;
      this.#tell(said, state);
      this.#next();
    });
  }

  /** Never rejects: what can't be said is told, once for the same reason. */
  async #say(said: Said, signal: AbortSignal): Promise<SpeakingState> {
    let sounding = false;
    const onStarted = (): void => {
      sounding = true;
      this.#parts.onSound('started');
      this.#tell(said, 'started');
    };
    try {
      this.#voice ??= this.#parts.findVoice();
      const pieces = spokenPieces(this.#voice, said, signal);
      const played = await this.#parts.player.play({ pieces, signal, onStarted });
      if (played.state === 'played') return 'ended';
      if (played.state === 'unavailable') this.#problem(played.detail);
    } catch (error) {
      this.#problem(error instanceof Error ? error.message : String(error));
    } finally {
      if (sounding) this.#parts.onSound('ended');
    }
    return 'interrupted';
  }

  #problem(message: string): void {
    if (message === this.#toldProblem) return;
    this.#toldProblem = message;
    this.#parts.emit({ type: 'problem', code: 'speaking-failed', message, severity: 'warning' });
  }

  #tell({ id, sessionId }: Said, state: SpeakingState): void {
    const ofSession = sessionId === undefined ? {} : { sessionId };
    this.#parts.emit({ type: 'speaking', id, ...ofSession, state });
  }
}

/** Each sentence is synthesised while the one before it plays. */
async function* spokenPieces(
  voice: SpeechSynthesizer,
  { text, language }: Said,
  signal: AbortSignal,
): AsyncGenerator<SpokenPiece, void, undefined> {
  const inLanguage = language === undefined ? {} : { language };
  const sentences = cutSentences(speakableText(text, inLanguage));
  const speak = (sentence: string): AsyncIterable<SpokenPiece> =>
    voice.speak(sentence, { ...inLanguage, signal });
  let ahead: Promise<readonly SpokenPiece[]> | undefined;
  for (const [index, sentence] of sentences.entries()) {
    const current = ahead === undefined ? speak(sentence) : await ahead;
    const following = sentences[index + 1];
    ahead = undefined;
    for await (const piece of current) {
      // Not before this one sounds: the first sound is not to share the processor with the second sentence.
      if (ahead === undefined && following !== undefined) {
        ahead = whole(speak(following));
        // Nobody may come to wait for it.
        ahead.catch(() => undefined);
      }
      yield piece;
    }
  }
}

async function whole(pieces: AsyncIterable<SpokenPiece>): Promise<readonly SpokenPiece[]> {
  const all: SpokenPiece[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}
