// The rules of roles: their layers, and what each agent takes of one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BUILT_IN_ROLES } from './built-in-roles.ts';
import { isOfProject, layeredRole, type RoleLayers, roleNames } from './layered-roles.ts';
import {
  APPROVALS,
  EFFORTS,
  ROLE_AGENTS,
  type RoleFields,
  type RoleTable,
  SANDBOXES,
} from './role.ts';
import { type RoleStartAgent, roleStart } from './role-start.ts';

const layers = (user: RoleTable, project: RoleTable = {}): RoleLayers => ({
  'built-in': BUILT_IN_ROLES,
  user,
  project,
});

const AGENTS: readonly RoleStartAgent[] = [...ROLE_AGENTS, 'plain'];
const ALL: RoleFields = {
  model: 'maker/one',
  effort: 'high',
  sandbox: 'workspace-write',
  approval: 'edits',
  preamble: 'Be brief.',
};

const anyFields: fc.Arbitrary<RoleFields> = fc.record(
  {
    model: fc.constantFrom('one', 'maker/one'),
    effort: fc.constantFrom(...EFFORTS),
    sandbox: fc.constantFrom(...SANDBOXES),
    approval: fc.constantFrom(...APPROVALS),
    preamble: fc.string({ minLength: 1, unit: 'grapheme' }).map((text) => `Do ${text}`),
  },
  { requiredKeys: [] },
);

test('ROLES-1: a nearer layer’s field goes before, others stay, and each tells where it is from', () => {
  const role = layeredRole(
    'security_review',
    layers({ security_review: { effort: 'low' } }, { security_review: { preamble: 'Look.' } }),
  );
  expect(role?.fields).toMatchObject({ effort: 'low', sandbox: 'read-only', preamble: 'Look.' });
  expect(role?.from).toEqual({
    description: 'built-in',
    effort: 'user',
    sandbox: 'built-in',
    preamble: 'project',
  });
  expect(layeredRole('toString', layers({}))).toBeUndefined();
  expect(roleNames(layers({ zeta: {} }, { alpha: {} }))).toEqual([
    'alpha',
    ...Object.keys(BUILT_IN_ROLES).toSorted(),
    'zeta',
  ]);
});

test('ROLES-2 ROLES-3: what a project allows beyond the person’s own is told, and nothing else', () => {
  const widens = (person: RoleFields, project: RoleFields) =>
    layeredRole('x', layers({ x: person }, { x: project }))?.widens;
  for (const [own, sandbox] of SANDBOXES.entries())
    for (const [other, to] of SANDBOXES.entries())
      expect(widens({ sandbox }, { sandbox: to })).toEqual(
        other > own ? [{ field: 'sandbox', to, beyond: sandbox }] : [],
      );
  for (const [own, approval] of APPROVALS.entries())
    for (const [other, to] of APPROVALS.entries())
      expect(widens({ approval }, { approval: to })).toEqual(
        other > own ? [{ field: 'approval', to, beyond: approval }] : [],
      );
  expect(widens({}, { sandbox: 'read-only', approval: 'ask' })).toEqual([]);
  expect(widens({}, { sandbox: 'workspace-write', approval: 'edits' })).toEqual([
    { field: 'sandbox', to: 'workspace-write' },
    { field: 'approval', to: 'edits' },
  ]);
  expect(
    layeredRole('explain_only', layers({}, { explain_only: { sandbox: 'workspace-write' } }))
      ?.widens,
  ).toEqual([{ field: 'sandbox', to: 'workspace-write', beyond: 'read-only' }]);
  expect(widens({ sandbox: 'danger-full-access' }, {})).toEqual([]);
});

test('ROLES-4: no built-in role says more than the narrowest', () => {
  expect(Object.keys(BUILT_IN_ROLES)).toEqual(
    expect.arrayContaining(['refactor_strict', 'security_review', 'explain_only', 'test_writer']),
  );
  for (const fields of Object.values(BUILT_IN_ROLES)) {
    expect(['read-only', undefined]).toContain(fields.sandbox);
    expect(['ask', undefined]).toContain(fields.approval);
    expect(fields.preamble).toMatch(/^You are here to /u);
  }
});

test('ROLES-5: a role with anything of a project’s tells so', () => {
  const of = (user: RoleTable, project: RoleTable) => layeredRole('x', layers(user, project));
  const [own, mixed] = [of({ x: ALL }, {}), of({ x: ALL }, { x: { effort: 'low' } })];
  expect(own && isOfProject(own)).toBe(false);
  expect(mixed && isOfProject(mixed)).toBe(true);
});

test('ROLES-10: every field that is said is set, composed or left with a reason', () => {
  fc.assert(
    fc.property(anyFields, fc.constantFrom(...AGENTS), (fields, agent) => {
      const { set, left, composed } = roleStart(fields, agent);
      const told = [...set, ...left].map(({ field }) => String(field));
      if (composed !== undefined) told.push('preamble');
      expect(told.toSorted()).toEqual(Object.keys(fields).toSorted());
      for (const { why } of left) expect(why).not.toBe('');
    }),
  );
});

test('ROLES-11: Codex', () => {
  expect(roleStart(ALL, 'codex').args).toEqual([
    '--model',
    'maker/one',
    '-c',
    'model_reasoning_effort="high"',
    '--sandbox',
    'workspace-write',
    '--ask-for-approval',
    'on-request',
    '-c',
    'developer_instructions="Be brief."',
  ]);
  expect(roleStart({ approval: 'never' }, 'codex').args).toEqual(['--ask-for-approval', 'never']);
  const preamble = 'Say "no"\\\n\tto ’it’ 日本.';
  const [, written = ''] = roleStart({ preamble }, 'codex').args;
  expect(JSON.parse(written.replace('developer_instructions=', ''))).toBe(preamble);
  expect(written).not.toContain('\n');
});

