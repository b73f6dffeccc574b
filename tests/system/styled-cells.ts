// Reads rows as tmux writes them out, with renditions that run on from row to row, into cells that can be
// compared: blanks at a row's end, printed or erased, are nothing.

const SEQUENCE = /\x1b\[([\d;:]*)m|\x1b\[?[^m]|\x0e|\x0f|(.)/gsu;

/** For each row its cells, a character with its rendition each. */
export function styledCells(rows: readonly string[]): string[][] {
  const pen = new Map<string, string>();
  return rows.map((row) => {
    const cells: string[] = [];
    for (const [, codes, character] of row.matchAll(SEQUENCE)) {
      if (codes !== undefined) applyCodes(pen, codes);
      else if (character !== undefined) cells.push(`${character}${look(pen, character)}`);
    }
    while (cells.at(-1)?.startsWith(' ') === true) cells.pop();
    return cells;
  });
}

function look(pen: ReadonlyMap<string, string>, character: string): string {
  const shown = [...pen].filter(([kind]) => character !== ' ' || kind === 'background');
  return shown.length === 0
    ? ''
    : `{${shown
        .map(([, code]) => code)
        .sort()
        .join(' ')}}`;
}

function applyCodes(pen: Map<string, string>, codes: string): void {
  const parts = codes === '' ? ['0'] : codes.split(';');
  for (let at = 0; at < parts.length; at += 1) {
    const code = Number.parseInt(parts[at] ?? '0', 10);
    const size = [38, 48, 58].includes(code) ? (parts[at + 1] === '5' ? 2 : 4) : 0;
    const whole = parts.slice(at, at + size + 1).join(';');
    at += size;
    if (code === 0) pen.clear();
    else if (code === 39) pen.delete('foreground');
    else if (code === 49) pen.delete('background');
    else if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) pen.set('foreground', whole);
    else if ((code >= 40 && code <= 48) || code >= 100) pen.set('background', whole);
    else pen.set(`${code}`, whole);
  }
}
