// What files in a project's folder tell about testing and building it, the most telling first.
import { packageScripts } from './package-scripts.ts';
import type { ProjectFiles, Task, ToolchainCommand } from './toolchain.ts';

type Found = Readonly<Partial<Record<Task, ToolchainCommand>>>;

/** Looks at a folder; what it does not know it leaves away. */
type Detector = (files: ProjectFiles) => Found;

/** The first of the names that is there. */
function present({ names }: ProjectFiles, ...wanted: readonly string[]): string | undefined {
  return wanted.find((name) => names.has(name));
}

interface Commands {
  readonly source: string;
  readonly test?: string | undefined;
  readonly build?: string | undefined;
}

function both({ source, test, build }: Commands): Found {
  const command = (text: string) => ({ words: text.split(' '), source });
  return {
    ...(test === undefined ? {} : { test: command(test) }),
    ...(build === undefined ? {} : { build: command(build) }),
  };
}

/** A file that says it all by being there. */
function byFile(names: readonly string[], commands: Omit<Commands, 'source'>): Detector {
  return (files) => {
    const source = present(files, ...names);
    return source === undefined ? {} : both({ source, ...commands });
  };
}

/** A wrapper that the project brings with it goes before the program on PATH. */
function wrapped(names: readonly string[], wrapper: string, program: string): Detector {
  return (files) => {
    const source = present(files, ...names);
    if (source === undefined) return {};
    const own = files.names.has(wrapper) ? `./${wrapper}` : program;
    const build = program === 'mvn' ? 'package' : 'build';
    return both({ source, test: `${own} test`, build: `${own} ${build}` });
  };
}

/** pytest where anything speaks of it, with the program that keeps the project's packages. */
const python: Detector = (files) => {
  const pyproject = files.text('pyproject.toml');
  const source = present(files, 'pytest.ini', 'pyproject.toml', 'tox.ini', 'setup.cfg');
  if (source === undefined) return {};
  const speaksOfPytest =
    files.names.has('pytest.ini') ||
    [pyproject, files.text('tox.ini'), files.text('setup.cfg')].some(
      (text) => text !== undefined && /pytest/u.test(text),
    );
  const runner = files.names.has('uv.lock')
    ? 'uv run pytest'
    : files.names.has('poetry.lock')
      ? 'poetry run pytest'
      : 'python -m pytest';
  const isBuilt = pyproject !== undefined && /^[ \t]*\[build-system\]/mu.test(pyproject);
  const build = files.names.has('uv.lock') ? 'uv build' : 'python -m build';
  return both({
    source,
    test: speaksOfPytest ? runner : undefined,
    build: isBuilt ? build : undefined,
  });
};

/** Targets that stand at the beginning of a line; those of `just` may take arguments. */
function byTargets(names: readonly string[], program: string): Detector {
  return (files) => {
    const source = present(files, ...names);
    const text = source === undefined ? undefined : files.text(source);
    if (source === undefined || text === undefined) return {};
    const has = (target: string) =>
      new RegExp(`^${target}(?:[ \\t][^:\\n]*)?:(?!=)`, 'mu').test(text);
    const test = ['test', 'tests', 'check'].find(has);
    const build = ['build', 'all'].find(has);
    return both({
      source,
      test: test === undefined ? undefined : `${program} ${test}`,
      build: build === undefined ? undefined : `${program} ${build}`,
    });
  };
}

const ruby: Detector = (files) => {
  if (!files.names.has('Gemfile')) return {};
  const source = 'Gemfile';
  if (files.names.has('spec')) return both({ source, test: 'bundle exec rspec' });
  return files.names.has('Rakefile') ? both({ source, test: 'bundle exec rake test' }) : {};
};

const dotnet: Detector = (files) => {
  const source = [...files.names].find((name) => /\.(?:sln|slnx|csproj|fsproj)$/u.test(name));
  return source === undefined ? {} : both({ source, test: 'dotnet test', build: 'dotnet build' });
};

export const DETECTORS: readonly Detector[] = [
  packageScripts,
  byFile(['deno.json', 'deno.jsonc'], { test: 'deno test' }),
  byFile(['Cargo.toml'], { test: 'cargo test', build: 'cargo build' }),
  byFile(['go.mod', 'go.work'], { test: 'go test ./...', build: 'go build ./...' }),
  python,
  wrapped(
    ['settings.gradle', 'settings.gradle.kts', 'build.gradle', 'build.gradle.kts'],
    'gradlew',
    'gradle',
  ),
  wrapped(['pom.xml'], 'mvnw', 'mvn'),
  dotnet,
  byFile(['Package.swift'], { test: 'swift test', build: 'swift build' }),
  byFile(['mix.exs'], { test: 'mix test', build: 'mix compile' }),
  byFile(['build.zig'], { test: 'zig build test', build: 'zig build' }),
  ruby,
  byTargets(['justfile', 'Justfile', '.justfile'], 'just'),
  byTargets(['Makefile', 'makefile', 'GNUmakefile'], 'make'),
  byFile(['CMakeLists.txt'], { test: 'ctest --test-dir build', build: 'cmake --build build' }),
];
