import { expect, test } from 'vitest';
import { found } from './good-machine.test-support.ts';
import { reportDocument, reportText } from './report.ts';

const broken = found({
  agents: {
    kind: 'told',
    value: {
      found: [],
      missing: [{ command: 'codex', install: `npm install -g ${'@openai/'.repeat(20)}codex` }],
    },
  },
});

test('DOCTOR-20 a mark tells the state, with colours and without, in signs and in letters', () => {
  const plain = reportText(broken, { columns: 80, marks: 'signs', colour: 'none' });
  expect(plain).toMatch(/^✓ Node\.js {13}24\.21\.0/mu);
  expect(plain).toMatch(/^✗ agents {14}no agent is on your PATH/mu);
  expect(plain).toContain('1 broken, 0 weaker than it could be');
  const coloured = reportText(broken, { columns: 80, marks: 'signs', colour: 'some' });
  expect(coloured.replaceAll(/\x1b\[\d*m/gu, '')).toBe(plain);
  const letters = reportText(broken, { columns: 80, marks: 'words', colour: 'none' });
  expect(letters).toMatch(/^x {2}agents/mu);
  expect(letters).not.toMatch(/[✓✗]/u);
});

test.each([40, 60])(
  'DOCTOR-20 lines fit %i columns, but for a command, which is whole',
  (columns) => {
    const lines = reportText(broken, { columns, marks: 'signs', colour: 'none' }).split('\n');
    const [command, ...more] = lines.filter((line) => line.length > columns);
    expect(more).toEqual([]);
    expect(command?.trim()).toMatch(/^run: {2}npm install -g @openai.*codex$/u);
  },
);

test('DOCTOR-20 the home is a ~ in facts, where it is the home, and whole in commands', () => {
  const [finding] = found({});
  if (finding === undefined) throw new Error('there is no finding');
  const fact =
    '/users/ab/.config: writable, /users/abc, /users/ab.c and /mnt/users/ab/x are not, /users/ab';
  const mend = { words: 'make it', command: 'mkdir /users/ab/x' };
  const manner = { columns: 110, marks: 'signs', colour: 'none' } as const;
  const shown = reportText([{ ...finding, fact, mend }], { ...manner, home: '/users/ab' });
  expect(shown).toContain(
    '~/.config: writable, /users/abc, /users/ab.c and /mnt/users/ab/x are not, ~',
  );
  expect(shown).toContain('run:  mkdir /users/ab/x');
  for (const home of ['/', '', undefined]) {
    expect(reportText([{ ...finding, fact }], { ...manner, home })).toContain('/users/ab/.config');
  }
});

test('DOCTOR-21 the document has every finding and a verdict', () => {
  const document = reportDocument(broken, '1.2.3');
  expect(document).toMatchObject({ version: '1.2.3', verdict: 'error' });
  expect(reportDocument(found({}), '1.2.3')).toMatchObject({ verdict: 'ok' });
  expect(JSON.parse(JSON.stringify(document)).findings).toHaveLength(broken.length);
});
