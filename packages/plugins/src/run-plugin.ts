// Runs a plugin and says what came of it: its text, or one line of why there is none.
import { realpathSync } from 'node:fs';
import { askServer } from './ask-server.ts';
import { type Handler, isOwn } from './manifest.ts';
import { moduleWords } from './module-process.ts';
import { plainText } from './plain-text.ts';
import { fileInside } from './plugin-files.ts';
import { failed, type PluginOutcome, type PluginRun } from './plugin-outcome.ts';
import { type ProcessEnd, runProcess } from './process-run.ts';

/** Of our environment everything runs with these. */
export const ALWAYS_PASSED = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR'];

/** Never throws. */
export async function runPlugin(run: PluginRun): Promise<PluginOutcome> {
  const { name, manifest } = run;
  const { handler } = manifest;
  if (handler.kind === 'http') return await askServer(run, handler);
  const started = startOf(run, handler);
  if (started === undefined)
    return failed(name, 'its file is not in its folder', 'look at plugin.toml');
  const end = await runProcess({
    ...started,
    env: passed(run, handler),
    input: JSON.stringify({
      command: name,
      words: run.words,
      project: run.project,
      ...(handler.kind === 'typescript' ? { module: started.module } : {}),
    }),
    timeoutMs: manifest.timeout_ms,
    outputBytes: manifest.output_kb * 1_024,
    signal: run.signal,
  });
  return outcomeOf(run, end);
}

interface Started {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly module?: string;
}

/** What is started and where; undefined: its file is gone or leads out of the folder. */
function startOf(run: PluginRun, handler: Exclude<Handler, { kind: 'http' }>): Started | undefined {
  const { folder, words, project, manifest } = run;
  if (handler.kind === 'typescript') {
    const module = fileInside(folder, handler.module);
    if (module === undefined) return undefined;
    const own = realpathSync(folder);
    return { words: moduleWords({ folder: own, project, manifest }), cwd: own, module };
  }
  const [program = '', ...args] = handler.run;
  const file = isOwn(program) ? fileInside(folder, program) : program;
  if (file === undefined) return undefined;
  return {
    words: [file, ...args.map((argument) => argument.replaceAll('{words}', () => words))],
    cwd: handler.cwd === 'plugin' ? folder : project,
  };
}

function passed({ environment }: PluginRun, { env }: Handler): Record<string, string> {
  const known = [...ALWAYS_PASSED, ...env].flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(known);
}

function outcomeOf({ name, manifest }: PluginRun, end: ProcessEnd): PluginOutcome {
  switch (end.kind) {
    case 'exited': {
      if (end.status !== 0) {
        const last = end.lastLine === '' ? '' : ` (${shortened(end.lastLine)})`;
        return failed(name, `ended with status ${end.status}${last}`, 'mend the plugin');
      }
      const plain = plainText(end.output);
      return plain.kind === 'text' ? plain : failed(name, plain.why, 'mend the plugin');
    }
    case 'killed': {
      const last = end.lastLine === '' ? '' : ` (${shortened(end.lastLine)})`;
      return failed(name, `was ended by ${end.by}${last}`, 'mend the plugin');
    }
    case 'late':
      return failed(
        name,
        `took longer than ${manifest.timeout_ms} ms and was ended`,
        'raise timeout_ms',
      );
    case 'flood':
      return failed(
        name,
        `wrote more than ${manifest.output_kb} KiB and was ended`,
        'raise output_kb',
      );
    case 'given-up':
      return failed(name, 'was given up', 'run it again');
    case 'absent':
      return failed(name, `can't be started (${end.code})`, 'look at its program and rights');
  }
}

/** Longest line of a handler that is told, in UTF-16 units. */
const TOLD_UNITS = 200;

function shortened(line: string): string {
  const plain = line.replaceAll(/\p{Cc}/gu, ' ');
  return plain.length <= TOLD_UNITS ? plain : `${plain.slice(0, TOLD_UNITS)}…`;
}
