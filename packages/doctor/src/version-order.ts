// Versions as programs print them: found in a line, and put in order.

/** The first version in what a program says of itself; undefined where there is none. */
export function versionIn(text: string): string | undefined {
  return /\b(?<version>\d+\.\d+(?:\.\d+)?(?:-[0-9A-Za-z.]+)?)\b/u.exec(text)?.groups?.version;
}

/** Whether `version` is older than `other`, by its numbers; what has none is not. */
export function isOlder(version: string, other: string): boolean {
  const ours = numbersOf(version);
  const theirs = numbersOf(other);
  for (const [at, number] of theirs.entries()) {
    const own = ours[at] ?? 0;
    if (own !== number) return own < number;
  }
  return false;
}

function numbersOf(version: string): readonly number[] {
  return (version.split('-')[0] ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0);
}
