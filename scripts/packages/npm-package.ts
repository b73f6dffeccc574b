// The npm package as a folder, and packed: bundles, launcher, man page, completions and a short README.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedManifest } from './manifest.ts';

const README = `# codex-voice

Speak, and the coding agent you already use hears you, in the terminal you already use.

\`\`\`sh
codex-voice codex        # or claude, or any other program
codex-voice doctor       # what is there, what is missing, and how to mend it
codex-voice --help
\`\`\`
`;

/** Lays the package out in `folder`, which is made anew. */
export function layOut(root: string, folder: string, manifest: PublishedManifest): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'share', 'man', 'man1'), { recursive: true });
  mkdirSync(join(folder, 'share', 'completions'), { recursive: true });
  for (const name of ['bin', 'dist', 'schema', 'LICENSE'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  writeFileSync(join(folder, 'README.md'), README);
  // What the packed program itself prints: it is thereby tried, too.
  const printed = (page: string): string =>
    execFileSync(process.execPath, [join(folder, 'bin/codex-voice.js'), 'completion', page], {
      encoding: 'utf8',
    });
  writeFileSync(join(folder, 'share/man/man1/codex-voice.1'), printed('man'));
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(join(folder, 'share/completions', `codex-voice.${shell}`), printed(shell));
}

/** `codex-voice-VERSION.tgz` in `into`. */
export function pack(folder: string, into: string): void {
  execFileSync(
    'npm',
    ['pack', folder, '--pack-destination', into, '--silent', '--ignore-scripts'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}
