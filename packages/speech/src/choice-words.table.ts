// How numbers from one to nine are said for a choice, and what people say around them. Words compare as
// `normalizeSpoken` writes them.
import type { SpokenLanguage } from './language.ts';

export interface ChoiceWords {
  /** For each number from one on, the words for it. */
  readonly numbers: readonly (readonly string[])[];
  /** Before a number or a name. */
  readonly before: readonly string[];
  /** Behind it. */
  readonly behind: readonly string[];
  /** Between several. */
  readonly and: readonly string[];
}

export const CHOICE_WORDS: Readonly<Record<SpokenLanguage, ChoiceWords>> = {
  en: {
    numbers: [
      ['one', 'first'],
      ['two', 'second'],
      ['three', 'third'],
      ['four', 'fourth'],
      ['five', 'fifth'],
      ['six', 'sixth'],
      ['seven', 'seventh'],
      ['eight', 'eighth'],
      ['nine', 'ninth'],
    ],
    before: ['option', 'number', 'choice', 'answer', 'the', 'take', 'choose'],
    behind: ['one', 'option', 'choice', 'please'],
    and: ['and'],
  },
  es: {
    numbers: [
      ['uno', 'una', 'primero', 'primera'],
      ['dos', 'segundo', 'segunda'],
      ['tres', 'tercero', 'tercera'],
      ['cuatro', 'cuarto', 'cuarta'],
      ['cinco', 'quinto', 'quinta'],
      ['seis', 'sexto', 'sexta'],
      ['siete', 'séptimo', 'séptima'],
      ['ocho', 'octavo', 'octava'],
      ['nueve', 'noveno', 'novena'],
    ],
    before: ['opción', 'número', 'respuesta', 'la', 'el', 'elige'],
    behind: ['opción', 'por favor'],
    and: ['y', 'e'],
  },
  fr: {
    numbers: [
      ['un', 'une', 'premier', 'première'],
      ['deux', 'deuxième', 'second', 'seconde'],
      ['trois', 'troisième'],
      ['quatre', 'quatrième'],
      ['cinq', 'cinquième'],
      ['six', 'sixième'],
      ['sept', 'septième'],
      ['huit', 'huitième'],
      ['neuf', 'neuvième'],
    ],
    before: ['option', 'numéro', 'choix', 'réponse', 'le', 'la', "l'option", 'prends'],
    behind: ['option', 'choix', "s'il te plaît", "s'il vous plaît"],
    and: ['et'],
  },
  de: {
    numbers: [
      ['eins', 'ein', 'eine', 'erste', 'ersten', 'erster', 'erstes'],
      ['zwei', 'zwo', 'zweite', 'zweiten', 'zweiter', 'zweites'],
      ['drei', 'dritte', 'dritten', 'dritter', 'drittes'],
      ['vier', 'vierte', 'vierten', 'vierter', 'viertes'],
      ['fünf', 'fünfte', 'fünften', 'fünfter', 'fünftes'],
      ['sechs', 'sechste', 'sechsten', 'sechster', 'sechstes'],
      ['sieben', 'siebte', 'siebten', 'siebter', 'siebtes'],
      ['acht', 'achte', 'achten', 'achter', 'achtes'],
      ['neun', 'neunte', 'neunten', 'neunter', 'neuntes'],
    ],
    before: ['option', 'nummer', 'antwort', 'wahl', 'die', 'der', 'das', 'den', 'nimm'],
    behind: ['option', 'antwort', 'bitte'],
    and: ['und'],
  },
  ja: {
    numbers: [
      ['一', 'いち', 'ひと'],
      ['二', 'に', 'ふた'],
      ['三', 'さん', 'みっ'],
      ['四', 'よん', 'よっ'],
      ['五', 'ご', 'いつ'],
      ['六', 'ろく', 'むっ'],
      ['七', 'なな', 'しち'],
      ['八', 'はち', 'やっ'],
      ['九', 'きゅう', 'ここの'],
    ],
    before: ['オプション', '選択肢', '番号', '第'],
    behind: [
      '番目',
      '番',
      'つ目',
      'つめ',
      'つ',
      '個目',
      'にして',
      'です',
      'でお願いします',
      'お願いします',
    ],
    and: ['と'],
  },
  zh: {
    numbers: [['一'], ['二', '两', '兩'], ['三'], ['四'], ['五'], ['六'], ['七'], ['八'], ['九']],
    before: ['选项', '選項', '选择', '選擇', '选', '選', '第'],
    behind: ['个选项', '個選項', '个', '個', '项', '項', '号', '號', '吧'],
    and: ['和', '跟', '与', '與'],
  },
};
