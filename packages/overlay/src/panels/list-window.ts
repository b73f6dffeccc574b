// A list with one chosen line: where keys take the choice, and which part of the list is shown.

/** The place that a command chooses among `count`; undefined for a command that chooses nothing. */
export function chosenBy(
  command: string,
  {
    chosen,
    count,
    page,
  }: { readonly chosen: number; readonly count: number; readonly page: number },
): number | undefined {
  const last = Math.max(0, count - 1);
  const within = (place: number) => Math.min(last, Math.max(0, place));
  switch (command) {
    case 'Up':
    case 'k':
    case 'Ctrl-p':
      return within(chosen - 1);
    case 'Down':
    case 'j':
    case 'Ctrl-n':
      return within(chosen + 1);
    case 'PageUp':
      return within(chosen - page);
    case 'PageDown':
      return within(chosen + page);
    case 'Home':
    case 'g':
      return 0;
    case 'End':
    case 'G':
      return last;
    default:
      return undefined;
  }
}

/** First line shown of `count` so that `chosen` is among the `visible` ones, in the middle if it can be. */
export function firstShown(chosen: number, count: number, visible: number): number {
  const most = Math.max(0, count - visible);
  return Math.min(most, Math.max(0, chosen - Math.floor((visible - 1) / 2)));
}
