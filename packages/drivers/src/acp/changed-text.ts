// What changed between two texts of a file, as a unified patch with one hunk: from the first line that
// differs to the last. Whether the last line has an end is not told.

/** Lines that stay around what changes. */
const CONTEXT_LINES = 3;

export interface TextChange {
  readonly path: string;
  /** Undefined: the file is new. */
  readonly before: string | undefined;
  readonly after: string;
}

/** Empty where nothing changes. */
export function patchOfChange({ path, before, after }: TextChange): string {
  if (before === after) return '';
  const old = linesOf(before ?? '');
  const new_ = linesOf(after);
  let same = 0;
  while (same < old.length && same < new_.length && old[same] === new_[same]) same += 1;
  let sameAtEnd = 0;
  while (
    sameAtEnd < Math.min(old.length, new_.length) - same &&
    old[old.length - 1 - sameAtEnd] === new_[new_.length - 1 - sameAtEnd]
  )
    sameAtEnd += 1;
  const first = Math.max(0, same - CONTEXT_LINES);
  const contextAtEnd = Math.min(sameAtEnd, CONTEXT_LINES);
  const lines = [
    ...old.slice(first, same).map((line) => ` ${line}`),
    ...old.slice(same, old.length - sameAtEnd).map((line) => `-${line}`),
    ...new_.slice(same, new_.length - sameAtEnd).map((line) => `+${line}`),
    ...old
      .slice(old.length - sameAtEnd, old.length - sameAtEnd + contextAtEnd)
      .map((line) => ` ${line}`),
  ];
  const gone = range(first, old.length - sameAtEnd + contextAtEnd - first);
  const come = range(first, new_.length - sameAtEnd + contextAtEnd - first);
  const from = before === undefined ? '/dev/null' : path;
  return [`--- ${from}`, `+++ ${path}`, `@@ -${gone} +${come} @@`, ...lines, ''].join('\n');
}

/** Of a change that is too large to be held. */
export function unshownChange(path: string): string {
  return `--- ${path}\n+++ ${path}\n(too large to be shown)\n`;
}

function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function range(first: number, count: number): string {
  return `${count === 0 ? first : first + 1},${count}`;
}
