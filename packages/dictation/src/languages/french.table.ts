// French: symbols and numbers. Marks touch the word before them, as code and terminals have them.
import { PhraseIndex } from '../phrase-index.ts';
import { wordSet } from '../word-set.ts';
import { NO_EXTRAS } from './empty-tables.ts';
import { type SymbolRow, symbolPhrases, type WordLanguage } from './language.ts';

const SYMBOLS: readonly SymbolRow[] = [
  { spoken: 'virgule', text: ',', place: 'mark', guard: 'free' },
  {
    spoken: 'point',
    text: '.',
    place: 'infix',
    guard: 'file-ending',
    notAfter: 'bon mauvais rond quel mise tel',
  },
  { spoken: 'point final', text: '.', place: 'mark', guard: 'free' },
  { spoken: 'point virgule', text: ';', place: 'mark', guard: 'free' },
  {
    spoken: 'deux points',
    text: ':',
    place: 'mark',
    guard: 'free',
    notAfter: 'sur en par de',
    notBefore: 'importants suivants sont ont de du à que qui',
  },
  { spoken: "point d'interrogation", text: '?', place: 'mark', guard: 'free' },
  { spoken: "point d'exclamation", text: '!', place: 'mark', guard: 'free' },
  { spoken: 'points de suspension', text: '...', place: 'mark', guard: 'free' },
  { spoken: 'tiret', text: '-', place: 'infix', guard: 'between' },
  { spoken: 'tiret tiret|double tiret', text: '--', place: 'prefix', guard: 'free' },
  { spoken: 'tiret bas|underscore', text: '_', place: 'infix', guard: 'between' },
  { spoken: 'slash|barre oblique', text: '/', place: 'infix', guard: 'between' },
  {
    spoken: 'antislash|barre oblique inverse|backslash',
    text: '\\',
    place: 'prefix',
    guard: 'free',
  },
  { spoken: 'barre verticale', text: '|', place: 'operator', guard: 'free' },
  { spoken: 'arobase', text: '@', place: 'prefix', guard: 'free' },
  { spoken: 'dièse', text: '#', place: 'prefix', guard: 'number-after' },
  { spoken: 'esperluette', text: '&', place: 'operator', guard: 'free' },
  { spoken: 'pour cent|pourcent', text: '%', place: 'mark', guard: 'number-before' },
  { spoken: 'astérisque', text: '*', place: 'operator', guard: 'free' },
  { spoken: 'signe égal', text: '=', place: 'operator', guard: 'free' },
  { spoken: 'égal|égale', text: '=', place: 'operator', guard: 'code' },
  { spoken: 'signe plus', text: '+', place: 'operator', guard: 'free' },
  { spoken: 'signe moins', text: '-', place: 'operator', guard: 'free' },
  {
    spoken: 'parenthèse ouvrante|ouvrir la parenthèse|ouvrez la parenthèse|ouvre la parenthèse',
    text: '(',
    place: 'opening',
    guard: 'free',
  },
  {
    spoken: 'parenthèse fermante|fermer la parenthèse|fermez la parenthèse|ferme la parenthèse',
    text: ')',
    place: 'closing',
    guard: 'free',
  },
  {
    spoken: 'crochet ouvrant|ouvrir le crochet|ouvrez le crochet',
    text: '[',
    place: 'opening',
    guard: 'free',
  },
  {
    spoken: 'crochet fermant|fermer le crochet|fermez le crochet',
    text: ']',
    place: 'closing',
    guard: 'free',
  },
  {
    spoken: "accolade ouvrante|ouvrir l'accolade|ouvrez l'accolade",
    text: '{',
    place: 'opening',
    guard: 'free',
  },
  {
    spoken: "accolade fermante|fermer l'accolade|fermez l'accolade",
    text: '}',
    place: 'closing',
    guard: 'free',
  },
  {
    spoken: 'ouvrir les guillemets|ouvrez les guillemets|guillemets ouvrants',
    text: '"',
    place: 'opening',
    guard: 'free',
  },
  {
    spoken: 'fermer les guillemets|fermez les guillemets|guillemets fermants',
    text: '"',
    place: 'closing',
    guard: 'free',
  },
  {
    spoken: 'nouvelle ligne|retour à la ligne',
    text: '\n',
    place: 'line',
    guard: 'free',
    notBefore: 'de du dans',
    notAfter: 'ajoute insère sans',
  },
  {
    spoken: 'nouveau paragraphe',
    text: '\n\n',
    place: 'line',
    guard: 'free',
    notBefore: 'de sur',
    notAfter: 'ajoute insère',
  },
];

