// Project folders as they are found, and what they are tested and built with.
import { describe, expect, it } from 'vitest';
import { detectToolchain } from './detect-toolchain.ts';
import { readCommand, shownCommand, withArguments } from './toolchain.ts';

function filesOf(texts: Readonly<Record<string, string>>) {
  return {
    names: new Set(Object.keys(texts)),
    text: (name: string) => texts[name],
  };
}

function shown(texts: Readonly<Record<string, string>>) {
  const { test, build } = detectToolchain(filesOf(texts));
  return [test, build].map((found) =>
    found === undefined ? '' : shownCommand(found.command.words),
  );
}

const scripts = (table: Record<string, unknown>, more = {}) =>
  JSON.stringify({ scripts: table, ...more });

describe('toolchains', () => {
  it.each([
    [
      'npm',
      { 'package.json': scripts({ test: 'vitest', build: 'tsc' }) },
      'npm test',
      'npm run build',
    ],
    ['cargo', { 'Cargo.toml': '' }, 'cargo test', 'cargo build'],
    ['go', { 'go.mod': 'module x' }, 'go test ./...', 'go build ./...'],
    ['gradle', { 'build.gradle.kts': '' }, 'gradle test', 'gradle build'],
    ['gradle wrapper', { 'settings.gradle': '', gradlew: '' }, './gradlew test', './gradlew build'],
    ['maven', { 'pom.xml': '' }, 'mvn test', 'mvn package'],
    ['maven wrapper', { 'pom.xml': '', mvnw: '' }, './mvnw test', './mvnw package'],
    ['cmake', { 'CMakeLists.txt': '' }, 'ctest --test-dir build', 'cmake --build build'],
    ['dotnet', { 'App.sln': '' }, 'dotnet test', 'dotnet build'],
    ['make', { Makefile: 'all: x\n\ntest: all\n\tprove\n' }, 'make test', 'make all'],
    ['make, only check', { Makefile: 'CHECK := test:\ntest-slow:\ncheck:\n' }, 'make check', ''],
    ['just', { justfile: 'test filter="":\n  x\nbuild:\n' }, 'just test', 'just build'],
    ['pytest', { 'pytest.ini': '' }, 'python -m pytest', ''],
    [
      'uv',
      { 'pyproject.toml': '[build-system]\n[tool.pytest.ini_options]', 'uv.lock': '' },
      'uv run pytest',
      'uv build',
    ],
    ['poetry', { 'pyproject.toml': 'pytest = "^8"', 'poetry.lock': '' }, 'poetry run pytest', ''],
    ['python without tests', { 'pyproject.toml': '[build-system]' }, '', 'python -m build'],
    ['ruby', { Gemfile: '', spec: '' }, 'bundle exec rspec', ''],
    ['nothing', { 'README.md': 'npm test' }, '', ''],
  ] as const)('ACTIONS-20 %s', (_, files, test, build) => {
    expect(shown(files)).toEqual([test, build]);
  });

  it('ACTIONS-20 the first of the table wins for each task by itself; the others are told', () => {
    const files = filesOf({
      'package.json': scripts({ build: 'vite' }),
      'Cargo.toml': '',
      Makefile: 'test:\n',
    });
    const { test, build } = detectToolchain(files);
    expect(test?.command).toEqual({ words: ['cargo', 'test'], source: 'Cargo.toml' });
    expect(test?.others.map(({ source }) => source)).toEqual(['Makefile']);
    expect(build?.command.source).toBe('package.json');
  });

  it('ACTIONS-21 scripts are run by the program that the project names, else by that of its lock file', () => {
    const manifest = scripts({ test: 'x', build: 'y' });
    expect(shown({ 'package.json': manifest, 'pnpm-lock.yaml': '' })).toEqual([
      'pnpm test',
      'pnpm run build',
    ]);
    expect(shown({ 'package.json': manifest, 'yarn.lock': '' })[0]).toBe('yarn test');
    expect(shown({ 'package.json': manifest, 'bun.lockb': '' })[0]).toBe('bun run test');
    const named = scripts({ test: 'x' }, { packageManager: 'pnpm@10.1.0' });
    expect(shown({ 'package.json': named, 'package-lock.json': '' })[0]).toBe('pnpm test');
    const odd = scripts({ test: 'x' }, { packageManager: 'rm@1' });
    expect(shown({ 'package.json': odd })[0]).toBe('npm test');
  });

  it('ACTIONS-21 the script that says there are no tests is none', () => {
    const none = scripts({ test: 'echo "Error: no test specified" && exit 1', build: ' ' });
    expect(shown({ 'package.json': none })).toEqual(['', '']);
  });

  it('ACTIONS-22 what is not what it should be says nothing', () => {
    for (const text of ['', '{', '[]', 'null', '{"scripts": "x"}', '{"scripts":{"test":7}}']) {
      expect(shown({ 'package.json': text, 'Cargo.toml': '' })[0]).toBe('cargo test');
    }
  });

  it('ACTIONS-23 the project’s own configuration goes first', () => {
    const own = { words: ['./ci', 'test all'], source: '.codex-voice.toml' };
    const { test, build } = detectToolchain(filesOf({ 'go.mod': '' }), { test: own });
    expect(test?.command).toEqual(own);
    expect(test?.others).toHaveLength(1);
    expect(build?.command.source).toBe('go.mod');
  });

  it('ACTIONS-24 a text is parted at white space, and refused where only a shell would understand it', () => {
    expect(readCommand(' npm  run test:unit ')).toEqual({
      kind: 'words',
      words: ['npm', 'run', 'test:unit'],
    });
    for (const text of ['a; rm -rf x', 'a && b', 'a "b c"', '$(x)', 'a > b', 'a | b', 'a\nb']) {
      expect(readCommand(text), text).toMatchObject({ kind: 'refused' });
    }
    expect(readCommand(['a', 'b; c', '"d"'])).toMatchObject({ words: ['a', 'b; c', '"d"'] });
    for (const nothing of ['', '  ', [], [''], ['a', 'b\0']]) {
      expect(readCommand(nothing)).toMatchObject({ kind: 'refused' });
    }
  });

  it('ACTIONS-25 a command is shown as a shell would have to read it', () => {
    expect(shownCommand(['go', 'test', './...'])).toBe('go test ./...');
    expect(shownCommand(['./a b', "it's", '', '; rm'])).toBe(`'./a b' 'it'\\''s' '' '; rm'`);
  });

  it('ACTIONS-26 arguments behind a script of npm’s reach the script', () => {
    const shownWith = (command: string, ...args: string[]) =>
      shownCommand(withArguments(command.split(' '), args));
    expect(shownWith('npm test', '--watch', 'a b')).toBe("npm test -- --watch 'a b'");
    expect(shownWith('npm run build', '--watch')).toBe('npm run build -- --watch');
    expect(shownWith('npm test', '--', '--watch')).toBe('npm test -- --watch');
    expect(shownWith('npm test -- --run', '--watch')).toBe('npm test -- --run --watch');
    expect(shownWith('npm test')).toBe('npm test');
    for (const command of ['pnpm test', 'yarn test', 'bun run test', 'cargo test', 'npm ci'])
      expect(shownWith(command, '--x')).toBe(`${command} --x`);
  });
});
