import { describe, expect, test } from 'vitest';
import { isSecretName, redact } from './redaction.ts';

/** Made up, in the forms that services use; the part in the second place must be gone. Joined at runtime. */
const body = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';
const SECRETS: readonly (readonly [string, string])[] = [
  [`using key sk-${body}`, body],
  [`sk-ant-api03-${body}`, body],
  [`sk-proj-${body}`, body],
  [`token ghp_${body}`, body],
  [`github_pat_${body}`, body],
  [`glpat-${body}`, body],
  [`npm_${body}`, body],
  [`hf_${body}`, body],
  [`xoxb-1234-${body}`, body],
  [`AIza${body}`, body],
  [`ya29.${body}`, body],
  ['AKIAIOSFODNN7EXAMPLE', 'IOSFODNN7EXAMPLE'],
  [`gsk_${body}`, body],
  [`rk_live_${body}`, body],
  [`SG.${body}.${body}`, body],
  [`eyJhbGciOiJI.eyJzdWIiOiIx.${body}`, body],
  [`Authorization: Bearer ${body}`, body],
  ['Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  ['Cookie: id=short; other=words', 'short'],
  ['set-cookie: sid=abc123; Path=/', 'abc123'],
  ['OPENAI_API_KEY=hunter22', 'hunter22'],
  ['export DB_PASSWORD="two words"', 'two words'],
  ["db.password: 'correct horse'", 'correct horse'],
  ['{"client_secret": "s3cr3t-value"}', 's3cr3t-value'],
  ['{"token":"abcd1234"}', 'abcd1234'],
  ['curl --api-key abcd1234 there', 'abcd1234'],
  ['tool --password hunter22', 'hunter22'],
  ['https://api.example.org/v1?token=abcd1234&x=1', 'abcd1234'],
  ['https://anna:hunter22@example.org/x', 'hunter22'],
  ['postgres://app:pw-of-it@db.example.org:5432/x', 'pw-of-it'],
  [
    '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAAB3Nza\nMORE\n-----END OPENSSH PRIVATE KEY-----',
    'MORE',
  ],
  ['-----BEGIN RSA PRIVATE KEY-----\nCUTOFF', 'CUTOFF'],
  ['write to anna.beispiel@example.org', 'anna.beispiel'],
  [`opaque ${body}`, body],
  ['0123456789abcdef0123456789abcdef01234567', 'abcdef0123'],
  ['passphrase => "open sesame"', 'open sesame'],
  ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'wJalrXUtnFEMI'],
  ['DB_PASS=hunter22', 'hunter22'],
  ['env ACME_PASS=hunter22 codex', 'hunter22'],
  ['ENCRYPTION_KEY=hunter22', 'hunter22'],
  ['GET /v1?auth=hunter22', 'hunter22'],
  ['https://api.example.org/v1?key=abc123def456', 'abc123def456'],
  ['https://example.org/of/hunter22/x', 'hunter22'],
  ['https://example.org#hunter22', 'hunter22'],
  ['https://anna:hun@ter22@example.org', 'ter22'],
  ['0123456789abcdef0123456789abcdef', 'abcdef0123'],
  [`dop_v1_${'0a1b2c3d'.repeat(8)}`, '0a1b2c3d'],
  [`xai-${body}`, body],
  ['GOCSPX-abcdefghijklmnop_qrstuvwxyz', 'abcdefghijkl'],
  ['https://hooks.slack.com/services/T0AB/B0CD/secretpart', 'secretpart'],
  ['hooks.slack.com/services/T0AB/B0CD/secretpart', 'secretpart'],
  ['curl -u anna:hunter22 there', 'hunter22'],
  ['curl --user=anna:hunter22 there', 'hunter22'],
  ['password=abcd,REST', 'REST'],
  ['password=[abc]REST', 'REST'],
  ['password: several words', 'words'],
  ['password = several words', 'words'],
  ['tool --password "two words"', 'words'],
  [`password: npm_${body} REST`, 'REST'],
  ['{"password":"ab\\"REST"}', 'REST'],
  ['{\\"password\\":\\"two words\\"}', 'words'],
  ['password="cut off', 'off'],
  ['apiKey=hunter22', 'hunter22'],
  ['API_KEYS=hunter22,hunter23', 'hunter23'],
  ['{"authorization":"Bearer hunter22"}', 'hunter22'],
  ['pass=abc', 'abc'],
  ['key==abcREST', 'REST'],
  ['password: =REST', 'REST'],
  [String.raw`password=\REST`, 'REST'],
  ['curl -u "anna:two words" there', 'words'],
  [`curl -u anna:'two words' there`, 'words'],
  ['secret => several words', 'words'],
];