test('ROLES-12: Claude Code', () => {
  const start = roleStart(ALL, 'claude');
  expect(start.args).toEqual([
    '--model',
    'maker/one',
    '--effort',
    'high',
    '--permission-mode',
    'acceptEdits',
    '--append-system-prompt',
    'Be brief.',
  ]);
  expect(start.left.map(({ field }) => field)).toEqual(['sandbox']);
  expect(roleStart({ sandbox: 'read-only', approval: 'never' }, 'claude')).toMatchObject({
    args: ['--permission-mode', 'plan'],
    left: [{ field: 'approval' }],
  });
  const modes = APPROVALS.map((approval) => roleStart({ approval }, 'claude').args[1]);
  expect(modes).toEqual(['default', 'acceptEdits', 'dontAsk']);
});

test('ROLES-13: Gemini CLI and opencode', () => {
  const gemini = roleStart(ALL, 'gemini');
  expect(gemini.args).toEqual(['--model', 'maker/one', '--approval-mode', 'auto_edit']);
  expect(gemini.left.map(({ field }) => field)).toEqual(['effort', 'sandbox']);
  expect(roleStart({ sandbox: 'read-only' }, 'gemini').args).toEqual(['--approval-mode', 'plan']);
  expect(roleStart({ approval: 'ask' }, 'gemini').args).toEqual(['--approval-mode', 'default']);
  expect(roleStart({ approval: 'never' }, 'gemini')).toMatchObject({ args: [] });
  expect(roleStart(ALL, 'opencode').args).toEqual(['--model', 'maker/one']);
  expect(roleStart({ model: 'one' }, 'opencode').left).toHaveLength(1);
});

test('ROLES-14: a preamble that is no argument is composed', () => {
  for (const agent of AGENTS) {
    const { composed } = roleStart(ALL, agent);
    expect(composed, agent).toBe(
      agent === 'codex' || agent === 'claude' ? undefined : ALL.preamble,
    );
  }
  expect(roleStart(ALL, 'plain').args).toEqual([]);
});

test('ROLES-15: nothing becomes more than it says', () => {
  fc.assert(
    fc.property(anyFields, fc.constantFrom(...AGENTS), (fields, agent) => {
      const { args } = roleStart({ ...fields, preamble: 'x' }, agent);
      expect(args.join(' ')).not.toMatch(/yolo|bypass|dangerously|--auto\b/u);
      if (fields.sandbox !== 'danger-full-access') expect(args).not.toContain('danger-full-access');
    }),
  );
});

test('ROLES-16: own arguments stay, in whichever spelling', () => {
  const spelt: readonly (readonly [RoleStartAgent, readonly string[], string])[] = [
    ['codex', ['-m', 'mine'], 'model'],
    ['codex', ['--model=mine'], 'model'],
    ['codex', ['-mmine'], 'model'],
    ['codex', ['-c', 'model="mine"'], 'model'],
    ['codex', ['-c', 'model_reasoning_effort=low'], 'effort'],
    ['codex', ['--config=sandbox_mode="read-only"'], 'sandbox'],
    ['codex', ['-c', ' sandbox_mode = "read-only"'], 'sandbox'],
    ['codex', ['-s', 'read-only'], 'sandbox'],
    ['codex', ['-a', 'never'], 'approval'],
    ['codex', ['-cdeveloper_instructions=mine'], 'preamble'],
    ['claude', ['--model', 'mine'], 'model'],
    ['claude', ['--effort=low'], 'effort'],
    ['claude', ['--permission-mode', 'plan'], 'approval'],
    ['claude', ['--append-system-prompt', 'mine'], 'preamble'],
    ['gemini', ['-y'], 'approval'],
    ['opencode', ['-m', 'mine/one'], 'model'],
  ];
  for (const [agent, own, field] of spelt) {
    const { set, left } = roleStart(ALL, agent, own);
    expect(
      set.map((each) => String(each.field)),
      own.join(' '),
    ).not.toContain(field);
    expect(left.map((each) => String(each.field))).toContain(field);
  }
  const bypass = roleStart(ALL, 'codex', ['--dangerously-bypass-approvals-and-sandbox']);
  expect(bypass.set.map(({ field }) => field)).toEqual(['model', 'effort', 'preamble']);
  // `model` is not the beginning of another name, and what stands behind `--` is a prompt.
  const others = ['-c', 'model_provider="x"', '--', '-m'];
  expect(roleStart(ALL, 'codex', others).args).toContain('maker/one');
});

test('ROLES-17: a model for each agent', () => {
  const fields: RoleFields = { model: { codex: 'one', claude: 'two' } };
  expect(roleStart(fields, 'codex').args).toEqual(['--model', 'one']);
  expect(roleStart(fields, 'claude').args).toEqual(['--model', 'two']);
  expect(roleStart(fields, 'gemini')).toMatchObject({ args: [], left: [{ field: 'model' }] });
});

test('ROLES-18: a preamble keeps of control characters only new line and tab', () => {
  const preamble = 'a\u001b[31mb\r\nc\td\u0000\u009b';
  expect(roleStart({ preamble }, 'claude').args[1]).toBe('a[31mb\nc\td');
});
