// Spanish: symbols and numbers, with and without the accents that recognisers leave out.
import { PhraseIndex } from '../phrase-index.ts';
import { wordSet } from '../word-set.ts';
import { NO_EXTRAS } from './empty-tables.ts';
import { type SymbolRow, symbolPhrases, type WordLanguage } from './language.ts';

const SYMBOLS: readonly SymbolRow[] = [
  { spoken: 'coma', text: ',', place: 'mark', guard: 'free', notBefore: 'flotante' },
  {
    spoken: 'punto',
    text: '.',
    place: 'infix',
    guard: 'file-ending',
    notAfter: 'buen mal cierto primer segundo',
  },
  { spoken: 'punto y coma', text: ';', place: 'mark', guard: 'free' },
  {
    spoken: 'dos puntos',
    text: ':',
    place: 'mark',
    guard: 'free',
    notAfter: 'en por de',
    notBefore: 'importantes siguientes son de que',
  },
  { spoken: 'abre interrogación|abrir interrogación', text: '¿', place: 'opening', guard: 'free' },
  {
    spoken: 'signo de interrogación|cierra interrogación|cerrar interrogación',
    text: '?',
    place: 'mark',
    guard: 'free',
  },
  { spoken: 'abre exclamación|abrir exclamación', text: '¡', place: 'opening', guard: 'free' },
  {
    spoken: 'signo de exclamación|cierra exclamación|cerrar exclamación',
    text: '!',
    place: 'mark',
    guard: 'free',
  },
  { spoken: 'puntos suspensivos', text: '...', place: 'mark', guard: 'free' },
  { spoken: 'guion|guión', text: '-', place: 'infix', guard: 'between' },
  {
    spoken: 'guion guion|guión guión|doble guion|doble guión',
    text: '--',
    place: 'prefix',
    guard: 'free',
  },
  { spoken: 'guion bajo|guión bajo', text: '_', place: 'infix', guard: 'between' },
  {
    spoken: 'barra|barra inclinada|slash',
    text: '/',
    place: 'infix',
    guard: 'between',
    notBefore: 'lateral libre',
  },
  { spoken: 'barra inversa|contrabarra', text: '\\', place: 'prefix', guard: 'free' },
  { spoken: 'barra vertical', text: '|', place: 'operator', guard: 'free' },
  { spoken: 'arroba', text: '@', place: 'prefix', guard: 'free' },
  { spoken: 'almohadilla', text: '#', place: 'prefix', guard: 'number-after' },
  { spoken: 'por ciento', text: '%', place: 'mark', guard: 'number-before' },
  { spoken: 'asterisco', text: '*', place: 'operator', guard: 'free' },
  { spoken: 'signo igual', text: '=', place: 'operator', guard: 'free' },
  { spoken: 'signo más', text: '+', place: 'operator', guard: 'free' },
  { spoken: 'signo menos', text: '-', place: 'operator', guard: 'free' },
  { spoken: 'abre paréntesis|abrir paréntesis', text: '(', place: 'opening', guard: 'free' },
  { spoken: 'cierra paréntesis|cerrar paréntesis', text: ')', place: 'closing', guard: 'free' },
  { spoken: 'abre corchete|abrir corchete', text: '[', place: 'opening', guard: 'free' },
  { spoken: 'cierra corchete|cerrar corchete', text: ']', place: 'closing', guard: 'free' },
  { spoken: 'abre llave|abrir llave', text: '{', place: 'opening', guard: 'free' },
  { spoken: 'cierra llave|cerrar llave', text: '}', place: 'closing', guard: 'free' },
  { spoken: 'abre comillas|abrir comillas', text: '"', place: 'opening', guard: 'free' },
  { spoken: 'cierra comillas|cerrar comillas', text: '"', place: 'closing', guard: 'free' },
  {
    spoken: 'nueva línea|nueva linea',
    text: '\n',
    place: 'line',
    guard: 'free',
    notBefore: 'de',
    notAfter: 'añade inserta',
  },
  { spoken: 'nuevo párrafo', text: '\n\n', place: 'line', guard: 'free', notBefore: 'de sobre' },
];

const UNDER_THIRTY =
  'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve'.split(
    ' ',
  );
const TENS = 'treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(' ');
const HUNDREDS =
  'ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos'.split(
    ' ',
  );

function underHundred(value: number): readonly string[] {
  const small = UNDER_THIRTY[value];
  if (small !== undefined) {
    const plain = small.normalize('NFD').replace(/\p{M}/gu, '');
    return plain === small ? [small] : [small, plain];
  }
  const tens = TENS[Math.floor(value / 10) - 3] ?? '';
  return [value % 10 === 0 ? tens : `${tens} y ${UNDER_THIRTY[value % 10] ?? ''}`];
}

function* cardinals(): Generator<[string, number]> {
  for (let value = 0; value < 1000; value += 1) {
    const hundreds = HUNDREDS[Math.floor(value / 100) - 1];
    if (hundreds === undefined) {
      for (const way of underHundred(value)) yield [way, value];
    } else if (value % 100 === 0) {
      yield [value === 100 ? 'cien' : hundreds, value];
    } else {
      for (const way of underHundred(value % 100)) yield [`${hundreds} ${way}`, value];
    }
  }
}

export const SPANISH: WordLanguage = {
  ...NO_EXTRAS,
  kind: 'words',
  symbols: new PhraseIndex(symbolPhrases(SYMBOLS)),
  determiners: wordSet(
    'el la los las un una unos unas este esta estos estas ese esa esos esas mi tu su nuestro nuestra cada ningún ninguna qué del al',
  ),
  functionWords: wordSet(
    `el la los las un una unos unas del de al a en con sin por para sobre entre hasta desde este esta ese esa mi
     tu su y o pero ni que qué quien donde cuando como si no es son era está están ha han se me te le lo nos yo
     él ella muy también`,
  ),
  numbers: {
    cardinals: new PhraseIndex(cardinals()),
    ordinals: new PhraseIndex<never>([]),
    scales: new Map([
      ['mil', 1e3],
      ['millón', 1e6],
      ['millones', 1e6],
    ]),
    bareScale: true,
    joiner: '',
    decimal: new Map([
      ['coma', ','],
      ['punto', '.'],
    ]),
    digits: new Map(),
    digitsAfter: wordSet(
      'versión version v puerto línea columna número error node python localhost utf',
    ),
    digitsBefore: wordSet(
      'milisegundos milisegundo ms píxeles bytes byte kilobytes megabytes gigabytes',
    ),
    units: wordSet('segundos minutos horas días semanas meses años veces'),
  },
  // "Este" is a word far more often than a filler.
  fillers: wordSet('eh ehm'),
};
