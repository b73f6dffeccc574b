// Semantic Versioning 2.0.0, as far as a release needs it: https://semver.org.

const NUMBER = '(?:0|[1-9]\\d{0,8})';
const WORD = '[0-9A-Za-z-]+';
const VERSION = new RegExp(
  `^(${NUMBER})\\.(${NUMBER})\\.(${NUMBER})(?:-(${WORD}(?:\\.${WORD})*))?(?:\\+${WORD}(?:\\.${WORD})*)?$`,
);

/** Whether it is a version by those rules; one of more than 64 characters is none for us. */
export function isVersion(text: string): boolean {
  return text.length <= 64 && VERSION.test(text);
}

/** Negative: `left` is older. Throws a `TypeError` for what is no version. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)];
  for (const at of [0, 1, 2] as const)
    if (a.core[at] !== b.core[at]) return a.core[at] - b.core[at];
  return comparePreReleases(a.words, b.words);
}

interface Parts {
  readonly core: readonly [number, number, number];
  readonly words: readonly string[];
}

function partsOf(version: string): Parts {
  const found = VERSION.exec(version);
  if (found === null)
    throw new TypeError(`a version such as 1.2.3, got ${JSON.stringify(version)}`);
  const [, major, minor, patch, words] = found;
  return {
    core: [Number(major), Number(minor), Number(patch)],
    words: words === undefined ? [] : words.split('.'),
  };
}

function comparePreReleases(left: readonly string[], right: readonly string[]): number {
  // A release comes after all that led to it.
  if (left.length === 0 || right.length === 0) return right.length - left.length;
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [a, b] = [left[at], right[at]];
    if (a === undefined || b === undefined) return left.length - right.length;
    const order = compareWords(a, b);
    if (order !== 0) return order;
  }
  return 0;
}

function compareWords(left: string, right: string): number {
  const [a, b] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (a && b) return Number(left) - Number(right);
  if (a !== b) return a ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
