import { expect, test } from 'vitest';
import { isSecretFile, isWrittenText, textKindOf } from './file-kinds.ts';

test.each([
  '.env',
  '.env.local',
  'prod.env',
  '.npmrc',
  'id_rsa',
  'id_ed25519.pub',
  'server.pem',
  'a.key',
  'secrets.yaml',
  'credentials.json',
  'client_secret.json',
  '.netrc',
  'vault.kdbx',
])('VOCAB-52: %s may hold secrets', (name) => {
  expect(isSecretFile(`deep/${name}`)).toBe(true);
  expect(textKindOf(name)).toBeUndefined();
});

test.each(['environment.ts', 'key-decoder.ts', 'monkey.py', 'README.md', 'keyboard.json'])(
  'VOCAB-52: %s is an ordinary file',
  (name) => {
    expect(isSecretFile(name)).toBe(false);
    expect(textKindOf(name)).toBeDefined();
  },
);

test.each([
  'package-lock.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'go.sum',
  'app.min.js',
  'x.map',
  'words.generated.ts',
  'photo.png',
  'types.d.ts',
])('VOCAB-52: %s gives its name only', (name) => {
  expect(textKindOf(name)).toBeUndefined();
});

test('VOCAB-52: binary content and endless lines were not written by people', () => {
  expect(isWrittenText(Buffer.from('const a = 1;\n'))).toBe(true);
  expect(isWrittenText(Buffer.from('const a = "\0";\n'))).toBe(false);
  expect(isWrittenText(Buffer.from('x'.repeat(5000)))).toBe(false);
});