const UNDER_SEVENTEEN =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'.split(
    ' ',
  );
const TENS: ReadonlyMap<number, string> = new Map([
  [20, 'vingt'],
  [30, 'trente'],
  [40, 'quarante'],
  [50, 'cinquante'],
  [60, 'soixante'],
]);

function underHundred(value: number): readonly string[] {
  const small = UNDER_SEVENTEEN[value];
  if (small !== undefined) return [small];
  if (value < 20) return [`dix ${UNDER_SEVENTEEN[value - 10] ?? ''}`];
  if (value >= 80) return eighties(value);
  const base = value >= 60 ? 60 : Math.floor(value / 10) * 10;
  const tens = TENS.get(base) ?? '';
  const rest = value - base;
  if (rest === 0) return [tens];
  const own = value >= 70 ? regional(value, { tens: 70, word: 'septante' }) : [];
  if (rest === 1) return [`${tens} et un`, `${tens} et une`];
  if (rest === 11) return [`${tens} et onze`, ...own];
  return [...underHundred(rest).map((word) => `${tens} ${word}`), ...own];
}

function eighties(value: number): readonly string[] {
  const own = value >= 90 ? regional(value, { tens: 90, word: 'nonante' }) : [];
  if (value === 80) return ['quatre vingts', 'quatre vingt'];
  return [...underHundred(value - 80).map((word) => `quatre vingt ${word}`), ...own];
}

/** Said in Belgium and Switzerland. */
function regional(
  value: number,
  { tens, word }: { tens: number; word: string },
): readonly string[] {
  if (value === tens) return [word];
  if (value === tens + 1) return [`${word} et un`];
  return [`${word} ${UNDER_SEVENTEEN[value - tens] ?? ''}`];
}

function* cardinals(): Generator<[string, number]> {
  for (let value = 0; value < 1000; value += 1) {
    const hundreds = Math.floor(value / 100);
    const before =
      hundreds === 0 ? '' : hundreds === 1 ? 'cent' : `${UNDER_SEVENTEEN[hundreds] ?? ''} cent`;
    if (value % 100 === 0 && hundreds > 0) {
      yield [before, value];
      if (hundreds > 1) yield [`${before}s`, value];
      continue;
    }
    for (const rest of underHundred(value % 100)) yield [`${before} ${rest}`, value];
  }
}

export const FRENCH: WordLanguage = {
  ...NO_EXTRAS,
  kind: 'words',
  symbols: new PhraseIndex(symbolPhrases(SYMBOLS)),
  determiners: wordSet(
    'le la les un une des ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs chaque aucun aucune quel quelle du au aux',
  ),
  functionWords: wordSet(
    `le la les un une des du de au aux à en dans sur sous par pour avec sans ce cet cette ces mon ma mes ton ta
     tes son sa ses notre nos votre vos leur leurs et ou mais donc or ni car que qui quoi dont où je tu il elle
     on nous vous ils elles ne pas plus est sont était a ont si comme aussi très`,
  ),
  numbers: {
    cardinals: new PhraseIndex(cardinals()),
    ordinals: new PhraseIndex<never>([]),
    scales: new Map([
      ['mille', 1e3],
      ['million', 1e6],
      ['millions', 1e6],
      ['milliard', 1e9],
      ['milliards', 1e9],
    ]),
    bareScale: true,
    joiner: '',
    decimal: new Map([
      ['virgule', ','],
      ['point', '.'],
    ]),
    digits: new Map(),
    digitsAfter: wordSet(
      'version v port ligne lignes colonne numéro erreur node python localhost utf',
    ),
    digitsBefore: wordSet(
      'pourcent millisecondes milliseconde ms pixels pixel octets octet kilooctets mégaoctets gigaoctets',
    ),
    units: wordSet('secondes minutes heures jours semaines mois ans fois'),
  },
  fillers: wordSet('euh euhm heu'),
};
