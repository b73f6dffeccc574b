// English numbers as they are said. How a run of them is read is decided elsewhere.
import { PhraseIndex } from '../phrase-index.ts';
import { wordSet } from '../word-set.ts';
import type { NumberTable } from './language.ts';

const UNDER_TWENTY =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS_UNDER_TWENTY =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  );

function underHundred(value: number): string {
  const small = UNDER_TWENTY[value];
  if (small !== undefined) return small;
  const tens = TENS[Math.floor(value / 10) - 2] ?? '';
  return value % 10 === 0 ? tens : `${tens} ${UNDER_TWENTY[value % 10] ?? ''}`;
}

function ordinalUnderHundred(value: number): string {
  const small = ORDINALS_UNDER_TWENTY[value];
  if (small !== undefined) return small;
  const tens = TENS[Math.floor(value / 10) - 2] ?? '';
  if (value % 10 === 0) return tens.replace(/y$/u, 'ieth');
  return `${tens} ${ORDINALS_UNDER_TWENTY[value % 10] ?? ''}`;
}

function* cardinals(): Generator<[string, number]> {
  for (let value = 0; value < 100; value += 1) yield [underHundred(value), value];
  for (let hundreds = 1; hundreds < 100; hundreds += 1) {
    // "Nineteen hundred" is said, "twenty hundred" is not.
    if (hundreds >= 10 && hundreds % 10 === 0) continue;
    yield [`${underHundred(hundreds)} hundred`, hundreds * 100];
  }
  for (let value = 101; value < 1000; value += 1) {
    if (value % 100 === 0) continue;
    const hundreds = `${underHundred(Math.floor(value / 100))} hundred`;
    const rest = underHundred(value % 100);
    yield [`${hundreds} ${rest}`, value];
    yield [`${hundreds} and ${rest}`, value];
    if (value > 200) continue;
    yield [`a hundred ${rest}`, value];
    yield [`a hundred and ${rest}`, value];
  }
}

/** `second` alone is a unit of time as often as an ordinal: it is none here, nor are its compounds. */
function* ordinals(): Generator<[string, { value: number; written: string }]> {
  for (let value = 1; value < 1000; value += 1) {
    const rest = value % 100;
    if (rest % 10 === 2 && rest !== 12) continue;
    const hundreds = Math.floor(value / 100);
    const before = hundreds === 0 ? '' : `${underHundred(hundreds)} hundred`;
    const ordinal = { value, written: `${value}${ending(value)}` };
    if (rest === 0) {
      yield [`${before}th`, ordinal];
    } else if (hundreds === 0) {
      yield [ordinalUnderHundred(rest), ordinal];
    } else {
      yield [`${before} ${ordinalUnderHundred(rest)}`, ordinal];
      yield [`${before} and ${ordinalUnderHundred(rest)}`, ordinal];
    }
  }
}

function ending(value: number): string {
  const teen = value % 100 >= 11 && value % 100 <= 13;
  const last = value % 10;
  if (teen || last === 0 || last > 3) return 'th';
  return last === 1 ? 'st' : last === 2 ? 'nd' : 'rd';
}

export const ENGLISH_NUMBERS: NumberTable = {
  cardinals: new PhraseIndex(cardinals()),
  ordinals: new PhraseIndex(ordinals()),
  scales: new Map([
    ['thousand', 1e3],
    ['million', 1e6],
    ['billion', 1e9],
    ['trillion', 1e12],
  ]),
  bareScale: false,
  joiner: 'and',
  decimal: new Map([['point', '.']]),
  digits: new Map([['oh', 0]]),
  digitsAfter: wordSet(
    'version v port line lines column issue number status error node python chapter revision pr request ticket localhost utf es sha',
  ),
  digitsBefore: wordSet(
    'percent milliseconds millisecond ms px pixels pixel kilobytes megabytes gigabytes terabytes kb mb gb bytes byte bits bit hertz megahertz gigahertz',
  ),
  units: wordSet(
    'second seconds minute minutes hour hours day days week weeks month months years times percent people files lines items',
  ),
};
