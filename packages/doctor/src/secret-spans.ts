// Where in a text secrets stand, by the forms that also take them out of reports: for who writes something of
// its own in their place. The text keeps its length while they are looked for.
import { SECRET_FORMS } from './secret-forms.table.ts';

export interface SecretSpan {
  readonly kind: string;
  /** In UTF-16 units; `end` is behind its last. */
  readonly start: number;
  readonly end: number;
}

/** Stands for a unit of a secret that was found: no text has it, for it is no character. */
const FIRST_MASK = 0xfdd0;
const MASKS = 32;
const ANY_MASK = /[\ufdd0-\ufdef]/gu;
const ALL_MASKS = /^[\ufdd0-\ufdef]*$/u;
const RUN = /([\ufdd0-\ufdef])\1*/gu;

const KINDS = [...new Set(SECRET_FORMS.map(({ kind }) => kind))];

/** @param except Kinds that are private and no secrets, as paths and addresses are, where they may stay. */
export function secretSpans(
  text: string,
  except: ReadonlySet<string> = new Set(),
): readonly SecretSpan[] {
  let masked = text.replaceAll(ANY_MASK, ' ');
  for (const { kind, form } of SECRET_FORMS) {
    if (except.has(kind)) continue;
    const mask = String.fromCharCode(FIRST_MASK + (KINDS.indexOf(kind) % MASKS));
    masked = masked.replaceAll(form, (found: string, ...rest) => {
      const groups: unknown = rest.at(-1);
      const before = groupOf(groups, 'before');
      const after = groupOf(groups, 'after');
      const secret = found.slice(before.length, found.length - after.length);
      const covered = ALL_MASKS.test(secret) ? secret : mask.repeat(secret.length);
      return before + covered + after;
    });
  }
  return [...masked.matchAll(RUN)].map(({ index, 0: run }) => ({
    kind: KINDS[run.charCodeAt(0) - FIRST_MASK] ?? 'secret',
    start: index,
    end: index + run.length,
  }));
}

function groupOf(groups: unknown, name: 'before' | 'after'): string {
  if (typeof groups !== 'object' || groups === null || !(name in groups)) return '';
  const value: unknown = Reflect.get(groups, name);
  return typeof value === 'string' ? value : '';
}
