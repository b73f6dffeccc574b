// What all of secretlint's rules find is found, though most texts are never shown to them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SECRETS } from '../secrets.test-support.ts';
import { byAllRules, secretFinders } from './secret-finders.ts';
import { SECRETLINT_SIGNS, SIGNS_ARE_OF } from './secretlint-signs.table.ts';

/** One for each form that a rule has; none opens anything, and no scanner takes this file for a leak. */
const letters = (count: number): string => 'A1b2C3d4E5f6G7h8'.repeat(99).slice(0, count);
const only = (count: number): string => 'AbCdEfGhJkLmNpQr'.repeat(9).slice(0, count);
const hex = (count: number): string => '0a1b2c3d4e5f6978'.repeat(9).slice(0, count);
const join = (...parts: readonly string[]): string => parts.join('');
const privateKey = `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMI${letters(120)}\n-----END RSA PRIVATE KEY-----`;
const opsToken = Buffer.from(JSON.stringify({ email: letters(116), kid: 'ab' })).toString('base64');
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  aws: [`aws_secret_access_key = "${letters(40)}"`, `AWS_SECRET_ACCESS_KEY=>\n${letters(40)}`],
  privatekey: [privateKey],
  npm: [join('np', 'm_', letters(36))],
  basicauth: ['ftp://maria:Tr0ub4dor-3@files.test/x'],
  slack: [
    join('xo', 'xb-', '123456789012-', letters(24)),
    join('xa', 'pp-1-', letters(9), '-', letters(24)),
    join('HTTPS'.toLowerCase(), '://Hooks.', 'slack.com/Services/T0AB/B0CD/', letters(24)),
  ],
  sendgrid: [join('S', 'G.', letters(22), '.', letters(43))],
  shopify: [join('shp', 'at_', letters(32))],
  stripe: [join('r', 'k_test_', letters(24))],
  github: [
    join('gh', 'o_', letters(36)),
    join('github', '_pat_', letters(82)),
    join('gh', 's_123_', letters(20), '.', letters(20), '.', letters(20)),
  ],
  gitlab: [join('gl', 'pat-', letters(20))],
  grafana: [join('gl', 'c_', letters(40)), join('gl', 'sa_', letters(32), '_', hex(8))],
  openai: [
    join('s', 'k-', letters(20), 'T3Blbk', 'FJ', letters(20)),
    join('s', 'k-proj-', letters(74), 'T3Blbk', 'FJ', letters(74)),
  ],
  anthropic: [join('s', 'k-ant-api03-', letters(93), 'AA')],
  groq: [join('gs', 'k_', letters(52))],
  huggingface: [join('h', 'f_', only(34))],
  linear: [join('lin', '_api_', letters(40))],
  notion: [join('nt', 'n_', '12345678901', letters(35))],
  '1password': [join('ops', '_', opsToken)],
  'database-connection-string': [
    'MongoDB+srv://maria:Tr0ub4dor-3@db.example/x',
    'jdbc:mysql://maria:Tr0ub4dor-3@db.example/x',
    'mysqlx://maria:Tr0ub4dor-3@db.example/x',
    'postgresql://maria:Tr0ub4dor-3@db.example/x',
  ],
  'hashicorp-vault': [
    join('hv', 's.', letters(95)),
    join('hv', 'b.', letters(140)),
    join('hv', 'r.', letters(95)),
  ],
  vercel: [join('vc', 'p_', letters(24))],
  databricks: [join('da', 'pi', hex(32))],
  docker: [join('dckr', '_pat_', letters(27))],
  figma: [join('fig', 'd_', letters(40))],
  cloudflare: [join('cf', 'ut_', letters(40), hex(8))],
  tailscale: [join('ts', 'key-auth-', letters(12), '-', letters(32))],
};
const NEVER_IN_A_TEXT = ['gcp', 'filter-comments'];

const among = secretFinders.among ?? (async () => []);
const nameOf = (id: string): string => id.replace('@secretlint/secretlint-rule-', '');
const all = Object.values(SAMPLES).flat();

const part = fc.constantFrom(
  ...all,
  ...SECRETS.map(([, secret, line]) => line.replace('%', secret)),
);
const between = fc.constantFrom('', ' ', '\n', '\n\n', '"', '=', ': ', 'é', '@', '_', '-');
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  out: fc.nat({ max: 2 }),
  put: fc.oneof(between, fc.string({ maxLength: 2 })),
});
const text = fc
  .record({
    parts: fc.array(fc.tuple(part, between), { minLength: 1, maxLength: 2 }),
    edits: fc.array(edit, { maxLength: 2 }),
  })
  .map(({ parts, edits }) =>
    edits.reduce((whole, { at, out, put }) => {
      const from = Math.floor(at * whole.length);
      return whole.slice(0, from) + put + whole.slice(from + out);
    }, parts.flat().join('')),
  );

describe('looking for secrets by their signs', () => {
  test('RECORDER-12: the signs are those of the rules that are installed', () => {
    const path = createRequire(import.meta.url).resolve(
      '@secretlint/secretlint-rule-preset-recommend/package.json',
    );
    const { version }: { version?: unknown } = JSON.parse(readFileSync(path, 'utf8'));
    // Another version may find more: compare its rules with the signs, then name it there.
    expect(version).toBe(SIGNS_ARE_OF);
    const names = rules.map(({ meta }) => nameOf(meta.id)).sort();
    expect(Object.keys(SECRETLINT_SIGNS).sort()).toEqual(names);
    expect([...Object.keys(SAMPLES), ...NEVER_IN_A_TEXT].sort()).toEqual(names);
  });

  test.each(Object.entries(SAMPLES))(
    'RECORDER-12: what the rule %s finds is found',
    async (_, samples) => {
      for (const sample of samples) {
        const found = await byAllRules(`before ${sample} behind`);
        expect(found, sample.slice(0, 22)).not.toEqual([]);
        expect(await among(`before ${sample} behind`)).toEqual(found);
      }
    },
  );

  test('RECORDER-12: nothing is found without signs that is not found by them', async () => {
    const isSame = async (whole: string): Promise<void> => {
      expect(await among(whole)).toEqual(await byAllRules(whole));
    };
    await fc.assert(fc.asyncProperty(text, isSame), { numRuns: 100 });
  });

  test('RECORDER-2: a text that tells secretlint to be silent hides nothing', async () => {
    const [token = ''] = SAMPLES.tailscale ?? [];
    const told = `# secretlint-disable\n# secretlint-disable-next-line\n${token}`;
    expect((await among(told)).map(({ start, end }) => told.slice(start, end))).toEqual([token]);
  });

  test('RECORDER-2: a byte order mark before a text moves nothing', async () => {
    const [token = ''] = SAMPLES.tailscale ?? [];
    const told = `\ufeff${token}`;
    expect((await among(told)).map(({ start, end }) => told.slice(start, end))).toEqual([token]);
  });
});
