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
  ['exec("tool --api-key hunter22 -v")', 'hunter22'],
  ['$(tool --api-key=hunter22)', 'hunter22'],
  ['│ tool --api-key │\n│ hunter22 -v     │', 'hunter22'],
  ['args: ["--api-key", "hunter22", "-v"]', 'hunter22'],
  [String.raw`"{\"args\":[\"--api-key\",\"hunter22\"]}"`, 'hunter22'],
  ["['--password',\n  'two words', 'x']", 'two words'],
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
  ['mysql -phunter22 shop', 'hunter22'],
  ['mysql -u app -phunter22 -h db shop', 'hunter22'],
  [`mysqldump --single-transaction -p'two words' shop`, 'words'],
  ['mariadb-dump -phunter22', 'hunter22'],
  ['7z x -phunter22 a.7z', 'hunter22'],
  ['sshpass -p hunter22 ssh there', 'hunter22'],
  ['sshpass -phunter22 ssh there', 'hunter22'],
  ['docker login -u app -p hunter22 there', 'hunter22'],
  ['redis-cli -h db -a hunter22 PING', 'hunter22'],
  ['ldapsearch -x -D cn=app -w hunter22', 'hunter22'],
  ['unzip -P hunter22 a.zip', 'hunter22'],
  ['smbclient //files/x -U anna%hunter22', 'hunter22'],
  ['curl -b sid=hunter22 there', 'hunter22'],
  [`curl -b 'a=1; b=hunter22' there`, 'hunter22'],
  ['curl --cookie "a=1; b=hunter22" there', 'hunter22'],
  ['curl -uanna:hunter22 there', 'hunter22'],
  ['tool --password=hunter22', 'hunter22'],
  ['tool --db-password hunter22 --next', 'hunter22'],
  [`tool --pass 'two words' --next`, 'words'],
  ['echo hunter22 | sudo -S true', 'hunter22'],
  [`echo "anna:hunter22" | sudo chpasswd`, 'hunter22'],
  ['echo hunter22 | docker login --password-stdin', 'hunter22'],
  ['htpasswd -cb file anna hunter22', 'hunter22'],
  ['machine example.org login anna password hunter22', 'hunter22'],
  ['\n  password hunter22', 'hunter22'],
  ['\nrequirepass hunter22', 'hunter22'],
  [`CREATE USER app IDENTIFIED BY 'hunter22';`, 'hunter22'],
  [`ALTER ROLE app WITH PASSWORD 'two words';`, 'words'],
  ['openssl rsa -passin pass:hunter22', 'hunter22'],
  ['the key is 123e4567-e89b-12d3-a456-426614174000', '426614174000'],
  ['using api key 123e4567-e89b-12d3-a456-426614174000', '426614174000'],
  ['token "123E4567-E89B-12D3-A456-426614174000" refused', '426614174000'],
  ['secret=123e4567-e89b-12d3-a456-426614174000', '426614174000'],
  ['client-secret: 123e4567-e89b-12d3-a456-426614174000', '426614174000'],
  ['bad token of client (123e4567-e89b-12d3-a456-426614174000)', '426614174000'],
  ['wrong api key abcd1234efgh5678', 'abcd1234'],
  ['Authorization=Bearer hunter22', 'hunter22'],
  ['authorization: Digest username="anna", response="hunter22"', 'hunter22'],
  ['Authorization: AWS4-HMAC-SHA256 Credential=x/y, Signature=hunter22', 'hunter22'],
  [`curl -H 'Authorization: token hunter22' there`, 'hunter22'],
  ['X-Auth-Token: hunter22', 'hunter22'],
  ['Cookie=a=1; b=hunter22', 'hunter22'],
  ['got PHPSESSID=hunter22', 'hunter22'],
  ['connect.sid=hunter22', 'hunter22'],
  ['csrftoken=hunter22', 'hunter22'],
  ['proxy anna:hunter22@proxy.example.org:3128', 'hunter22'],
  ['ftp://anna:hunter22@files.example.org/x', 'hunter22'],
  ['eyJhbGciOiJI.cut', 'cut'],
  [`eyJhbGciOiJkaXIi..${'iv'.repeat(8)}.text.tag`, 'text'],
  [
    '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQVYBF\nMORE\n-----END PGP PRIVATE KEY BLOCK-----',
    'MORE',
  ],
  [
    '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56w\nMORE\n---- END SSH2 ENCRYPTED PRIVATE KEY ----',
    'MORE',
  ],
  ['\nab+cd/ef\nMORE\n-----END RSA PRIVATE KEY-----', 'MORE'],
  ['-----BEGIN CERTIFICATE-----\nMIIB\nMORE\n-----END CERTIFICATE-----', 'MORE'],
  [`{"key":"-----BEGIN PRIVATE KEY-----\\nMORE\\n-----END PRIVATE KEY-----"}`, 'MORE'],
  [`\n${'Ab+/'.repeat(16)}\n`, 'Ab+/'],
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
  'docker run -p 8080:80 image',
  'mysql -p shop',
  'mysql --port=3306 --protocol=tcp -h db shop',
  'ssh -p 2222 there',
  'mkdir -p a/b && mysql shop',
  'sort -u names.txt',
  'tar -b 20 x',
  'session 123e4567-e89b-12d3-a456-426614174000 has begun',
  'utterance 123e4567-e89b-12d3-a456-426614174000: 1.2 s',
  'the host answers at 10:20:30, process 4711',
  'a token is 4 characters on average',
  'aside: inside=1 is no name',
  '-----BEGIN of something else',
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
