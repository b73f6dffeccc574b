// The archive for whoever is asked for help: the report, the settings, a few variables and the end of the
// host's log, all redacted. Never audio, never anything that was said, typed or answered.

import { writeFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import {
  type Finding,
  type Identity,
  redact,
  reportDocument,
  reportText,
} from '@codex-voice/doctor';
import { createTarGzip } from 'nanotar';
import { lastLines } from '../commands/log-tail.ts';
import { UserError, visible } from '../user-error.ts';
import { redactedConfig } from './redacted-config.ts';

export interface BundleFile {
  readonly name: string;
  readonly text: string;
  /** What it is, for the person who is to send it. */
  readonly what: string;
}

export interface BundleParts {
  readonly findings: readonly Finding[];
  readonly version: string;
  readonly configText: string;
  readonly hostLogFile: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly identity: Identity;
}

/** Enough to see what went before, and little enough to be read before it is sent. */
const LOG_LINES = 200;
/** Longer lines are cut, in characters. */
const LONGEST_LINE = 2_000;
const REPORT_COLUMNS = 100;

/** Variables that decide how terminals, sound and our folders behave. None of them holds a secret by itself. */
const VARIABLES = [
  ...['TERM', 'TERM_PROGRAM', 'TERM_PROGRAM_VERSION', 'COLORTERM', 'NO_COLOR', 'LANG', 'LC_ALL'],
  ...['LC_CTYPE', 'SHELL', 'PATH', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME'],
  ...['XDG_DATA_HOME', 'XDG_CACHE_HOME', 'PULSE_SERVER', 'ALSA_CONFIG_PATH', 'TMUX', 'STY'],
  ...['WSL_DISTRO_NAME', 'container', 'DISPLAY', 'WAYLAND_DISPLAY'],
] as const;

/** Of these only whether they are set. */
const SET_OR_NOT = [
  'SSH_CONNECTION',
  'SSH_TTY',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NODE_OPTIONS',
] as const;

/** Whose names are to be taken out, on this machine. */
export function ourIdentity(): Identity {
  const machine = hostname();
  const home = homedir();
  try {
    return { home, machine, user: userInfo().username };
  } catch {
    // A user without a name, as containers have them.
    return { home, machine };
  }
}

export function bundleFiles(parts: BundleParts): readonly BundleFile[] {
  const { findings, version, configText, identity } = parts;
  const clean = (text: string): string => redact(text, identity);
  const manner = { columns: REPORT_COLUMNS, marks: 'signs', colour: 'none' } as const;
  // Before they are set in lines and quotes: a secret that is cut in two has no form, and a text that is
  // changed in its quotes may be no JSON any more.
  const safe = findings.map((finding) => cleanFinding(finding, clean));
  const document = `${JSON.stringify(reportDocument(safe, version), undefined, 2)}\n`;
  return [
    {
      name: 'report.txt',
      what: 'what codex-voice doctor says',
      text: `codex-voice ${version}\n\n${reportText(safe, manner)}`,
    },
    { name: 'report.json', what: 'the same for programs', text: document },
    {
      name: 'config.toml',
      what: 'your settings, without comments and without words of your own',
      text: redactedConfig(configText, clean),
    },
    {
      name: 'environment.txt',
      what: 'variables of terminal, sound and folders',
      text: clean(environmentText(parts.environment)),
    },
    {
      name: 'host.log',
      what: `the last ${LOG_LINES} lines of what the host did; nothing that was said is in it`,
      text: clean(logText(parts.hostLogFile)),
    },
  ];
}

function cleanFinding(finding: Finding, clean: (text: string) => string): Finding {
  const { subject, fact, mend } = finding;
  const told = { ...finding, subject: clean(subject), fact: clean(fact) };
  if (mend === undefined) return told;
  const { words, command } = mend;
  return {
    ...told,
    mend: {
      ...mend,
      ...(words === undefined ? {} : { words: clean(words) }),
      ...(command === undefined ? {} : { command: clean(command) }),
    },
  };
}

function environmentText(environment: BundleParts['environment']): string {
  const values = VARIABLES.map((name) => `${name}=${visible(environment[name] ?? '(not set)')}`);
  const set = SET_OR_NOT.map(
    (name) => `${name} is ${environment[name] === undefined ? 'not ' : ''}set`,
  );
  return `${[...values, ...set].join('\n')}\n`;
}

function logText(path: string): string {
  try {
    const { lines } = lastLines(path, LOG_LINES);
    return lines.map((line) => `${visible(line).slice(0, LONGEST_LINE)}\n`).join('');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${error.message}\n`;
  }
}

/** A name in the archive is below one folder, as people expect it. */
const FOLDER = 'codex-voice-doctor';
const FILE_MODE = 0o600;

/** Throws `UserError` where the file is there already, or can't be written. */
export async function writeBundle(path: string, files: readonly BundleFile[]): Promise<void> {
  const archive = await createTarGzip(
    files.map(({ name, text }) => ({
      name: `${FOLDER}/${name}`,
      data: text,
      attrs: { mode: '600' },
    })),
  );
  try {
    writeFileSync(path, archive, { mode: FILE_MODE, flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError(
      code === 'EEXIST'
        ? `${visible(path)} is there already: name another file`
        : `${visible(path)} can't be written (${code}): name another file`,
    );
  }
}
