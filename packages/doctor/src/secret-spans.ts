// Where in a text secrets stand, by the forms that also take them out of reports: for who writes something of
// its own in their place. The text keeps its length while they are looked for.
import { SECRET_FORMS, type SecretForm } from './secret-forms.table.ts';

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

/**
 * What finds them in a text.
 * @param except Kinds that are private and no secrets, as paths and addresses are, where they may stay.
 */
export function secretSpansBut(
  except: ReadonlySet<string>,
): (text: string) => readonly SecretSpan[] {
  const forms = SECRET_FORMS.filter(({ kind }) => !except.has(kind));
  const signs = anyOf(forms.map(({ sign }) => sign));
  return (text) => (signs.some((sign) => sign.test(unmasked(text))) ? spansOf(text, forms) : []);
}

/** By these forms, in their order. */
export function spansOf(text: string, forms: readonly SecretForm[]): readonly SecretSpan[] {
  let masked = unmasked(text);
  let signBefore: RegExp | undefined;
  let isThere = false;
  for (const { kind, form, sign } of forms) {
    // Looked for once for all that share it: where it was not there, none of them has changed anything.
    if (sign !== signBefore) isThere = sign.test(masked);
    signBefore = sign;
    if (isThere) masked = withMasks(masked, { kind, form });
  }
  return [...masked.matchAll(RUN)].map(({ index, 0: run }) => ({
    kind: KINDS[run.charCodeAt(0) - FIRST_MASK] ?? 'secret',
    start: index,
    end: index + run.length,
  }));
}

/** So few expressions that one of these is in a text where one of them is. */
function anyOf(signs: readonly RegExp[]): readonly RegExp[] {
  const sources = (ignoresCase: boolean): readonly string[] => [
    ...new Set(signs.filter((sign) => sign.ignoreCase === ignoresCase).map(({ source }) => source)),
  ];
  return [new RegExp(sources(false).join('|'), 'mu'), new RegExp(sources(true).join('|'), 'imu')];
}

function unmasked(text: string): string {
  return text.replaceAll(ANY_MASK, ' ');
}

function withMasks(text: string, { kind, form }: Omit<SecretForm, 'sign'>): string {
  const mask = String.fromCharCode(FIRST_MASK + (KINDS.indexOf(kind) % MASKS));
  return text.replaceAll(form, (found: string, ...rest) => {
    const groups: unknown = rest.at(-1);
    const before = groupOf(groups, 'before');
    const after = groupOf(groups, 'after');
    const secret = found.slice(before.length, found.length - after.length);
    const covered = ALL_MASKS.test(secret) ? secret : mask.repeat(secret.length);
    return before + covered + after;
  });
}

function groupOf(groups: unknown, name: 'before' | 'after'): string {
  if (typeof groups !== 'object' || groups === null || !(name in groups)) return '';
  const value: unknown = Reflect.get(groups, name);
  return typeof value === 'string' ? value : '';
}
