// From a template to a prompt: places are filled, empty ones go or refuse it. What an action's templates
// are is the languages' task.

/** What may stand in places; absent or blank: nothing. */
export interface PlaceValues {
  /** The words behind the action's name. */
  readonly args?: string | undefined;
  /** A text that was handed over beside them. */
  readonly selection?: string | undefined;
  readonly 'toolchain.test'?: string | undefined;
  readonly 'toolchain.build'?: string | undefined;
}

type Place = keyof PlaceValues;

const PLACES: readonly Place[] = ['args', 'selection', 'toolchain.test', 'toolchain.build'];

/** As the wire has it, in UTF-16 units; a longer text belongs into a file that the agent is told of. */
export const MAXIMUM_PROMPT_UNITS = 65_536;

export type Expansion =
  | { readonly kind: 'prompt'; readonly text: string }
  /** A place that has to be filled has nothing to hold. */
  | { readonly kind: 'missing'; readonly place: Place }
  | { readonly kind: 'too-long'; readonly units: number };

/** The first of the templates that has all it needs, filled. */
export function expandFirst(
  templates: readonly [string, ...string[]],
  values: PlaceValues,
): Expansion {
  const [first, ...others] = templates;
  const expanded = expandTemplate(first, values);
  if (expanded.kind !== 'missing') return expanded;
  for (const template of others) {
    const next = expandTemplate(template, values);
    if (next.kind !== 'missing') return next;
  }
  return expanded;
}

export function expandTemplate(template: string, values: PlaceValues): Expansion {
  let missing: Place | undefined;
  const text = template.replaceAll(
    /(\s*)\{([a-z.]+)(\??)\}/gu,
    (written, space: string, name: string, optional: string) => {
      const place = PLACES.find((each) => each === name);
      if (place === undefined) return written;
      const value = cleaned(values[place] ?? '');
      if (value !== '') return space + value;
      if (optional === '') missing ??= place;
      return '';
    },
  );
  if (missing !== undefined) return { kind: 'missing', place: missing };
  const trimmed = text.trim();
  if (trimmed.length > MAXIMUM_PROMPT_UNITS) return { kind: 'too-long', units: trimmed.length };
  return { kind: 'prompt', text: trimmed };
}

/** Nothing in it gives orders to a terminal. */
function cleaned(text: string): string {
  return text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trim();
}
