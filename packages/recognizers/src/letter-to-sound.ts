// Guesses how an English word that no dictionary knows is said, in ARPAbet. A guess is good enough
// for a closed list of phrases, where a word only has to sound unlike the others. Words in
// dictionaries, and other languages, are handled elsewhere.

/** Names of the letters, for words that are spelled out (`npm`, `sql`). */
const LETTER_NAMES: Readonly<Record<string, string>> = {
  a: 'EY',
  b: 'B IY',
  c: 'S IY',
  d: 'D IY',
  e: 'IY',
  f: 'EH F',
  g: 'JH IY',
  h: 'EY CH',
  i: 'AY',
  j: 'JH EY',
  k: 'K EY',
  l: 'EH L',
  m: 'EH M',
  n: 'EH N',
  o: 'OW',
  p: 'P IY',
  q: 'K Y UW',
  r: 'AA R',
  s: 'EH S',
  t: 'T IY',
  u: 'Y UW',
  v: 'V IY',
  w: 'D AH B AH L Y UW',
  x: 'EH K S',
  y: 'W AY',
  z: 'Z IY',
};

/**
 * Spellings and their sounds, tried in this order at each place of the word; `^` and `$` are its
 * ends, `(?=…)` and `(?<=…)` look around. Written from the usual rules of English spelling.
 */
const SPELLINGS: readonly (readonly [pattern: string, phones: string])[] = [
  ['tion', 'SH AH N'],
  ['sion', 'ZH AH N'],
  ['cious', 'SH AH S'],
  ['ture', 'CH ER'],
  ['ough', 'AO'],
  ['augh', 'AO'],
  ['igh', 'AY'],
  ['eigh', 'EY'],
  ['^kn', 'N'],
  ['^wr', 'R'],
  ['^ps', 'S'],
  ['^gn', 'N'],
  ['^x', 'Z'],
  ['tch', 'CH'],
  ['dge', 'JH'],
  ['sch', 'S K'],
  ['ch', 'CH'],
  ['sh', 'SH'],
  ['th', 'TH'],
  ['ph', 'F'],
  ['gh', 'G'],
  ['wh', 'W'],
  ['ck', 'K'],
  ['ng$', 'NG'],
  ['ng(?=s$)', 'NG'],
  ['nk', 'NG K'],
  ['qu', 'K W'],
  ['q', 'K'],
  ['sc(?=[eiy])', 'S'],
  ['c(?=[eiy])', 'S'],
  ['g(?=[eiy])', 'JH'],
  ['(?<=[aeiouy])s(?=e$)', 'Z'],
  ['(?<=[bdgvmnlr])s$', 'Z'],
  ['bb', 'B'],
  ['cc', 'K'],
  ['dd', 'D'],
  ['ff', 'F'],
  ['gg', 'G'],
  ['ll', 'L'],
  ['mm', 'M'],
  ['nn', 'N'],
  ['pp', 'P'],
  ['rr', 'R'],
  ['ss', 'S'],
  ['tt', 'T'],
  ['zz', 'Z'],
  ['(?<=[^aeiouy])le$', 'AH L'],
  ['(?<=[dt])ed$', 'IH D'],
  ['(?<=[pkfsx])ed$', 'T'],
  ['(?<=.{2})ed$', 'D'],
  ['ing$', 'IH NG'],
  ['er$', 'ER'],
  ['or$', 'ER'],
  ['ar', 'AA R'],
  ['er', 'ER'],
  ['ir', 'ER'],
  ['ur', 'ER'],
  ['or', 'AO R'],
  ['ai', 'EY'],
  ['ay', 'EY'],
  ['au', 'AO'],
  ['aw', 'AO'],
  ['ee', 'IY'],
  ['ea', 'IY'],
  ['ei', 'EY'],
  ['ey$', 'IY'],
  ['ey', 'EY'],
  ['ew', 'Y UW'],
  ['eu', 'Y UW'],
  ['ie$', 'IY'],
  ['ie', 'IY'],
  ['io', 'IY OW'],
  ['ia', 'IY AH'],
  ['oa', 'OW'],
  ['oi', 'OY'],
  ['oy', 'OY'],
  ['oo', 'UW'],
  ['ou', 'AW'],
  ['ow', 'OW'],
  ['ue$', 'UW'],
  ['ui', 'UW IH'],
  ['^y(?=[aeiou])', 'Y'],
  ['(?<=^[^aeiouy]*)y$', 'AY'],
  ['y$', 'IY'],
  ['y', 'IH'],
  ['a(?=[^aeiouywxr]e$)', 'EY'],
  ['e(?=[^aeiouywxr]e$)', 'IY'],
  ['i(?=[^aeiouywxr]e$)', 'AY'],
  ['o(?=[^aeiouywxr]e$)', 'OW'],
  ['u(?=[^aeiouywxr]e$)', 'UW'],
  ['(?<=[aeiouy].*)e$', ''],
  ['e$', 'IY'],
  ['o$', 'OW'],
  ['i$', 'IY'],
  ['a$', 'AH'],
  ['u$', 'UW'],
  ['a', 'AE'],
  ['b', 'B'],
  ['c', 'K'],
  ['d', 'D'],
  ['e', 'EH'],
  ['f', 'F'],
  ['g', 'G'],
  ['h', 'HH'],
  ['i', 'IH'],
  ['j', 'JH'],
  ['k', 'K'],
  ['l', 'L'],
  ['m', 'M'],
  ['n', 'N'],
  ['o', 'AA'],
  ['p', 'P'],
  ['r', 'R'],
  ['s', 'S'],
  ['t', 'T'],
  ['u', 'AH'],
  ['v', 'V'],
  ['w', 'W'],
  ['x', 'K S'],
  ['z', 'Z'],
];

const RULES = SPELLINGS.map(([pattern, phones]) => ({ pattern: new RegExp(pattern, 'y'), phones }));

/** A guess in ARPAbet, phones separated by spaces; undefined for anything but a word of a–z, apostrophes aside. */
export function soundOut(word: string): string | undefined {
  const letters = word.replaceAll("'", '');
  if (!/^[a-z]+$/.test(letters)) return undefined;
  if (!/[aeiouy]/.test(letters)) {
    return Array.from(letters, (letter) => LETTER_NAMES[letter] ?? '').join(' ');
  }
  const phones: string[] = [];
  let at = 0;
  while (at < letters.length) {
    const start = at;
    for (const { pattern, phones: sound } of RULES) {
      pattern.lastIndex = start;
      const match = pattern.exec(letters);
      if (match === null) continue;
      if (sound !== '') phones.push(sound);
      at += match[0].length;
      break;
    }
  }
  return phones.length === 0 ? undefined : phones.join(' ');
}