const ORDINARY: readonly string[] = [
  '2026-01-31T10:20:30.123Z 4711 the host listens',
  '4711 session codex-k3fa: its keeper answers in 0.8 ms',
  'max_tokens: 4096',
  'the token file host.token is missing: start the host again',
  'no key is pressed; the keyboard protocol says so',
  'keys: talk: Ctrl-C is the agent’s own',
  'keyboard: kitty',
  'sherpa-onnx-streaming-zipformer-en-2023-06-26',
  'parakeet-tdt-0.6b-v3-int8 is not installed: codex-voice models add parakeet-tdt-0.6b-v3-int8',
  'http://127.0.0.1:8080 answers in 12 ms',
  'the author: unknown',
  '/usr/lib/x86_64-linux-gnu/libasound.so.2: cannot open shared object file',
  '-52.3 dBFS at most in 1.0 s, peak -40.1',
  'npm install -g @openai/codex',
  'alsa_input.usb-Blue_Microphones_Yeti_Stereo_Microphone-00.analog-stereo',
  'passwordless login is on',
  'secrets are taken out',
  'skipping the rest',
];

describe('DOCTOR-40', () => {
  test.each(SECRETS)('nothing is left of the secret in %j', (line, secret) => {
    expect(line).toContain(secret);
    const clean = redact(`before it ${line}\nafter it`);
    expect(clean).not.toContain(secret);
    expect(clean).toMatch(/^before it[\s\S]*\[/u);
  });

  test.each(ORDINARY)('an ordinary line stays: %s', (line) => {
    expect(redact(line)).toBe(line);
  });

  test.each([
    'OPENAI_API_KEY',
    'token',
    'dbPassword',
    'client-secret',
    'authorization',
    'auth_cookie',
  ])('%s names a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each(['model', 'keys', 'talk', 'language', 'monkey', 'url'])('%s names none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

test('DOCTOR-41 the home folder and names are taken out as whole words', () => {
  const home = ['', 'home', 'anna'].join('/');
  const identity = { home, user: 'anna', machine: 'Deskbox.local' };
  const text = `${home}/x belongs to anna on deskbox.local, not to hannah or annabel`;
  expect(redact(text, identity)).toBe(
    '~/x belongs to [user] on [machine], not to hannah or annabel',
  );
  const other = ['', 'Users', 'otto'].join('/');
  expect(redact(`${other}/y`, identity)).toBe(`${['', 'Users', ''].join('/')}[user]/y`);
  expect(redact('on my-desk', { machine: 'my-desk' })).toBe('on [machine]');
  expect(redact('as root in ab', { user: 'root', machine: 'ab' })).toBe('as root in ab');
});

test('DOCTOR-41 a home is taken out where it is whole, in any slashes, and is no part of another', () => {
  const bob = ['', 'home', 'bob'].join('/');
  const told = (text: string): string => redact(text, { home: bob });
  expect(told(`${bob}by/x`)).toBe(`${['', 'home', '[user]', 'x'].join('/')}`);
  expect(told(`${bob}.`)).toBe('~.');
  expect(told(`in ${bob}: ${bob}/x`)).toBe('in ~: ~/x');
  const windows = { home: ['C:', 'Users', 'Bob B'].join('\\') };
  expect(redact(`${windows.home}\\x`, windows)).toBe('~\\x');
  expect(redact(`${windows.home.replaceAll('\\', '\\\\')}\\\\x`, windows)).toBe('~\\\\x');
  const other = ['C:', '', 'Users', '', 'Otto', '', 'x'].join('\\');
  expect(redact(other, windows)).toBe(['C:', '', 'Users', '', '[user]', '', 'x'].join('\\'));
});

test('DOCTOR-40 of an address scheme and host stay', () => {
  expect(redact('at http://127.0.0.1:8080/inference it answers')).toBe(
    'at http://127.0.0.1:8080/[path] it answers',
  );
});

test('DOCTOR-42 what was redacted once stays as it is', () => {
  for (const [line] of SECRETS) expect(redact(redact(line))).toBe(redact(line));
});
