// `codex-voice host install|uninstall`: the host as a background service of this person's. What would be
// written and run is shown first; everything that was done can be taken back, and is where a step fails.
import { execFile } from 'node:child_process';
import {
  accessSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import { type Installation, installationOf } from '@codex-voice/releases';
import { askYes } from '../actions/ask-yes.ts';
import { type CommandGiven, note, printJson } from '../commands/session-access.ts';
import { UserError, visible } from '../user-error.ts';
import {
  AGENT_LABEL,
  launchdAgent,
  MARK,
  type ServiceStart,
  serviceFile,
  systemdUnit,
  UNIT_NAME,
} from './service-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A background service as one system has it. */
export interface Service {
  readonly file: string;
  readonly text: string;
  /** Each a program and its arguments, in order. */
  readonly afterWriting: readonly (readonly string[])[];
  /** Where a former file of ours lies there: what is loaded from it would hold out against the new one. */
  readonly beforeRewriting: readonly (readonly string[])[];
  readonly beforeRemoving: readonly (readonly string[])[];
  readonly afterRemoving: readonly (readonly string[])[];
  /** Said where it has not been run on such a system. */
  readonly unverified?: string;
}

/** Variables that say where things are: ours, the sound server, and the way to the network. */
const PLACES = [
  ...['XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR', 'PATH'],
  ...['PULSE_SERVER', 'ALSA_CONFIG_PATH'],
  ...['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'],
];

export interface ServiceFor {
  readonly platform: NodeJS.Platform;
  readonly env: Environment;
  /** Of codex-voice.js. */
  readonly launcher: string;
  readonly node: string;
  readonly installation: Installation;
  readonly userId: number;
}

/** Throws `UserError` where this system has no such thing. */
export function serviceFor(given: ServiceFor): Service {
  const { platform, env, userId } = given;
  const file = serviceFile(platform, env);
  if (file === undefined)
    throw new UserError(
      'sessions do not run on Windows yet, so there is no host to start: install it inside WSL',
    );
  const usual: Environment = { XDG_RUNTIME_DIR: `/run/user/${userId}` };
  const variables = Object.fromEntries(
    PLACES.flatMap((name) => {
      const value = env[name];
      return value === undefined || value === '' || value === usual[name] ? [] : [[name, value]];
    }),
  );
  const start: ServiceStart = { program: programOf(given), variables };
  return platform === 'darwin' ? launchdService(start, file, userId) : systemdService(start, file);
}

/** An archive's versions come and go; what is below `current` is the one that is used, and its own Node. */
function programOf({ installation, node, launcher }: ServiceFor): readonly string[] {
  if (installation.kind !== 'archive') return [node, launcher];
  return [join(installation.root, 'current', 'bin', 'codex-voice')];
}

function systemdService(start: ServiceStart, file: string): Service {
  const systemctl = (...args: readonly string[]) => ['systemctl', '--user', ...args];
  return {
    file,
    text: systemdUnit(start),
    afterWriting: [systemctl('daemon-reload'), systemctl('enable', '--now', UNIT_NAME)],
    beforeRewriting: [],
    beforeRemoving: [systemctl('disable', '--now', UNIT_NAME)],
    afterRemoving: [systemctl('daemon-reload')],
  };
}

function launchdService(start: ServiceStart, file: string, userId: number): Service {
  const bootout = ['launchctl', 'bootout', `gui/${userId}/${AGENT_LABEL}`];
  return {
    file,
    text: launchdAgent(start),
    afterWriting: [['launchctl', 'bootstrap', `gui/${userId}`, file]],
    beforeRewriting: [bootout],
    beforeRemoving: [bootout],
    afterRemoving: [],
    unverified: 'this has been run on no Mac yet: tell us how it goes',
  };
}

/** Throws `UserError`. */
export async function hostService(
  given: CommandGiven,
  what: 'install' | 'uninstall',
): Promise<number> {
  const launcher = realpathSync(given.launcher);
  const service = serviceFor({
    platform: process.platform,
    env: process.env,
    launcher,
    node: process.execPath,
    installation: installationOf(resolve(dirname(launcher), '..')),
    userId: process.getuid?.() ?? 0,
  });
  const { options } = given.request;
  if (options.print === true) {
    process.stdout.write(service.text);
    return 0;
  }
  refuseUnmanaged(service, process.env.PATH ?? '');
  const done = what === 'install' ? await install(given, service) : await uninstall(given, service);
  const { file } = service;
  if (options.json === true)
    printJson({ installed: what === 'install', file, changed: done === 'done' });
  else process.stdout.write(`${told(what, done)}: ${visible(file)}\n`);
  return 0;
}

function told(what: 'install' | 'uninstall', done: 'done' | 'nothing'): string {
  if (done === 'nothing')
    return what === 'install' ? 'it is installed already' : 'it is not installed';
  return what === 'install'
    ? 'the host starts with your login from now on'
    : 'removed; the first session starts the host, as before';
}

/** Where its program is not there nothing is written. */
function refuseUnmanaged({ beforeRemoving: [[program = ''] = []] }: Service, path: string): void {
  const isThere = path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program));
      return folder !== '';
    } catch {
      return false;
    }
  });
  if (isThere) return;
  throw new UserError(
    `${program} is not there: nothing is lost, for the first session starts the host by itself`,
  );
}

