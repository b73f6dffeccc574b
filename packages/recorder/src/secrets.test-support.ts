// Secrets for tests, none of which opens anything: put together here, so that no scanner takes this file for a leak.
// Each with the line it stands in, at `%`.

const letters = (count: number, from = 'A1b2C3d4E5f6G7h8J9k0L1m2N3p4Q5r6S7t8U9v0W1x2'): string =>
  from.repeat(Math.ceil(count / from.length)).slice(0, count);
const join = (...parts: readonly string[]): string => parts.join('');

export const SECRETS: readonly (readonly [name: string, secret: string, line: string])[] = [
  ['github personal token', join('gh', 'p_', letters(36)), 'export TOKEN=%'],
  ['github fine token', join('github', '_pat_', letters(22), '_', letters(59)), 'use % here'],
  ['slack bot token', join('xo', 'xb-', '123456789012-1234567890123-', letters(24)), '%'],
  ['aws key id', join('AK', 'IA', 'QWERTYUIOP234567'), 'id % of it'],
  ['npm token', join('np', 'm_', letters(36)), '//registry/:_authToken=%'],
  ['openai key', join('s', 'k-proj-', letters(48)), 'key: %'],
  ['anthropic key', join('s', 'k-ant-api03-', letters(93), 'AA'), 'ANTHROPIC_API_KEY=%'],
  ['google key', join('AI', 'za', letters(35)), 'maps %'],
  ['stripe key', join('s', 'k_live_', letters(24)), '%'],
  ['sendgrid key', join('S', 'G.', letters(22), '.', letters(43)), '%'],
  [
    'json web token',
    join('ey', 'JhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3In0.', letters(43)),
    '%',
  ],
  ['login in an address', join('maria:', 'Tr0ub4dor-3'), 'psql postgres://%@db.example/x'],
  ['password by its name', 'correct-horse-9', 'DB_PASSWORD=%'],
  ['password option', 'hunter2-hunter2', 'mysql --password=% -u root'],
  ['bearer token', letters(40), 'Authorization: Bearer %'],
  ['option before its value', 'hunter4-hunter4-4', 'tool --api-key % --model m'],
  ['option in quotes', 'hunter5-hunter5-5', 'x("tool --api-key % -v")'],
  ['list of words', 'hunter6-hunter6-6', 'r ["--api-key", "%", "-v"]'],
  ['gitlab token', join('gl', 'pat-', letters(20)), 'git clone with %'],
];
