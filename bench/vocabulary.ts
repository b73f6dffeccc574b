// What guarded repair gains and costs: errors on terms before and after, false repairs in text that was
// right, and time, against find and replace without guards.
//
//   node bench/vocabulary.ts [--prose FILE]…
//
// Each --prose file is plain text, right as it is, in paragraphs; every repair in it counts as false.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { spokenForms, TranscriptRepair } from '@codex-voice/terms';
import { digits, publish } from './statistics.ts';
import {
  MISHEARD_SENTENCES,
  type MisheardSentence,
  PROJECT_NAMES,
} from './vocabulary/homophones.table.ts';
import { EVERYDAY_SENTENCES, TECHNICAL_SENTENCES } from './vocabulary/ordinary.table.ts';
import { replaceAll } from './vocabulary/replacement-list.ts';

type Corrected = { readonly text: string; readonly made: number };
type Corrector = (text: string) => Corrected;

const own = new Set(PROJECT_NAMES.map((name) => name.toLowerCase()));
const repairing = new TranscriptRepair({
  terms: PROJECT_NAMES.map((text) => ({ text, spoken: spokenForms(text)[0] ?? text })),
  knows: (word) => own.has(word),
});
const CORRECTORS: Readonly<Record<string, Corrector>> = {
  'as recognised': (text) => ({ text, made: 0 }),
  'find and replace': (heard) => {
    const { text, replaced } = replaceAll(heard);
    return { text, made: replaced };
  },
  'guarded repair': (heard) => {
    const { text, repairs } = repairing.repair(heard);
    return { text, made: repairs.length };
  },
};

/** The words of `text` that `other` lacks, each as often as it does. */
function lacking(text: string, other: string): readonly string[] {
  const left = other.split(/\s+/);
  return text.split(/\s+/).filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Of the words that were misheard, the share that is still wrong. */
function termError(sentences: readonly MisheardSentence[], correct: Corrector): number {
  let terms = 0;
  let wrong = 0;
  for (const { heard, wanted } of sentences) {
    const misheard = lacking(wanted, heard);
    terms += misheard.length;
    const still = [...lacking(wanted, correct(heard).text)];
    wrong += misheard.filter((word) => still.includes(word)).length;
  }
  return (100 * wrong) / terms;
}

function exactlyRight(sentences: readonly MisheardSentence[], correct: Corrector): string {
  const right = sentences.filter(({ heard, wanted }) => correct(heard).text === wanted).length;
  return `${right} of ${sentences.length}`;
}

function falsePerThousand(texts: readonly string[], correct: Corrector): string {
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0);
  const made = texts.reduce((sum, text) => sum + correct(text).made, 0);
  return words === 0 ? '–' : `${digits((1000 * made) / words, 2)} (${made} in ${words})`;
}

function microsecondsPerWord(texts: readonly string[], correct: Corrector): number {
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0);
  for (const text of texts) correct(text);
  const startMs = performance.now();
  for (const text of texts) correct(text);
  return (1000 * (performance.now() - startMs)) / words;
}

const { values } = parseArgs({
  options: { prose: { type: 'string', multiple: true } },
  strict: false,
});
const files = (values.prose ?? []).filter((path) => typeof path === 'string');
const prose = files.flatMap((path) =>
  readFileSync(path, 'utf8')
    .split(/\n\s*\n|\n%\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== ''),
);
const misheard = (set: MisheardSentence['set']) =>
  MISHEARD_SENTENCES.filter((sentence) => sentence.set === set);
const published = MISHEARD_SENTENCES.filter(({ source }) => source === 'published').length;
const ordinary = [...EVERYDAY_SENTENCES, ...TECHNICAL_SENTENCES];

publish({
  name: 'vocabulary',
  about: `${MISHEARD_SENTENCES.length} misheard sentences (${published} with published mishearings, the rest reasoned) in a project of ${PROJECT_NAMES.length} names, the rules written before the held-out ones; ${EVERYDAY_SENTENCES.length} everyday and ${TECHNICAL_SENTENCES.length} technical sentences that are right${files.length === 0 ? '' : `, and other people's prose`}. Term error: of the misheard words, in per cent, those still wrong. False: repairs for 1,000 words that were right. The peer replaces what dictation programs publish, wherever it stands.`,
  columns: [
    'corrector',
    'term error %',
    'exactly right',
    'held-out error %',
    'held-out right',
    'false, everyday',
    'false, technical',
    ...(files.length === 0 ? [] : ['false, prose']),
    'µs a word',
  ],
  rows: Object.entries(CORRECTORS).map(([name, correct]) => [
    name,
    digits(termError(misheard('development'), correct), 1),
    exactlyRight(misheard('development'), correct),
    digits(termError(misheard('held-out'), correct), 1),
    exactlyRight(misheard('held-out'), correct),
    falsePerThousand(EVERYDAY_SENTENCES, correct),
    falsePerThousand(TECHNICAL_SENTENCES, correct),
    ...(files.length === 0 ? [] : [falsePerThousand(prose, correct)]),
    digits(microsecondsPerWord(ordinary, correct), 1),
  ]),
});