async function install(given: CommandGiven, service: Service): Promise<'done' | 'nothing'> {
  const { file, text, beforeRewriting, afterWriting, unverified } = service;
  const before = textOf(file);
  if (before !== undefined && !before.includes(MARK)) {
    throw new UserError(`${visible(file)} is not ours: move it away first`);
  }
  if (before === text) return 'nothing';
  show([
    `this would be written to ${file}:`,
    ...indented(text),
    'and then run:',
    ...commandLines(before === undefined ? afterWriting : [...beforeRewriting, ...afterWriting]),
  ]);
  const key = given.config().openai?.key_variable;
  if (key !== undefined)
    note(`${key} does not stand in it, for no key is written to a file: the service has none`);
  if (unverified !== undefined) note(`unverified: ${unverified}`);
  await confirmed(given, 'Install it?');
  // What is not loaded can't be taken out, which is as well.
  if (before !== undefined) for (const command of beforeRewriting) await failure(command);
  writeWhole(file, text);
  for (const command of afterWriting) {
    const why = await failure(command);
    if (why === undefined) continue;
    await takeBack(service, before);
    throw new UserError(`${why}: the file is as it was before`);
  }
  return 'done';
}

/** As far as it goes: why it is taken back is what the person is told. */
async function takeBack(service: Service, before: string | undefined): Promise<void> {
  const { file, afterWriting, beforeRemoving, afterRemoving } = service;
  if (before !== undefined) {
    writeWhole(file, before);
    for (const command of afterWriting) await failure(command);
    return;
  }
  for (const command of beforeRemoving) await failure(command);
  rmSync(file, { force: true });
  for (const command of afterRemoving) await failure(command);
}

async function uninstall(given: CommandGiven, service: Service): Promise<'done' | 'nothing'> {
  const { file, beforeRemoving, afterRemoving } = service;
  const before = textOf(file);
  if (before === undefined) return 'nothing';
  if (!before.includes(MARK)) throw new UserError(`${visible(file)} is not ours: it is left alone`);
  show(['this would be run:', ...commandLines(beforeRemoving), `and ${file} removed`]);
  await confirmed(given, 'Remove it?');
  // One that does not run any more can't be ended, and its file is to go all the same.
  const problems = [];
  for (const command of beforeRemoving) problems.push(await failure(command));
  rmSync(file, { force: true });
  for (const command of afterRemoving) problems.push(await failure(command));
  for (const problem of problems)
    if (problem !== undefined) note(`${problem}: its file is removed`);
  return 'done';
}

function textOf(file: string): string | undefined {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  } catch (error) {
    throw new UserError(`${visible(file)} can't be read (${codeOf(error)}): check its rights`);
  }
}

function writeWhole(file: string, text: string): void {
  const half = `${file}.${process.pid}`;
  try {
    makeFolder(dirname(file), 0o755);
    // The address of a proxy may have a password in it.
    writeFileSync(half, text, { mode: 0o600 });
    renameSync(half, file);
  } catch (error) {
    rmSync(half, { force: true });
    throw new UserError(`${visible(file)} can't be written (${codeOf(error)}): check its rights`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function show(lines: readonly string[]): void {
  process.stderr.write(`${lines.map(visible).join('\n')}\n`);
}

function indented(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
}

function commandLines(commands: readonly (readonly string[])[]): readonly string[] {
  return commands.map((command) => `  ${command.join(' ')}`);
}

async function confirmed({ request: { options } }: CommandGiven, question: string): Promise<void> {
  if (options.yes === true) return;
  switch (await askYes(question)) {
    case 'yes':
      return;
    case 'no':
      throw new UserError('nothing was changed: add --print to see the file again');
    case 'nobody':
      throw new UserError('nothing was changed, and nobody can be asked: add --yes');
  }
}

/** Starting a service may take its time; longer than this none does, in ms. */
const PATIENCE_MS = 60_000;

/** Undefined: it went well. Else one line of what did not, with the last that it wrote. */
async function failure([program = '', ...args]: readonly string[]): Promise<string | undefined> {
  const why = await new Promise<string | undefined>((resolve) => {
    execFile(
      program,
      args,
      { encoding: 'utf8', timeout: PATIENCE_MS },
      (error, _stdout, stderr) => {
        const last = stderr.trim().split('\n').at(-1) ?? '';
        resolve(error === null ? undefined : last === '' ? error.message : last);
      },
    );
  });
  return why === undefined ? undefined : `${[program, ...args].join(' ')} failed (${visible(why)})`;
}
