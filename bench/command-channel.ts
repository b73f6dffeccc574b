// Measures the command channel on the real path (voice activity → segmenter → both recognisers): how many
// commands it hears where dictation hears nothing, and how often it takes other speech for a command,
// with nobody beside it and beside a dictation that hears every word right. No model is needed.
//
//   node bench/command-channel.ts [--manners N] [--quick]
import { parseArgs } from 'node:util';
import { createPhraseRecognizer, createVoiceActivity } from '@codex-voice/recognizers';
import {
  createCommandChannel,
  defaultPhrasebook,
  NO_PARTIAL,
  type Recognition,
  type Recognizer,
} from '@codex-voice/speech';
import { inRoom, PHRASE_VOICES } from './recognition/make-corpus.ts';
import { hear } from './recognition/pipeline.ts';
import { seededRandom } from './recognition/random.ts';
import { otherSentence } from './recognition/sentences.ts';
import { MANNERS, speak } from './recognition/synthesis.ts';
import { CORPUS_RATE_HZ } from './recognition/wave-file.ts';
import { digits, publish, quantile } from './statistics.ts';

/** Sentences that begin or end with the words of a command, and short ones that are near to one. */
const NEAR_COMMANDS = [
  ['send it to the printer first', 'then send the report', 'send me the log', 'send them'],
  ['scratch that itch', 'start from scratch', 'that is a scratch', 'undo the change'],
  ['scroll the list', 'roll it up', 'scale down', 'a new line of code', 'the online shop'],
  ['stop the server', 'stop listing files', 'start the listener', 'cancel that order please'],
  ['read that file', 'read it back to front', 'clear the cache', 'show the shell'],
].flat();

const { values } = parseArgs({
  options: {
    manners: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
  },
});
const MANNERS_USED = Object.values(MANNERS).slice(0, values.quick ? 1 : Number(values.manners));
const OTHER_SENTENCES = 40;

const { phrases } = defaultPhrasebook('en');
const commands = phrases.filter(({ action }) => action.kind === 'command');
const before = process.memoryUsage().rss;
const recognizer = await createPhraseRecognizer({ phrases: commands, language: 'en' });
const loadedMiB = (process.memoryUsage().rss - before) / 2 ** 20;
const { voiceActivity } = await createVoiceActivity();

/** Dictation that hears nothing, or exactly what was said. */
class KnowingListener implements Recognizer {
  readonly name = 'knowing';
  readonly abilities = {
    dictation: 'free',
    partials: 'none',
    terms: 'none',
    languages: 'any',
  } as const;
  said = '';

  begin() {
    const { said } = this;
    return {
      accept: () => undefined,
      partial: () => NO_PARTIAL,
      finish: async (): Promise<Recognition> =>
        said === '' ? { verdict: 'rejected', text: '' } : { verdict: 'accepted', text: said },
      abandon: () => undefined,
    };
  }

  dispose(): void {}
}

const dictation = new KnowingListener();
const channel = createCommandChannel({
  dictation,
  commands: recognizer,
  phrases: commands.map(({ spoken }) => spoken),
});
const random = seededRandom(47);
const finishMs: number[] = [];
let decodeMs = 0;
let audioMs = 0;

async function taken(samples: Float32Array, dictated: string): Promise<readonly string[]> {
  dictation.said = dictated;
  const heard = await hear(samples, { voiceActivity, recognizer: channel });
  audioMs += (samples.length * 1000) / CORPUS_RATE_HZ;
  for (const segment of heard) {
    finishMs.push(segment.finishMs);
    decodeMs += segment.decodeMs;
  }
  return heard.flatMap(({ recognition: one }) =>
    one.verdict === 'accepted' && one.text !== dictated ? [one.text] : [],
  );
}

const rows: (string | number)[][] = [];
const misses: string[] = [];
for (const voice of PHRASE_VOICES['held-out'].filter((each) => each.startsWith('flite:'))) {
  let right = 0;
  let wrong = 0;
  let said = 0;
  const falsely: Record<'alone' | 'beside', number> = { alone: 0, beside: 0 };
  const clip = (text: string, manner: (typeof MANNERS_USED)[number]): Float32Array =>
    inRoom(random, { speech: speak(text, voice, manner), hiss: random.between(0.0002, 0.002) });
  for (const manner of MANNERS_USED)
    for (const { spoken } of commands) {
      const found = await taken(clip(spoken, manner), '');
      said += 1;
      if (found.length === 1 && found[0] === spoken) right += 1;
      else if (found.length > 0) wrong += 1;
    }
  const others = [
    ...NEAR_COMMANDS,
    ...Array.from({ length: OTHER_SENTENCES }, () => otherSentence(random)),
  ];
  for (const sentence of others) {
    const sound = clip(sentence, MANNERS.plain);
    const alone = await taken(sound, '');
    falsely.alone += alone.length;
    falsely.beside += (await taken(sound, sentence)).length;
    if (alone.length > 0) misses.push(`${voice}: "${sentence}" → ${alone.join(', ')}`);
  }
  rows.push([voice, said, right, wrong, others.length, falsely.alone, falsely.beside]);
}
publish({
  name: 'command-channel',
  about:
    'Built-in commands said alone, dictation hearing nothing; and other sentences, every third with words of a command in it: taken for a command where dictation hears nothing, and where it hears every word.',
  columns: ['voice', 'commands', 'right', 'wrong', 'others', 'false alone', 'false beside'],
  rows,
});
publish({
  name: 'command-channel-cost',
  about: 'What the channel adds to a recogniser of free speech, in the voice process.',
  columns: ['what', 'value'],
  rows: [
    ['resident memory after loading, MiB more', digits(loadedMiB, 0)],
    ['end of segment → its answer, median ms', digits(quantile(finishMs, 0.5), 1)],
    ['end of segment → its answer, 95 % ms', digits(quantile(finishMs, 0.95), 1)],
    ['processor time over the length of the audio, %', digits((100 * decodeMs) / audioMs, 1)],
  ],
});
if (misses.length > 0) console.log(misses.join('\n'));
channel.dispose();
voiceActivity.dispose();
