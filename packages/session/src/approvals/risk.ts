// Whether an approval is risky: what is known to be harmless is named here, everything else is risky.
// It reads words only, no disk, and knows no agent.
import type { ApprovalRisk, AskedApproval } from './approval.ts';
import { type SimpleCommand, simpleCommands } from './shell-words.ts';

/** Programs that only read, whatever their options are, but for those of `WRITING_OPTIONS`. */
const READERS: ReadonlySet<string> = new Set([
  ...['ls', 'cat', 'head', 'tail', 'wc', 'grep', 'egrep', 'fgrep', 'rg', 'nl', 'cut', 'tr', 'pwd'],
  ...['cd', 'echo', 'printf', 'true', 'false', 'test', 'stat', 'diff', 'cmp', 'du', 'df', 'comm'],
  ...['basename', 'dirname', 'realpath', 'readlink', 'which', 'id', 'uname', 'whoami', 'fold'],
  ...['sha256sum', 'md5sum', 'tac', 'seq', 'sleep'],
]);
/** Programs that make something new, and write over nothing. */
const MAKERS: ReadonlySet<string> = new Set(['mkdir', 'touch']);
/** What of `git` only looks. */
const GIT_READERS: ReadonlySet<string> = new Set([
  ...['status', 'log', 'diff', 'show', 'rev-parse', 'ls-files', 'blame', 'shortlog', 'describe'],
]);
/** Options by which a reader writes, or runs another program. */
const WRITING_OPTIONS = /^(?:-o|--output|--pre|--hostname-bin|--ext-diff|--textconv)/u;

const ADMINISTRATOR: ReadonlySet<string> = new Set([
  ...['sudo', 'su', 'doas', 'pkexec', 'runuser', 'chroot', 'mount', 'umount', 'systemctl'],
]);
const DESTRUCTIVE: ReadonlySet<string> = new Set([
  ...['rm', 'rmdir', 'mv', 'dd', 'shred', 'truncate', 'unlink', 'kill', 'killall', 'pkill'],
  ...[
    'chmod',
    'chown',
    'chgrp',
    'ln',
    'cp',
    'install',
    'tee',
    'patch',
    'mkfs',
    'fdisk',
    'shutdown',
  ],
  ...['reboot', 'crontab', 'split', 'csplit'],
]);
const NETWORK: ReadonlySet<string> = new Set([
  ...['curl', 'wget', 'ssh', 'scp', 'sftp', 'rsync', 'nc', 'ncat', 'netcat', 'telnet', 'ftp'],
  ...[
    'ping',
    'dig',
    'nslookup',
    'host',
    'gh',
    'docker',
    'podman',
    'kubectl',
    'aws',
    'gcloud',
    'az',
  ],
  ...['npx', 'pip', 'pip3', 'pipx', 'uv', 'apt', 'apt-get', 'brew', 'yum', 'dnf', 'apk', 'gem'],
]);
/** Programs of which a word after their name tells what they do. */
const BY_WORD: Readonly<
  Record<string, Readonly<Partial<Record<ApprovalRisk, readonly string[]>>>>
> = {
  git: {
    destructive: [
      ...[
        'reset',
        'clean',
        'checkout',
        'restore',
        'rm',
        'mv',
        'rebase',
        'merge',
        'stash',
        'switch',
      ],
      ...['commit', 'add', 'apply', 'am', 'cherry-pick', 'revert', 'gc', 'prune', 'filter-branch'],
    ],
    network: ['push', 'pull', 'fetch', 'clone', 'remote', 'submodule', 'ls-remote'],
  },
  npm: {
    network: ['install', 'i', 'ci', 'add', 'update', 'publish', 'audit', 'exec', 'x', 'view'],
  },
  pnpm: { network: ['install', 'i', 'add', 'update', 'publish', 'dlx'] },
  yarn: { network: ['install', 'add', 'up', 'upgrade', 'publish', 'dlx'] },
  cargo: { network: ['install', 'add', 'update', 'publish', 'fetch', 'search'] },
  go: { network: ['get', 'install', 'mod'] },
};
const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'zsh', 'dash']);
/** A shell in a shell in a shell … nobody reads. */
const DEEPEST_SHELL = 3;

/** The gravest first: a command with several risks tells this one. */
const GRAVITY: readonly ApprovalRisk[] = [
  'administrator',
  'destructive',
  'network',
  'permissions',
  'outside',
  'unknown',
];

/** What is asked, and what the agent itself tells of its danger. */
type Judged = Pick<AskedApproval, 'subject' | 'text' | 'patch' | 'cut' | 'cwd'> & {
  readonly warnings?: readonly ApprovalRisk[] | undefined;
};

/** What is risky about an approval; undefined: nothing that is seen. `folder`: where the agent works, absolute. */
export function approvalRisk(
  { subject, text, patch = '', cut, cwd, warnings = [] }: Judged,
  folder: string,
): ApprovalRisk | undefined {
  const told = [...warnings, ...(cut === true ? (['unknown'] as const) : [])];
  switch (subject) {
    case 'question':
      return undefined;
    case 'permissions':
      return 'permissions';
    case 'patch':
      return gravest([...told, ...patchRisks(text, folder), ...hiddenIn(patch)]);
    case 'command':
      return gravest([...told, ...placeRisks(cwd, folder), ...lineRisks(text, folder, 0)]);
  }
}

