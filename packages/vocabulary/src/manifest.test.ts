import { expect, test } from 'vitest';
import { manifestNames } from './manifest.ts';

const listed = (name: string, text: string) =>
  manifestNames(name, text).map(({ kind, text: found }) => `${kind} ${found}`);

test('VOCAB-50: packages, scripts and dependencies of each kind of manifest', () => {
  const packageJson = {
    name: '@scope/voice-core',
    scripts: { lintFix: 'secret-command --token abc' },
    dependencies: { valibot: '1.0.0' },
    devDependencies: { '@types/node': '1' },
  };
  expect(listed('package.json', JSON.stringify(packageJson))).toEqual([
    'package voice-core',
    'script lintFix',
    'dependency valibot',
    'dependency node',
  ]);
  const cargo =
    '[package]\nname = "shader"\n[dependencies]\ntokio = { version = "1" }\nserde = "1"\n';
  expect(listed('Cargo.toml', cargo)).toEqual([
    'package shader',
    'dependency tokio',
    'dependency serde',
  ]);
  const pyproject =
    '[project]\nname = "brew"\ndependencies = ["httpx>=0.2", "numpy"]\n[project.scripts]\nbrewctl = "brew:main"\n';
  expect(listed('pyproject.toml', pyproject)).toEqual([
    'package brew',
    'script brewctl',
    'dependency httpx',
    'dependency numpy',
  ]);
  const goMod =
    'module example.org/team/keeper/v2\n\nrequire (\n\texample.org/x/crypto v0.1.0\n)\n';
  expect(listed('go.mod', goMod)).toEqual(['package keeper', 'dependency crypto']);
  expect(listed('requirements.txt', 'flask==2\n# note\n-r more.txt\n')).toEqual([
    'dependency flask',
  ]);
  expect(listed('Makefile', 'build-all: deps\n\techo hi\nVERSION := 2\n')).toEqual([
    'script build-all',
  ]);
});

test('VOCAB-54: what can not be parsed, or is another shape, has no names', () => {
  expect(listed('package.json', '{"name": ')).toEqual([]);
  expect(listed('package.json', '[1, null]')).toEqual([]);
  expect(listed('package.json', '{"scripts": "none", "name": 7}')).toEqual([]);
  expect(listed('Cargo.toml', '= broken')).toEqual([]);
  expect(listed('other.json', '{"name": "x"}')).toEqual([]);
});
