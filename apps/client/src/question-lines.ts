// What a question of an agent's wants answered, in lines: its parts, and the choices of each by number.
import type { ApprovalEntry } from '@codex-voice/protocol';

/** None where words alone are wanted of its only part: its text says it all. */
export function questionLines({ parts = [] }: Pick<ApprovalEntry, 'parts'>): readonly string[] {
  return parts.flatMap(({ question, choices, words, several }, index) => {
    const asked = parts.length === 1 ? [] : [`${index + 1}. ${question}`];
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
