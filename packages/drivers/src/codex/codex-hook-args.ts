// Prepares a start of Codex with our hooks: given for this start alone with `-c`, and trusted for it alone
// with the hashes that Codex itself tells. No file of the person's is written.
import { spawn } from 'node:child_process';
import * as v from 'valibot';
import { prepareHookFolder } from '../claude/claude-settings.ts';

/** What of Codex's hooks is asked for. */
const EVENTS = ['SessionStart', 'UserPromptSubmit', 'PermissionRequest', 'Stop'] as const;
/** What Codex gives a hook, in seconds; ours end before. */
const EVENT_SECONDS = 5;
/** Codex tells its hooks in 0.3 to 3 s on a busy machine; after this, in ms, it starts without. */
const TELL_TIMEOUT_MS = 5_000;
/** Longest answer that is read, in characters. */
const ANSWER_CHARACTERS = 4_194_304;
const LIST_ID = 2;

const listed = v.object({
  id: v.literal(LIST_ID),
  result: v.object({
    data: v.array(
      v.object({
        hooks: v.array(
          v.object({
            key: v.string(),
            command: v.nullish(v.string()),
            source: v.string(),
            currentHash: v.string(),
          }),
        ),
      }),
    ),
  }),
});
const failed = v.object({ id: v.literal(LIST_ID), error: v.object({ message: v.string() }) });

export interface CodexHookStart {
  readonly file: string;
  /** Those of the person's options that say what Codex is like. */
  readonly settings: readonly string[];
  /** The program that is run for a hook, with its first arguments. */
  readonly hook: readonly [string, ...string[]];
  /** Made if it is not there; nobody but its owner may enter it. */
  readonly folder: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The options with which Codex has our hooks, to stand before the person's; or why it starts without. */
export async function codexHookArgs(start: CodexHookStart): Promise<readonly string[] | string> {
  if (start.settings.some((word) => /^(?:-c|--config=)?hooks\b/u.test(word)))
    return 'hooks are given on its command line';
  prepareHookFolder(start.folder);
  const words = [...start.hook, start.folder].map(quoted).join(' ');
  // It succeeds without a word also where the program has gone meanwhile.
  const command = `${words} 2>/dev/null; exit 0`;
  const entry = `[{hooks=[{type="command",command=${JSON.stringify(command)},timeout=${EVENT_SECONDS}}]}]`;
  const hooks = EVENTS.flatMap((event) => ['-c', `hooks.${event}=${entry}`]);
  const told = await tellHooks(start, hooks);
  if (typeof told === 'string') return told;
  const ours = told.filter((one) => one.source === 'sessionFlags' && one.command === command);
  if (ours.length < EVENTS.length) return 'it knows no hooks that are given for one start';
  const trusted = ours.map(
    ({ key, currentHash }) =>
      `${JSON.stringify(key)}={trusted_hash=${JSON.stringify(currentHash)}}`,
  );
  // A daemon that runs already would be asked instead, and has no hooks of ours.
  return ['--no-daemon', ...hooks, '-c', `hooks.state={${trusted.join(',')}}`];
}

type ListedHook = v.InferOutput<typeof listed>['result']['data'][number]['hooks'][number];

/** Asks an app-server that is there for this question alone. */
function tellHooks(
  { file, settings, cwd, env }: CodexHookStart,
  hooks: readonly string[],
): Promise<readonly ListedHook[] | string> {
  const child = spawn(file, ['app-server', ...settings, ...hooks], {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return new Promise((resolve) => {
    const settle = (result: readonly ListedHook[] | string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(result);
    };
    const timer = setTimeout(() => settle('it does not tell its hooks in time'), TELL_TIMEOUT_MS);
    child.on('error', (error) => settle(`it does not tell its hooks: ${error.message}`));
    child.on('exit', () => settle('it has no app-server to tell its hooks'));
    child.stdin.on('error', () => undefined);
    const clientInfo = { name: 'codex-voice', version: '1' };
    const initialize = { clientInfo, capabilities: { experimentalApi: true } };
    for (const message of [
      { id: 1, method: 'initialize', params: initialize },
      { method: 'initialized' },
      { id: LIST_ID, method: 'hooks/list', params: { cwds: [cwd] } },
    ])
      child.stdin.write(`${JSON.stringify(message)}\n`);
    let text = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (piece: string) => {
      text += piece;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const answer = answerIn(line);
        if (answer !== undefined) settle(answer);
      }
      if (text.length > ANSWER_CHARACTERS) settle('it tells more than its hooks');
    });
  });
}

function answerIn(line: string): readonly ListedHook[] | string | undefined {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return undefined;
  }
  const told = v.safeParse(listed, message);
  if (told.success) return told.output.result.data.flatMap(({ hooks }) => hooks);
  const refused = v.safeParse(failed, message);
  return refused.success
    ? `it does not tell its hooks: ${refused.output.error.message}`
    : undefined;
}

/** One word for a shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
