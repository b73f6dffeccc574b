// Turns phrases and phones into JSGF grammars and decoded tokens back into phrases. It knows
// nothing of pronunciations or audio. Words are written as tokens (`w0`, `w1`, …), so that
// apostrophes and accents never meet the grammar parser.

/** Tokens stand for words; `tokens` maps a word to its token, `phrases` a token sequence to its phrase. */
export interface PhraseGrammar {
  readonly jsgf: string;
  /** The phrases as sequences of tokens. */
  readonly sequences: readonly string[];
  readonly tokenByWord: ReadonlyMap<string, string>;
  readonly wordByToken: ReadonlyMap<string, string>;
}

const PHRASE_PATTERN = /^[^\s\p{Lu}]+( [^\s\p{Lu}]+)*$/u;

/**
 * Builds the closed grammar of `phrases`.
 * @throws RangeError when there is none, TypeError when one isn't lower-case words separated by single spaces.
 */
export function phraseGrammar(phrases: readonly string[]): PhraseGrammar {
  if (phrases.length === 0) throw new RangeError('phrases: expected at least one');
  const tokenByWord = new Map<string, string>();
  const wordByToken = new Map<string, string>();
  const lines: string[] = [];
  for (const phrase of new Set(phrases)) {
    if (!PHRASE_PATTERN.test(phrase)) {
      throw new TypeError(
        `phrases: expected lower-case words separated by single spaces, got ${JSON.stringify(phrase)}`,
      );
    }
    const tokens = phrase.split(' ').map((word) => {
      const token = tokenByWord.get(word) ?? `w${tokenByWord.size}`;
      tokenByWord.set(word, token);
      wordByToken.set(token, word);
      return token;
    });
    lines.push(tokens.join(' '));
  }
  const jsgf = grammarText(`public <top> = ${lines.join(' | ')};`);
  return { jsgf, sequences: lines, tokenByWord, wordByToken };
}

/** The grammar of any sequence of `phones`, each of them a word of its own: the background that phrases compete with. */
export function phoneLoopGrammar(phones: readonly string[]): string {
  return grammarText(`public <top> = ( ${phones.map(phoneToken).join(' | ')} )+;`);
}

/**
 * How much likelier the grammar holds a phrase than other sounds, as the weight of the others: a free
 * sequence of phones fits nearly any audio best. With 1 a third of the phrases of the development voices
 * were lost to it, with 1e-20 everything was a phrase and only the second stage decided.
 */
const OTHER_SOUNDS_WEIGHT = '0.0000000001';

/** The grammar of one of the phrases and any phones after it, or of any phones at all. */
export function wakeGrammar({ sequences }: PhraseGrammar, phones: readonly string[]): string {
  const loop = `( ${phones.map(phoneToken).join(' | ')} )`;
  return grammarText(
    `public <top> = /1/ <wake> | /${OTHER_SOUNDS_WEIGHT}/ <other>;\n<wake> = ( ${sequences.join(' | ')} ) [ ${loop}+ ];\n<other> = ${loop}+;`,
  );
}

/** The token that stands for one phone in `phoneLoopGrammar`. */
export function phoneToken(phone: string): string {
  return `p_${phone.toLowerCase()}`;
}

function grammarText(rule: string): string {
  return `#JSGF V1.0;\ngrammar spoken;\n${rule}\n`;
}
