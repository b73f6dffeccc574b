// Prepares a start of Claude Code with our hooks: a settings file in a private folder, given with
// `--settings`. The person's own files are read at most, never written.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { HOOK_EVENTS } from './hook-messages.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const TOKEN_BYTES = 24;
/** What Claude Code gives a hook, in seconds; ours end before. */
const QUESTION_SECONDS = 600;
const EVENT_SECONDS = 5;

/** A shell before our program: it succeeds without a word also where the program has gone meanwhile. */
const HOOK_SHELL = ['/bin/sh', '-c', '"$@" 2>/dev/null; exit 0', 'codex-voice'] as const;

const settingsSchema = v.looseObject({
  hooks: v.optional(
    v.pipe(
      v.unknown(),
      v.check((hooks) => !Array.isArray(hooks)),
      v.record(v.string(), v.array(v.unknown())),
    ),
  ),
});
type Settings = v.InferOutput<typeof settingsSchema>;

/** Words after which Claude Code shows no conversation, as its own help lists them. */
const COMMANDS: ReadonlySet<string> = new Set([
  'agents',
  'auth',
  'auto-mode',
  'doctor',
  'gateway',
  'install',
  'mcp',
  'plugin',
  'plugins',
  'project',
  'setup-token',
  'ultrareview',
  'update',
  'upgrade',
]);
/** Without a dialog a question would wait for its hook, and nobody is there to ask. */
const SILENT_OPTIONS: ReadonlySet<string> = new Set([
  '-p',
  '--print',
  '-h',
  '--help',
  '-v',
  '--version',
  '--bare',
  '--safe-mode',
]);

export interface ClaudeStart {
  /** The program that is run for a hook, with its first arguments. */
  readonly hook: readonly [string, ...string[]];
  /** Made if it is not there; nobody but its owner may enter it. */
  readonly folder: string;
  readonly cwd: string;
  readonly args: readonly string[];
}

/**
 * The arguments with which Claude Code has our hooks beside those of the person's `--settings`, or why
 * it has to start without them.
 */
export function claudeArgs({ hook, folder, cwd, args }: ClaudeStart): readonly string[] | string {
  const word = withoutConversation(args);
  if (word !== undefined) return `${word} shows no conversation`;
  const given = settingsGiven(args);
  const theirs = given === undefined ? {} : readSettings(given.value, cwd);
  if (typeof theirs === 'string') return theirs;
  prepareHookFolder(folder);
  const path = join(folder, 'settings.json');
  const settings = {
    ...theirs,
    hooks: withOurs(theirs.hooks ?? {}, [...HOOK_SHELL, ...hook, folder]),
  };
  writePrivate(path, JSON.stringify(settings, undefined, 2));
  return ['--settings', path, ...(given === undefined ? args : given.others)];
}

/** Makes the private folder in which hooks find who listens. */
export function prepareHookFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  chmodSync(folder, FOLDER_MODE);
  writePrivate(join(folder, 'token'), randomBytes(TOKEN_BYTES).toString('hex'));
}

/** The word, if there is one, by which Claude Code asks nobody or shows nothing. */
function withoutConversation(args: readonly string[]): string | undefined {
  const [first] = args;
  if (first !== undefined && COMMANDS.has(first)) return first;
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  return options.find((word) => SILENT_OPTIONS.has(word));
}

function withOurs(
  theirs: NonNullable<Settings['hooks']>,
  [command, ...args]: readonly string[],
): NonNullable<Settings['hooks']> {
  const ours = HOOK_EVENTS.map((event) => {
    const asks = event === 'PermissionRequest';
    // What waits for no answer keeps Claude Code waiting for nothing.
    const way = asks ? { timeout: QUESTION_SECONDS } : { timeout: EVENT_SECONDS, async: true };
    const entry = { hooks: [{ type: 'command', command, args, ...way }] };
    return [event, [...(theirs[event] ?? []), entry]] satisfies [string, unknown[]];
  });
  return { ...theirs, ...Object.fromEntries(ours) };
}

/** The last `--settings` is the one that Claude Code takes; none is left among the others. */
function settingsGiven(
  args: readonly string[],
): { readonly value: string; readonly others: readonly string[] } | undefined {
  let value: string | undefined;
  const others: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--') {
      others.push(...args.slice(at));
      break;
    }
    const next = args[at + 1];
    if (word === '--settings' && next !== undefined) {
      value = next;
      at += 1;
    } else if (word.startsWith('--settings=')) value = word.slice('--settings='.length);
    else others.push(word);
  }
  return value === undefined ? undefined : { value, others };
}

/** A file, or JSON itself, as Claude Code takes both. */
function readSettings(value: string, cwd: string): Settings | string {
  try {
    const isJson = value.trimStart().startsWith('{');
    const text = isJson ? value : readFileSync(resolve(cwd, value), 'utf8');
    const parsed = v.safeParse(settingsSchema, JSON.parse(text));
    return parsed.success ? parsed.output : '--settings holds hooks of another form';
  } catch (error) {
    return `--settings can't be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function writePrivate(path: string, text: string): void {
  writeFileSync(path, text, { mode: FILE_MODE });
}
