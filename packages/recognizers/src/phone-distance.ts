// How far the phones that were heard are from the phones of a phrase: an edit distance in which
// phones that sound alike are cheaper to exchange.

import type { PhraseLanguage } from '@codex-voice/speech';

/** Exchanging phones of one class: half-way between right and wrong. */
const ALIKE_COST = 0.4;

/** Exchanging any other two phones. */
const UNLIKE_COST = 1;

/** A phone too many or too few: cheaper than a wrong one, since short phones are easily swallowed. */
const GAP_COST = 0.7;

/** Phones of a class are made in the same place or manner. */
const CLASSES: Readonly<Record<PhraseLanguage, readonly string[]>> = {
  en: [
    'AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW',
    'B P',
    'D T DH TH',
    'G K',
    'Z S',
    'V F',
    'JH CH SH ZH',
    'M N NG',
    'L R W Y HH',
  ],
  fr: [
    'aa ai an au ee ei eu ii in oe on oo ou un uu',
    'bb pp',
    'dd tt',
    'gg kk',
    'zz ss',
    'vv ff',
    'jj ch',
    'mm nn gn',
    'll rr ww yy uy',
  ],
};

/** Distance between two phones: 0 for equal ones, otherwise `ALIKE_COST` or `UNLIKE_COST`. */
export type PhoneCost = (said: string, heard: string) => number;

export function phoneCost(language: PhraseLanguage): PhoneCost {
  const classOf = new Map(
    CLASSES[language].flatMap((phones, index) =>
      phones.split(' ').map((phone) => [phone, index] as const),
    ),
  );
  return (said, heard) => {
    if (said === heard) return 0;
    const saidClass = classOf.get(said);
    return saidClass !== undefined && saidClass === classOf.get(heard) ? ALIKE_COST : UNLIKE_COST;
  };
}

/** The least cost of turning `said` into `heard`. */
export function phoneDistance(
  said: readonly string[],
  heard: readonly string[],
  cost: PhoneCost,
): number {
  let above = Array.from({ length: heard.length + 1 }, (_, column) => column * GAP_COST);
  for (const [row, saidPhone] of said.entries()) {
    const here = [(row + 1) * GAP_COST];
    for (const [column, heardPhone] of heard.entries()) {
      const exchanged = (above[column] ?? 0) + cost(saidPhone, heardPhone);
      const dropped = (above[column + 1] ?? 0) + GAP_COST;
      const added = (here[column] ?? 0) + GAP_COST;
      here.push(Math.min(exchanged, dropped, added));
    }
    above = here;
  }
  return above.at(-1) ?? 0;
}
