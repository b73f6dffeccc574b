// Chooses the one text the row is about now, and cuts it to the room there is: a notice, the words
// being said, or what was heard last.
import { type Glyphs, severitySign } from './glyphs.ts';
import type { HudKeyHint, HudMessage, HudModel } from './hud-model.ts';
import type { Filling } from './layout.ts';
import { ERROR_WEIGHT, FILLING_WEIGHT, HEARD_WEIGHT, heardLead, type RowLook } from './pieces.ts';
import { type Span, spansWidth } from './span.ts';
import { cellsOf, fitText } from './text-fit.ts';

/** Cells that words being said should have before other pieces may stand beside them. */
const WORDS_COMFORT = 48;

/** The same for what was heard last: enough to recognise it by. */
const HEARD_COMFORT = 24;

/** Cells a notice should have: it stays for seconds only, so the rest can wait. */
const NOTICE_COMFORT = 64;

/** Cells of what was heard below which it can't be recognised. */
const LEAST_HEARD = 10;

/** Cells of a notice below which the key that shows the whole of it is no help. */
const LEAST_BESIDE_WHOLE = 16;

/** Cells below which a text says nothing any more. */
const LEAST_TEXT = 4;

/** The text for the middle of the row, or undefined when there is nothing to say. */
export function fillingOf(model: HudModel, look: RowLook): Filling | undefined {
  const { message, partial } = model;
  if (message?.severity === 'error' || (message !== undefined && partial === '')) {
    return notice(message, look.glyphs);
  }
  if (partial !== '') return words(partial, look.glyphs);
  return heardFilling(model, look);
}

/** What was heard last, or undefined when nothing was. It makes way for what is more urgent. */
export function heardFilling({ lastHeard }: HudModel, look: RowLook): Filling | undefined {
  if (lastHeard === undefined) return undefined;
  const lead = heardLead(lastHeard, look);
  const { glyphs } = look;
  return {
    weight: HEARD_WEIGHT,
    comfortWidth: Math.min(HEARD_COMFORT, spansWidth(lead) + cellsOf(lastHeard.text)),
    fit: (width) => afterLead(lead, lastHeard.text, { width, glyphs }),
  };
}

/** A notice in the role of its severity, behind a sign of it; where it is cut, with the key that shows the whole. */
export function notice({ text: told, severity, whole }: HudMessage, glyphs: Glyphs): Filling {
  const text = severitySign(severity, glyphs) + told;
  const role = severity === 'info' ? 'text' : severity;
  return {
    weight: severity === 'error' ? ERROR_WEIGHT : FILLING_WEIGHT,
    comfortWidth: Math.min(NOTICE_COMFORT, cellsOf(text)),
    fit: (width) => {
      if (width < Math.min(LEAST_TEXT, cellsOf(text))) return [];
      const more = cellsOf(text) <= width ? [] : wholeHint(whole);
      const beside = width - spansWidth(more);
      const shown = beside < LEAST_BESIDE_WHOLE ? [] : more;
      const room = width - spansWidth(shown);
      const cut = fitText(text, { width: room, lose: 'end', ellipsis: glyphs.ellipsis });
      return [{ text: cut, role }, ...shown];
    },
  };
}

function wholeHint(hint: HudKeyHint | undefined): readonly Span[] {
  if (hint === undefined) return [];
  return [
    { text: ` ${hint.key}`, role: 'key' },
    { text: ` ${hint.does}`, role: 'quiet' },
  ];
}

/** The words being said. Their end is what is new, so the beginning goes. */
export function words(partial: string, glyphs: Glyphs): Filling {
  return {
    weight: FILLING_WEIGHT,
    comfortWidth: Math.min(WORDS_COMFORT, cellsOf(partial) + 1),
    fit: (width) => {
      const room = width - cellsOf(glyphs.caret);
      if (room < Math.min(LEAST_TEXT, cellsOf(partial))) return [];
      const text = fitText(partial, { width: room, lose: 'start', ellipsis: glyphs.ellipsis });
      return [
        { text, role: 'text' },
        { text: glyphs.caret, role: 'accent' },
      ];
    },
  };
}

function afterLead(
  lead: readonly Span[],
  text: string,
  { width, glyphs }: { readonly width: number; readonly glyphs: Glyphs },
): readonly Span[] {
  const room = width - spansWidth(lead);
  if (room < Math.min(LEAST_HEARD, cellsOf(text))) return [];
  const cut = fitText(text, { width: room, lose: 'end', ellipsis: glyphs.ellipsis });
  return [...lead, { text: cut, role: 'quiet' }];
}