/** Relative paths are taken from there. */
function placeRisks(cwd: string | undefined, folder: string): readonly ApprovalRisk[] {
  return cwd !== undefined && isOutside(cwd, folder) ? ['outside'] : [];
}

function hiddenIn(text: string): readonly ApprovalRisk[] {
  return HIDDEN.test(text) ? ['unknown'] : [];
}

function gravest(risks: readonly ApprovalRisk[]): ApprovalRisk | undefined {
  return GRAVITY.find((risk) => risks.includes(risk));
}

/** The paths that a patch changes, one a line. */
function patchRisks(text: string, folder: string): readonly ApprovalRisk[] {
  const paths = text.split('\n').filter((path) => path !== '');
  if (paths.length === 0) return ['unknown'];
  return paths.flatMap((path): readonly ApprovalRisk[] => {
    if (isOutside(path, folder)) return ['outside'];
    // What lies there is run by others: hooks, pipelines, the agent's own settings.
    return /(?:^|\/)\.[^/]+/u.test(inFolder(path, folder)) || HIDDEN.test(path) ? ['unknown'] : [];
  });
}

/** Characters that a person does not see, or that turn the others around; line feeds and tabs are seen. */
const HIDDEN = /(?![\n\t])\p{C}/u;

function lineRisks(line: string, folder: string, depth: number): readonly ApprovalRisk[] {
  if (depth > DEEPEST_SHELL || HIDDEN.test(line)) return ['unknown', ...namedIn(line)];
  const commands = simpleCommands(line);
  if (commands === undefined || commands.length === 0) return ['unknown', ...namedIn(line)];
  return commands.flatMap((command) => commandRisks(command, folder, depth));
}

/** What can't be read may still name something grave. */
function namedIn(line: string): readonly ApprovalRisk[] {
  const words = line.split(/[^\p{L}\p{N}_.-]+/u);
  return words.flatMap((word): readonly ApprovalRisk[] => programRisk(word));
}

function programRisk(name: string): readonly ApprovalRisk[] {
  if (ADMINISTRATOR.has(name)) return ['administrator'];
  if (DESTRUCTIVE.has(name)) return ['destructive'];
  return NETWORK.has(name) ? ['network'] : [];
}

function commandRisks(
  { words, writes, reads }: SimpleCommand,
  folder: string,
  depth: number,
): readonly ApprovalRisk[] {
  const files = [...writes, ...reads];
  const risks: ApprovalRisk[] = files.some((path) => isOutside(path, folder)) ? ['outside'] : [];
  if (writes.some((path) => path !== '/dev/null')) risks.push('destructive');
  const [first, ...rest] = words;
  if (first === undefined) return risks;
  const name = programName(first);
  if (name === undefined) return [...risks, 'unknown', ...namedIn(words.join(' '))];
  const script = SHELLS.has(name) ? scriptOf(rest) : undefined;
  if (script !== undefined) return [...risks, ...lineRisks(script, folder, depth + 1)];
  return [...risks, ...programRisks(name, rest, folder)];
}

/** `-c` and the script behind it, and nothing else. */
function scriptOf(rest: readonly string[]): string | undefined {
  const [option = '', script, ...others] = rest;
  return /^-l?c$/u.test(option) && others.length === 0 ? script : undefined;
}

/** A program by its name, or in a folder that only an administrator fills. */
function programName(word: string): string | undefined {
  const name = /^(?:\/usr)?\/bin\/([^/]+)$/u.exec(word)?.[1] ?? word;
  return /^[\w.+-]+$/u.test(name) ? name : undefined;
}

function programRisks(
  name: string,
  rest: readonly string[],
  folder: string,
): readonly ApprovalRisk[] {
  const outside = rest.some((word) => isOutsideWord(word, folder)) ? (['outside'] as const) : [];
  const grave = programRisk(name);
  if (grave.length > 0) return [...grave, ...outside];
  const [word = ''] = rest;
  const byWord = Object.hasOwn(BY_WORD, name) ? BY_WORD[name] : undefined;
  for (const [risk, named] of Object.entries(byWord ?? {}))
    if (named.includes(word)) return [...GRAVITY.filter((one) => one === risk), ...outside];
  const isKnown =
    READERS.has(name) || MAKERS.has(name) || (name === 'git' && GIT_READERS.has(word));
  const writesAfterAll = rest.some((one) => WRITING_OPTIONS.test(one));
  if (isKnown && !writesAfterAll) return outside;
  // It may run what it is given, as xargs and env do.
  return ['unknown', ...namedIn(rest.join(' ')), ...outside];
}

/** An argument that names something outside, also behind an option's `=`. */
function isOutsideWord(word: string, folder: string): boolean {
  const path = word.startsWith('-') ? word.slice(word.indexOf('=') + 1) : word;
  if (word.startsWith('-') && path === word) return word.includes('/') || word.includes('..');
  return isOutside(path, folder);
}

function isOutside(path: string, folder: string): boolean {
  if (path === '/dev/null') return false;
  // Where `..` leads is a question for the disk.
  if (path.split('/').includes('..') || path.startsWith('~')) return true;
  return path.startsWith('/') && path !== folder && !isBelow(path, folder);
}

function isBelow(path: string, folder: string): boolean {
  return folder !== '' && path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function inFolder(path: string, folder: string): string {
  return isBelow(path, folder) ? path.slice(folder.length) : path;
}
