// The lines and tabs that were said at the ends of a text. Who joins texts trims their ends, so that
// what was said there has to be told apart first.

export interface LineEdges {
  /** New lines and tabs before the text. */
  readonly before: string;
  /** The text without white space at its ends. */
  readonly body: string;
  /** New lines and tabs after it; all of them, where there is no text. */
  readonly after: string;
}

/** A dictated text as its body and the line breaks around it: type `before`, the joined body, `after`. */
export function lineEdges(text: string): LineEdges {
  const body = text.trim();
  const start = body === '' ? 0 : text.indexOf(body);
  return {
    before: breaks(text.slice(0, start)),
    body,
    after: breaks(text.slice(start + body.length)),
  };
}

/** Spaces are for whoever joins. */
function breaks(space: string): string {
  return space.replace(/[^\n\t]+/gu, '');
}
