// What a question of an agent's wants answered, in lines: its parts, and the choices of each by number; and
// the request that gives the numbers.
import type { ApprovalEntry, HostRequest } from '@codex-voice/protocol';

export type NextPart = NonNullable<ApprovalEntry['parts']>[number] & {
  /** Its place among the parts, from 0. */
  readonly place: number;
};

/** The part of a question that is to be answered next. */
export function nextPart({ parts = [], given = [] }: ApprovalEntry): NextPart | undefined {
  const next = parts[given.length];
  return next === undefined ? undefined : { ...next, place: given.length };
}

/** By key, choices of a part by their numbers from 1; a host that knows no places reads them as words. */
export function choiceRequest(
  requestId: string,
  chosen: { readonly id: string; readonly part: number; readonly numbers: readonly number[] },
): Extract<HostRequest, { type: 'reply' }> {
  const { id, part, numbers } = chosen;
  const choices = numbers.map((number) => number - 1);
  const words = [numbers.join(',')];
  return { type: 'reply', requestId, id, part, words, choices, by: 'key' };
}

/** In one line, what is to be answered next and what may be chosen; undefined: it is no such question. */
export function questionText(entry: ApprovalEntry): string | undefined {
  const next = nextPart(entry);
  const count = entry.parts?.length ?? 0;
  if (next === undefined) return undefined;
  const place = count > 1 ? `${next.place + 1}/${count} ` : '';
  const choices = next.choices.map(({ label }, index) => `${index + 1}) ${label}`);
  return [`${place}${next.question}`, ...choices].join('  ');
}

/** None where words alone are wanted of its only part: its text says it all. */
export function questionLines({
  parts = [],
  given = [],
}: Pick<ApprovalEntry, 'parts' | 'given'>): readonly string[] {
  return parts.flatMap(({ question, choices, words, several }, index) => {
    const answer = given[index];
    const asked = parts.length === 1 ? [] : [`${index + 1}. ${question}`];
    if (answer !== undefined) return [...asked, `= ${answer}`];
    const chosen = choices.map(({ label, description }, place) => {
      const also = description === undefined ? '' : `: ${description}`;
      return `${place + 1}) ${label}${also}`;
    });
    const own = words === true && choices.length > 0 ? ['or your own words'] : [];
    const many = several === true ? ['several may be chosen: 1,3'] : [];
    return [...asked, ...chosen, ...many, ...own];
  });
}

/** The command that answers it; undefined: its dialog alone does. */
export function answeringCommand({ id, parts }: ApprovalEntry): string | undefined {
  if (parts === undefined) return undefined;
  const [only, second] = parts;
  if (second !== undefined) {
    const each = parts.map(({ choices }) => (choices.length === 0 ? 'TEXT' : 'CHOICE'));
    return `codex-voice answer ${id} ${each.join(' ')}`;
  }
  return `codex-voice answer ${id} ${only?.choices.length === 0 ? 'TEXT' : 'CHOICE'}`;
}
