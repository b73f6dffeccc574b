// Texts are said in order, a sentence ahead, and fall silent at once; the voice is a script, and so is
// the loudspeaker.
import type { SpeechPlay, SpeechPlayed } from '@codex-voice/audio';
import type { VoiceEvent } from '@codex-voice/protocol';
import type { SpeakOptions, SpeechSynthesizer, SpokenPiece } from '@codex-voice/speech';
import { beforeEach, expect, test } from 'vitest';
import { MOST_WAITING, type Said, Speaker } from './speaker.ts';

/** Says 100 samples for each character. */
class ScriptedVoice implements SpeechSynthesizer {
  readonly name = 'script';
  readonly asked: string[] = [];
  disposed = false;

  async *speak(text: string, { signal }: SpeakOptions): AsyncGenerator<SpokenPiece> {
    this.asked.push(text);
    if (!signal.aborted)
      yield { samples: new Float32Array(text.length * 100), sampleRateHz: 16_000 };
  }

  dispose(): void {
    this.disposed = true;
  }
}

/** Plays until it is told to go on, piece by piece. */
class SteppedPlayer {
  handed = 0;
  onPiece: () => void = () => {};

  async play({ pieces, signal, onStarted }: SpeechPlay): Promise<SpeechPlayed> {
    let handed = 0;
    for await (const { samples } of pieces) {
      if (signal.aborted) return { state: 'interrupted', handed };
      if (handed === 0) onStarted();
      handed += samples.length;
      this.handed += samples.length;
      this.onPiece();
      if (signal.aborted) return { state: 'interrupted', handed };
    }
    return { state: 'played', handed };
  }
}

let voice: ScriptedVoice;
let player: SteppedPlayer;
let told: string[];
let sounds: string[];
let speaker: Speaker;
beforeEach(() => {
  voice = new ScriptedVoice();
  player = new SteppedPlayer();
  told = [];
  sounds = [];
  speaker = make(() => voice);
});

function make(findVoice: () => SpeechSynthesizer): Speaker {
  return new Speaker({
    findVoice,
    player,
    emit: (event: VoiceEvent) => {
      if (event.type === 'speaking') told.push(`${event.id} ${event.state}`);
      else if (event.type === 'problem') told.push(event.message);
    },
    onSound: (state) => sounds.push(state),
  });
}

const text = (id: string, words = 'One.'): Said => ({ id, text: words });
/** Whatever was begun is over: script and loudspeaker wait for nothing but each other. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('texts are said one after the other, each told when it begins and ends', async () => {
  speaker.speak(text('a'));
  speaker.speak(text('b'));
  await settled();
  expect(told).toEqual(['a started', 'a ended', 'b started', 'b ended']);
  expect(sounds).toEqual(['started', 'ended', 'started', 'ended']);
});

test('a long text begins with its first sentence, the next one made while that plays', async () => {
  const askedAt: number[] = [];
  player.onPiece = () => askedAt.push(voice.asked.length);
  speaker.speak(text('a', 'One. Two. Three.'));
  await settled();
  expect(voice.asked).toEqual(['One.', 'Two.', 'Three.']);
  expect(askedAt).toEqual([2, 3, 3]);
});

test('what is not for the ear is not said', async () => {
  speaker.speak(text('a', 'See `src/app/main.ts`'));
  await settled();
  expect(voice.asked).toEqual(['See main dot ts']);
});

test('hushed, no sample more is handed on, and nothing that waited is said', async () => {
  let atDecision = -1;
  player.onPiece = () => {
    speaker.hush();
    atDecision = player.handed;
  };
  for (const id of ['a', 'b', 'c']) speaker.speak(text(id, 'One. Two. Three.'));
  await settled();
  expect(player.handed - atDecision).toBe(0);
  expect(told).toEqual(['a started', 'b interrupted', 'c interrupted', 'a interrupted']);
  speaker.speak(text('d'));
  player.onPiece = () => {};
  await settled();
  expect(told.slice(4)).toEqual(['d started', 'd ended']);
});

test('beyond the bound the oldest that waits is left out', async () => {
  speaker.hold('held');
  for (let index = 0; index <= MOST_WAITING; index += 1) speaker.speak(text(`t${index}`));
  expect(told).toEqual(['t0 interrupted']);
  speaker.hold('free');
  await settled();
  expect(told.slice(1)).toHaveLength(2 * MOST_WAITING);
});

test('nothing begins while somebody speaks', async () => {
  speaker.hold('held');
  speaker.speak(text('a'));
  await settled();
  expect(told).toEqual([]);
  speaker.hold('free');
  await settled();
  expect(told).toEqual(['a started', 'a ended']);
});

test('without a voice that is told once, and each text is over', async () => {
  speaker = make(() => {
    throw new Error('there is no voice');
  });
  for (const id of ['a', 'b']) speaker.speak(text(id));
  await settled();
  expect(told).toEqual(['there is no voice', 'a interrupted', 'b interrupted']);
});

test('disposed of, it is silent and its voice is gone', async () => {
  player.onPiece = () => speaker.dispose();
  speaker.speak(text('a', 'One. Two.'));
  await settled();
  speaker.speak(text('b'));
  await settled();
  expect(told).toEqual(['a started', 'a interrupted']);
  expect(voice.disposed).toBe(true);
});
