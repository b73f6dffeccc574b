// German: symbols and numbers.
import { PhraseIndex } from '../phrase-index.ts';
import { wordSet } from '../word-set.ts';
import { NO_EXTRAS } from './empty-tables.ts';
import { type SymbolRow, symbolPhrases, type WordLanguage } from './language.ts';

const SYMBOLS: readonly SymbolRow[] = [
  { spoken: 'komma', text: ',', place: 'mark', guard: 'free' },
  {
    spoken: 'punkt',
    text: '.',
    place: 'infix',
    guard: 'file-ending',
    notAfter: 'guter wichtiger erster zweiter dritter nächster',
  },
  { spoken: 'semikolon|strichpunkt', text: ';', place: 'mark', guard: 'free' },
  { spoken: 'doppelpunkt', text: ':', place: 'mark', guard: 'free' },
  { spoken: 'fragezeichen', text: '?', place: 'mark', guard: 'free' },
  { spoken: 'ausrufezeichen', text: '!', place: 'mark', guard: 'free' },
  { spoken: 'auslassungspunkte', text: '...', place: 'mark', guard: 'free' },
  { spoken: 'bindestrich', text: '-', place: 'infix', guard: 'between' },
  { spoken: 'minus minus', text: '--', place: 'prefix', guard: 'free' },
  { spoken: 'unterstrich', text: '_', place: 'infix', guard: 'between' },
  { spoken: 'schrägstrich|slash', text: '/', place: 'infix', guard: 'between' },
  { spoken: 'umgekehrter schrägstrich|backslash', text: '\\', place: 'prefix', guard: 'free' },
  { spoken: 'senkrechter strich', text: '|', place: 'operator', guard: 'free' },
  { spoken: 'klammeraffe|at zeichen', text: '@', place: 'prefix', guard: 'free' },
  { spoken: 'raute', text: '#', place: 'prefix', guard: 'number-after' },
  { spoken: 'kaufmännisches und|und zeichen', text: '&', place: 'operator', guard: 'free' },
  { spoken: 'prozent', text: '%', place: 'mark', guard: 'number-before' },
  { spoken: 'sternchen', text: '*', place: 'operator', guard: 'free' },
  { spoken: 'gleichheitszeichen|ist gleich', text: '=', place: 'operator', guard: 'code' },
  { spoken: 'pluszeichen', text: '+', place: 'operator', guard: 'free' },
  { spoken: 'minuszeichen', text: '-', place: 'operator', guard: 'free' },
  { spoken: 'klammer auf|runde klammer auf', text: '(', place: 'opening', guard: 'free' },
  { spoken: 'klammer zu|runde klammer zu', text: ')', place: 'closing', guard: 'free' },
  { spoken: 'eckige klammer auf', text: '[', place: 'opening', guard: 'free' },
  { spoken: 'eckige klammer zu', text: ']', place: 'closing', guard: 'free' },
  { spoken: 'geschweifte klammer auf', text: '{', place: 'opening', guard: 'free' },
  { spoken: 'geschweifte klammer zu', text: '}', place: 'closing', guard: 'free' },
  { spoken: 'spitze klammer auf', text: '<', place: 'opening', guard: 'free' },
  { spoken: 'spitze klammer zu', text: '>', place: 'closing', guard: 'free' },
  { spoken: 'anführungszeichen auf', text: '"', place: 'opening', guard: 'free' },
  { spoken: 'anführungszeichen zu', text: '"', place: 'closing', guard: 'free' },
  {
    spoken: 'neue zeile',
    text: '\n',
    place: 'line',
    guard: 'free',
    notAfter: 'jede füge',
    notBefore: 'code ein einfügen',
  },
  { spoken: 'neuer absatz', text: '\n\n', place: 'line', guard: 'free' },
];

const UNDER_TWENTY =
  'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'.split(
    ' ',
  );
const TENS = 'zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig'.split(' ');

/** As it stands before another part of the word: "ein" and not "eins". */
function beforeMore(value: number): string {
  return value === 1 ? 'ein' : underHundred(value);
}

function underHundred(value: number): string {
  const small = UNDER_TWENTY[value];
  if (small !== undefined) return small;
  const tens = TENS[Math.floor(value / 10) - 2] ?? '';
  return value % 10 === 0 ? tens : `${beforeMore(value % 10)}und${tens}`;
}

/** Ways to say a whole number below a thousand. */
function underThousand(value: number): readonly string[] {
  if (value < 100) return [underHundred(value)];
  const rest = value % 100 === 0 ? '' : underHundred(value % 100);
  const hundreds = Math.floor(value / 100);
  const ways = [`${beforeMore(hundreds)}hundert${rest}`];
  return hundreds === 1 ? [...ways, `hundert${rest}`] : ways;
}

function* cardinals(): Generator<[string, number]> {
  for (let value = 0; value < 1000; value += 1) {
    for (const way of underThousand(value)) {
      yield [way, value];
      if (way.includes('ß')) yield [way.replace('ß', 'ss'), value];
    }
  }
  yield ['zwo', 2];
  for (let hundreds = 11; hundreds < 20; hundreds += 1) {
    for (let rest = 0; rest < 100; rest += 1) {
      const ending = rest === 0 ? '' : underHundred(rest);
      yield [`${underHundred(hundreds)}hundert${ending}`, hundreds * 100 + rest];
    }
  }
  for (let thousands = 1; thousands < 100; thousands += 1) {
    const before = `${beforeMore(thousands)}tausend`;
    yield [before, thousands * 1000];
    if (thousands > 9) continue;
    for (let rest = 1; rest < 1000; rest += 1)
      for (const way of underThousand(rest)) yield [before + way, thousands * 1000 + rest];
  }
}

export const GERMAN: WordLanguage = {
  ...NO_EXTRAS,
  kind: 'words',
  symbols: new PhraseIndex(symbolPhrases(SYMBOLS)),
  determiners: wordSet(
    'der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem jeder jede jedes jeden kein keine keinen mein meine dein deine sein seine ihr ihre unser unsere welcher welche welches am im zum zur beim vom',
  ),
  functionWords: wordSet(
    `der die das den dem des ein eine einen einem einer eines und oder aber denn weil dass ob wenn als wie in im
     an am auf aus bei beim mit nach von vom zu zum zur für über unter vor hinter durch gegen ohne um ich du er
     sie es wir ihr nicht kein keine ist sind war waren hat haben wird werden auch nur so sehr hier da dort`,
  ),
  numbers: {
    cardinals: new PhraseIndex(cardinals()),
    ordinals: new PhraseIndex<never>([]),
    scales: new Map([
      ['tausend', 1e3],
      ['million', 1e6],
      ['millionen', 1e6],
      ['milliarde', 1e9],
      ['milliarden', 1e9],
    ]),
    bareScale: false,
    joiner: '',
    decimal: new Map([
      ['komma', ','],
      ['punkt', '.'],
    ]),
    digits: new Map(),
    digitsAfter: wordSet(
      'version v port zeile zeilen spalte nummer fehler node python localhost utf',
    ),
    digitsBefore: wordSet(
      'prozent millisekunden millisekunde ms pixel byte bytes kilobyte megabyte gigabyte',
    ),
    units: wordSet('sekunden minuten stunden tage wochen monate jahre mal'),
  },
  fillers: wordSet('äh ähm öhm'),
};
