// Which programs a system suite needs, read from its first line, and how each can be had. Looking
// for them on this machine is left to the caller, so that the rules here stay testable.

/** A suite under tests/system/ and the programs its first line asks for. */
export interface Suite {
  readonly path: string;
  readonly needs: readonly string[];
}

/** Agent programs that the testing package installs into a cache of its own, never from Debian. */
const AGENTS: ReadonlySet<string> = new Set(['codex', 'claude', 'gemini']);

/** What is no program: a suite that makes a second user must be that one. */
export const ROOT_USER = 'root';

/** Programs whose Debian package has another name than the program. */
const PACKAGE_OF_PROGRAM: ReadonlyMap<string, string> = new Map([
  ['convert', 'imagemagick'],
  ['espeak', 'espeak-ng'],
  ['import', 'imagemagick'],
  ['paplay', 'pulseaudio-utils'],
  ['pacat', 'pulseaudio-utils'],
  ['pactl', 'pulseaudio-utils'],
  ['parec', 'pulseaudio-utils'],
  ['script', 'bsdutils'],
  ['setpriv', 'util-linux'],
  ['ssh', 'openssh-client'],
  ['sshd', 'openssh-server'],
  ['unshare', 'util-linux'],
  ['useradd', 'passwd'],
  ['Xvfb', 'xvfb'],
  ['xvfb-run', 'xvfb'],
]);

/**
 * Reads the `// needs: tmux flite` line that opens every system suite; `// needs:` alone needs
 * nothing. Throws a `TypeError` for a suite without the line.
 */
export function parseNeeds(path: string, text: string): Suite {
  const line = /^\/\/ needs:(.*)$/.exec(text.split('\n', 1)[0] ?? '');
  if (line === null) {
    throw new TypeError(`${path}: its first line must be "// needs: PROGRAM …", got other text`);
  }
  const needs = (line[1] ?? '').split(/\s+/).filter((word) => word !== '');
  return { path, needs };
}

/** The Debian package that brings a program, or undefined for the agents' own. */
export function debianPackage(program: string): string | undefined {
  if (AGENTS.has(program) || program === ROOT_USER) return undefined;
  return PACKAGE_OF_PROGRAM.get(program) ?? program;
}

/** The line that says why a suite was not run and what would let it run. */
export function notRunLine(suite: Suite, missing: readonly string[]): string {
  const packages = missing.map(debianPackage).filter((name) => name !== undefined);
  const byHand = packages.length === missing.length;
  const how = byHand
    ? `\`apt-get install ${packages.join(' ')}\` or \`npm run test:system\``
    : '`npm run test:system`';
  return `not run: ${suiteName(suite.path)} needs ${missing.join(' ')} — get it: ${how}`;
}

/** `tests/system/hud.test.ts` → `hud`. */
export function suiteName(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.test\.ts$/, '');
}
