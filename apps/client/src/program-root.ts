// Where the program lies, whichever way it was started, and which version it is.
import { readFileSync } from 'node:fs';

/** From the bundle in `dist/` or from the sources the launcher lies at different distances. */
export function rootRelative(): string {
  const here = import.meta.url;
  return here.endsWith('.ts') ? new URL('../../../dist/', new URL('.', here)).href : here;
}

export function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', rootRelative()), 'utf8');
  const parsed: { readonly version?: unknown } = JSON.parse(text);
  return String(parsed.version);
}
