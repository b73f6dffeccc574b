// Files of roles: what the guide shows is accepted, and it shows every field there is.
import { readFileSync } from 'node:fs';
import { BUILT_IN_ROLES, ROLE_FIELDS, SANDBOXES } from '@codex-voice/roles';
import { expect, test } from 'vitest';
import { ConfigFile } from '../config-file.ts';
import { parseRoles } from './role-files.ts';

const guide = readFileSync(new URL('../../../../docs/roles.md', import.meta.url), 'utf8');

test('the guide to roles shows every field and built-in role, and what it shows is accepted', () => {
  const block = /```toml[^\n]*\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
  const [fields = {}] = Object.values(parseRoles(new ConfigFile('roles.md', block)));
  expect(Object.keys(fields).toSorted()).toEqual([...ROLE_FIELDS].toSorted());
  for (const name of Object.keys(BUILT_IN_ROLES)) expect(guide).toContain(`| \`${name}\` |`);
  expect(guide).toContain(SANDBOXES.join(', '));
});

test.each([
  [
    '[roles.a]\nmodel = { codxe = "x" }',
    'f:2: unknown key roles.a.model.codxe: did you mean codex?',
  ],
  ['[roles.a]\npreamble = " "', 'f:2: roles.a.preamble can'],
  [`[roles.a]\npreamble = "${'x'.repeat(16_385)}"`, 'f:2: roles.a.preamble can'],
  ['[roles.a]\ndescription = "a\\nb"', 'f:2: roles.a.description can'],
  ['roles = 1', 'f:1: roles can'],
  ['[roles."b c"]\neffort = "low"', 'b c is no name of a role'],
])('a wrong file of roles is told with its line: %j', (text, message) => {
  expect(() => parseRoles(new ConfigFile('f', text))).toThrow(message);
});
