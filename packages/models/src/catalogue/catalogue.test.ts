import { MODEL_FILE_ROLES } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { CATALOGUE, findEntry } from './catalogue.ts';
import { entryBytes, FURTHER_ROLES, fileAddress, OTHER_FILE_ROLES } from './model-entry.ts';

const ALL_ROLES: Readonly<Record<string, readonly string[]>> = {
  ...MODEL_FILE_ROLES,
  ...OTHER_FILE_ROLES,
};

test('MODEL-1 each id is there once, in small letters', () => {
  const ids = CATALOGUE.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
  expect(findEntry('parakeet-v3')?.title).toContain('Parakeet');
  expect(findEntry('none-of-these')).toBeUndefined();
});

test('MODEL-1 each role of a layout has one file, and no name leads out of the folder', () => {
  for (const { id, layout, files } of CATALOGUE) {
    const roles = files.map(({ role }) => role);
    for (const role of ALL_ROLES[layout] ?? []) {
      expect(
        roles.filter((each) => each === role),
        `${id} ${role}`,
      ).toHaveLength(1);
    }
    const known = [...(ALL_ROLES[layout] ?? []), ...FURTHER_ROLES];
    for (const role of roles) expect(known, id).toContain(role);
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    for (const { name } of files) expect(name).toMatch(/^[\w.+-]+(?:\/[\w.+-]+)*$/);
  }
});

test('MODEL-2 each entry tells where it comes from and what it is for', () => {
  for (const entry of CATALOGUE) {
    expect(entry.languages.length, entry.id).toBeGreaterThan(0);
    expect(entry.about).toMatch(/^https:\/\//);
    for (const { source, percent } of entry.wordErrors ?? []) {
      expect(source).toMatch(/^https:\/\//);
      expect(percent).toBeGreaterThan(0);
    }
    for (const file of entry.files) {
      expect(fileAddress(entry.place, file.name)).toMatch(/^https:\/\/[^ ]+$/);
      if (file.sha256 !== undefined) expect(file.sha256, entry.id).toMatch(/^[0-9a-f]{64}$/);
      if (file.bytes !== undefined) expect(file.bytes).toBeGreaterThan(0);
    }
    const exact = entry.files.every(({ bytes }) => bytes !== undefined);
    if (exact) expect(entry.aboutBytes, `${entry.id} has its sizes`).toBeUndefined();
  }
});

test('MODEL-2 a whole size is the sum, or what the source says, or not known', () => {
  expect(entryBytes(findEntry('zipformer-20m-en') ?? neverThere())).toBe(45_202_074);
  expect(entryBytes(findEntry('moonshine-tiny-en') ?? neverThere())).toBe(45_000_000);
  expect(entryBytes(findEntry('keywords-en') ?? neverThere())).toBeUndefined();
});

test('MODEL-3 a mirror takes the place of scheme and host', () => {
  const place = { host: 'hugging-face', repository: 'o/n', revision: 'r' } as const;
  const plain = 'https://huggingface.co/o/n/resolve/r/a%20b.onnx';
  expect(fileAddress(place, 'a b.onnx')).toBe(plain);
  expect(fileAddress(place, 'a.onnx', 'https://m.example')).toBe(
    'https://m.example/o/n/resolve/r/a.onnx',
  );
  expect(fileAddress(place, 'a.onnx', 'https://m.example/hf/')).toBe(
    'https://m.example/hf/o/n/resolve/r/a.onnx',
  );
  const other = { host: 'other', base: 'https://x.example/models' } as const;
  expect(fileAddress(other, 'a.onnx', 'https://m.example')).toBe('https://m.example/models/a.onnx');
});

function neverThere(): never {
  throw new RangeError('no such entry');
}
