// Takes out of a text what is nobody else's business: secrets by their forms and by the names they stand
// behind, home folders, names of person and machine. What was taken out is told by kind, never in part.
import { SECRET_FORMS, SECRET_NAME } from './secret-forms.table.ts';

/** What is known of the person, to be taken out wherever it stands. */
export interface Identity {
  readonly home?: string;
  readonly user?: string;
  readonly machine?: string;
}

/** A shorter name would be found in the middle of ordinary words. */
const SHORTEST_NAME = 3;

export function redact(text: string, identity: Identity = {}): string {
  let clean = text;
  for (const { kind, form } of SECRET_FORMS) {
    clean = clean.replaceAll(form, (...found) => {
      const groups: unknown = found.at(-1);
      const before = textOf(groups, 'before');
      const after = textOf(groups, 'after');
      return `${before}[${kind}]${after}`;
    });
  }
  return withoutIdentity(clean, identity);
}

/** Whether what stands behind this name is a secret, whatever it looks like. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

function textOf(groups: unknown, name: 'before' | 'after'): string {
  if (typeof groups !== 'object' || groups === null || !(name in groups)) return '';
  const value: unknown = Reflect.get(groups, name);
  return typeof value === 'string' ? value : '';
}

function withoutIdentity(text: string, { home, user, machine }: Identity): string {
  let clean = text;
  for (const form of homeForms(home)) {
    // A home is one where a name begins and ends: that of bob is no part of that of bobby.
    const whole = new RegExp(`(?<![\\w.-])${escaped(form)}(?![\\w-]|\\.[\\w-])`, 'gu');
    clean = clean.replaceAll(whole, '~');
  }
  // Homes of others, and ours by another path.
  clean = clean.replaceAll(/(?<=\/(?:home|Users)\/)[^/\s"':]+/gu, '[user]');
  clean = clean.replaceAll(/(?<=\\Users\\{1,2})[^\\/\s"':]+/giu, '[user]');
  for (const [name, word] of [
    [user, '[user]'],
    [machine, '[machine]'],
  ] as const) {
    if (name === undefined || name.length < SHORTEST_NAME || name === 'root') continue;
    clean = clean.replaceAll(new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`, 'giu'), word);
  }
  return clean;
}

/** As it stands in paths, in escaped text, and with the slashes of others. */
function homeForms(home: string | undefined): ReadonlySet<string> {
  const bare = home?.replace(/[/\\]+$/u, '') ?? '';
  if (bare.length < 2) return new Set();
  return new Set([bare.replaceAll('\\', '\\\\'), bare, bare.replaceAll('\\', '/')]);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}
