// The config file in an editor, which is a script here: what it leaves behind, and what stands beside it.
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../config.ts';
import { editConfig } from './edit-in-editor.ts';
import { writeConfig } from './write-config.ts';

const SCHEMA = '{"title": "ours", "new": true}\n';

beforeEach(() => {
  vi.stubEnv('VISUAL', '');
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'codex-voice-edit-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const file = join(path, 'config.toml');
  return {
    ...{ path, file, schema: join(path, 'config.schema.json') },
    drafts: (): readonly string[] =>
      readdirSync(path).filter((name) => name.startsWith('.config-')),
  };
}

/** `$1` is the draft. */
function editor(script: string): void {
  vi.stubEnv('EDITOR', `sh -c '${script}' sh`);
}

const usual = (path: string) => ({ path, target: path, presence: 'optional' }) as const;
const named = (path: string) => ({ path, target: path, presence: 'required' }) as const;

test('CONFIG-10 beside a file that was named nothing is written', async () => {
  const { file, schema, path } = folder();
  writeFileSync(schema, 'mine');
  writeFileSync(file, 'mode = "tap"\n');
  editor('echo "hud = \\"off\\"" >> "$1"');
  expect(await editConfig(named(file), SCHEMA)).toBe(0);
  expect(readFileSync(schema, 'utf8')).toBe('mine');
  expect(readFileSync(file, 'utf8')).toBe('mode = "tap"\nhud = "off"\n');
  expect(readdirSync(path)).toHaveLength(2);
});

test('CONFIG-10 the schema takes the place of an older one alone', async () => {
  const { file, schema, path } = folder();
  editor('true');
  await editConfig(usual(file), SCHEMA);
  expect(readFileSync(schema, 'utf8')).toBe(SCHEMA);
  writeFileSync(schema, '{"title": "ours"}');
  await editConfig(usual(file), SCHEMA);
  expect(readFileSync(schema, 'utf8')).toBe(SCHEMA);
  writeFileSync(schema, '{"title": "another"}');
  await editConfig(usual(file), SCHEMA);
  expect(readFileSync(schema, 'utf8')).toBe('{"title": "another"}');
  const elsewhere = join(path, 'elsewhere');
  writeFileSync(elsewhere, '{"title": "ours"}');
  rmSync(schema);
  symlinkSync(elsewhere, schema);
  await editConfig(usual(file), SCHEMA);
  expect(readFileSync(elsewhere, 'utf8')).toBe('{"title": "ours"}');
});

test('CONFIG-10 a draft is named and left where the file was changed meanwhile', async () => {
  const { file, drafts } = folder();
  writeFileSync(file, 'mode = "tap"\n');
  editor(`echo "hud = \\"off\\"" >> "$1"; echo "# other" >> "${file}"`);
  await expect(editConfig(usual(file), SCHEMA)).rejects.toThrow(
    /changed meanwhile.*your changes are in .*\.config-/u,
  );
  expect(drafts()).toHaveLength(1);
});

test('CONFIG-10 a draft is named and left where the editor fails after work, and gone where it did none', async () => {
  const { file, drafts, path } = folder();
  writeFileSync(file, 'mode = "tap"\n');
  editor('exit 3');
  await expect(editConfig(usual(file), SCHEMA)).rejects.toThrow(
    /failed and the config file is as/u,
  );
  expect(drafts()).toEqual([]);
  editor('echo "hud = \\"off\\"" >> "$1"; exit 3');
  await expect(editConfig(usual(file), SCHEMA)).rejects.toThrow(/your changes are in/u);
  const [draft = ''] = drafts();
  expect(readFileSync(join(path, draft), 'utf8')).toContain('hud');
});

/** A text whose tilde stands for a letter as Latin-1 has it. */
function latin1(text: string): Buffer {
  return Buffer.from(text.replaceAll('~', '\u00e9'), 'latin1');
}

test('CONFIG-3 what is not UTF-8 stops nobody who only reads a comment', () => {
  const { file } = folder();
  for (const text of [
    'mode = "tap"\n# caf~\n',
    'mode = "tap" # caf~ "x" = ~\r\nhud = "off"',
    '[speech] # ~\nlanguages = [ # ~\n  "en", # ~~\n] # ~',
    '# ~',
  ]) {
    writeFileSync(file, latin1(text));
    expect(() => readConfig(file, 'required'), text).not.toThrow();
  }
});

test.each([
  ['mode = "tap"\nagent = "caf~" # ok', 2],
  ['# caf~\n\nagent = "caf~" # ~', 3],
  ['# ~\n"a # ~" = 1', 2],
  ["x = '''\n# ~\n'''", 2],
])('CONFIG-3 what is not UTF-8 outside of a comment is refused with its line: %j', (text, line) => {
  const { file } = folder();
  writeFileSync(file, latin1(text));
  expect(() => readConfig(file, 'required')).toThrow(
    `${file}:${line}: a character there is not UTF-8`,
  );
});

test('CONFIG-10 what is not UTF-8 is not written over, nor opened to be changed', async () => {
  const { file } = folder();
  const bytes = latin1('mode = "tap"\n# caf~\n');
  writeFileSync(file, bytes);
  const before = bytes.toString('utf8');
  expect(() => writeConfig(file, { before, after: 'mode = "auto"\n' })).toThrow('not UTF-8');
  await expect(editConfig(usual(file), SCHEMA)).rejects.toThrow(`${file}:2: a character`);
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('CONFIG-10 the mode of a file stays, whatever the umask takes away', () => {
  const { file } = folder();
  writeFileSync(file, 'mode = "tap"\n');
  // No umask of a usual process leaves these bits to a new file.
  chmodSync(file, 0o666);
  writeConfig(file, { before: 'mode = "tap"\n', after: 'mode = "auto"\n' });
  expect(statSync(file).mode & 0o777).toBe(0o666);
});
