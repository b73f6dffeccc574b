// What a package.json says about testing and building, and which program runs its scripts.
import type { ProjectFiles, Task, ToolchainCommand } from './toolchain.ts';

/** Lock files, and whose they are. */
const LOCK_FILES: readonly (readonly [file: string, program: string])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
];

const PROGRAMS: readonly string[] = ['npm', 'pnpm', 'yarn', 'bun'];

/** What `npm init` writes where there are no tests. */
const NO_TESTS = /no test specified/u;

export function packageScripts(
  files: ProjectFiles,
): Readonly<Partial<Record<Task, ToolchainCommand>>> {
  const source = 'package.json';
  const manifest = parsed(files.text(source));
  if (manifest === undefined) return {};
  const { scripts } = manifest;
  const program = programOf(manifest, files);
  const script = (name: string): string | undefined => {
    const text = isTable(scripts) ? scripts[name] : undefined;
    return typeof text === 'string' && text.trim() !== '' && !NO_TESTS.test(text)
      ? text
      : undefined;
  };
  const run = (name: Task): ToolchainCommand => {
    // `bun test` is another thing than the script of that name.
    const needsRun = name === 'build' || program === 'bun';
    return { words: needsRun ? [program, 'run', name] : [program, name], source };
  };
  return {
    ...(script('test') === undefined ? {} : { test: run('test') }),
    ...(script('build') === undefined ? {} : { build: run('build') }),
  };
}

type Table = Readonly<Record<string, unknown>>;

function parsed(text: string | undefined): Table | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isTable(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function programOf({ packageManager }: Table, { names }: ProjectFiles): string {
  const [named] = typeof packageManager === 'string' ? packageManager.split('@') : [];
  const known = PROGRAMS.find((program) => program === named);
  if (known !== undefined) return known;
  return LOCK_FILES.find(([file]) => names.has(file))?.[1] ?? 'npm';
}
