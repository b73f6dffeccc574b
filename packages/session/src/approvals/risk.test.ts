// What counts as harmless, line by line; and that nothing unknown ever does.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApprovalRisk } from './approval.ts';
import { approvalRisk } from './risk.ts';

const FOLDER = '/folder/project';

function risk(text: string): ApprovalRisk | undefined {
  return approvalRisk({ subject: 'command', text }, FOLDER);
}

const HARMLESS = [
  'ls',
  'ls -la src',
  'cat README.md | head -20',
  'git status',
  'git diff HEAD src/main.ts && git log --oneline',
  "grep -rn 'rm -rf' src; wc -l src/a.ts",
  'rg "a b" src || echo nothing',
  'cat /folder/project/src/a.ts',
  '/usr/bin/cat a.txt 2>/dev/null',
  'echo done 2>&1',
  'mkdir -p build/out',
  "bash -lc 'git status && ls'",
  "/bin/sh -c 'cat notes.txt'",
  'cd src\nls',
];

const RISKY: readonly (readonly [string, ApprovalRisk])[] = [
  ['sudo ls', 'administrator'],
  ['ls && sudo rm x', 'administrator'],
  ["bash -lc 'sudo ls'", 'administrator'],
  ['echo $(sudo id)', 'administrator'],
  ['rm -rf build', 'destructive'],
  ['/bin/rm x', 'destructive'],
  ['echo hello > notes.txt', 'destructive'],
  ['cat a >> b', 'destructive'],
  ['ls | xargs rm', 'destructive'],
  ['git reset --hard', 'destructive'],
  ['git -C . status', 'unknown'],
  ['git checkout main', 'destructive'],
  ['curl https://example.com', 'network'],
  ['git push', 'network'],
  ['npm install left-pad', 'network'],
  ['cat a | nc example.com 80', 'network'],
  ['cat /etc/passwd', 'outside'],
  ['cat ../secret', 'outside'],
  ['ls src/../../x', 'outside'],
  ['cat < /etc/passwd', 'outside'],
  ['cat /folder/project-two/a', 'outside'],
  ['rg --file=/etc/passwd x', 'outside'],
  ['head -n/etc/passwd', 'outside'],
  ["bash -c 'cat ~/.ssh/id_rsa'", 'unknown'],
  ['npm test', 'unknown'],
  ['python3 -c "print(1)"', 'unknown'],
  ['./run.sh', 'unknown'],
  ['src/tool --help', 'unknown'],
  ['PATH=. ls', 'unknown'],
  ['ls $HOME', 'unknown'],
  ['ls *.ts', 'unknown'],
  ['ls {a,b}', 'unknown'],
  ['echo `id`', 'unknown'],
  ['sleep 1 &', 'unknown'],
  ['cat <<EOF\nx\nEOF', 'unknown'],
  ['cat <(ls)', 'unknown'],
  ['eval ls', 'unknown'],
  ['find . -delete', 'unknown'],
  ['rg --pre ./x y', 'unknown'],
  ['git diff --output=x', 'unknown'],
  ['echo "a', 'unknown'],
  ['', 'unknown'],
  ['ls \u202egnp.exe', 'unknown'],
  ['ls\r', 'unknown'],
  ['bash -c "bash -c \'bash -c ls\'" x', 'unknown'],
];

describe('commands', () => {
  test('APPROVAL-20: known readers on what is in the folder are harmless', () => {
    for (const line of HARMLESS) expect([line, risk(line)]).toEqual([line, undefined]);
  });

  test('APPROVAL-20 APPROVAL-21 APPROVAL-22 APPROVAL-23: everything else says why it is risky', () => {
    for (const [line, why] of RISKY) expect([line, risk(line)]).toEqual([line, why]);
  });

  test('APPROVAL-24: a script is read three shells deep, not deeper', () => {
    const quoted = (script: string) => `bash -c "${script.replaceAll(/["\\]/gu, '\\$&')}"`;
    let line = 'ls';
    for (let depth = 0; depth < 3; depth += 1) line = quoted(line);
    expect(risk(line)).toBeUndefined();
    expect(risk(quoted(line))).toBe('unknown');
  });

  test('APPROVAL-20: no line with a program that is not known is harmless, wherever it stands', () => {
    const known = fc.constantFrom('ls', 'cat a', 'git status', 'echo x');
    const joint = fc.constantFrom(';', '|', '&&', '||', '\n');
    const unknown = fc.stringMatching(/^[a-z]{9,12}$/u).filter((name) => risk(name) !== undefined);
    fc.assert(
      fc.property(fc.array(known), joint, unknown, fc.array(known), (before, by, name, after) => {
        const line = [...before, name, ...after].join(` ${by} `);
        expect(risk(line)).toBeDefined();
      }),
    );
  });

  test('APPROVAL-21: whatever is put into a harmless line, it is read or risky, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const found = risk(`ls ${text}`);
        if (/[$`*?[\]{}!#~()&\\]|(?![\n\t])\p{C}/u.test(text) && !/['"\\&]/u.test(text))
          expect(found).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  test('APPROVAL-7: a command that goes on is risky', () => {
    expect(approvalRisk({ subject: 'command', text: 'ls', cut: true }, FOLDER)).toBe('unknown');
  });

  test('APPROVAL-23: without a known folder every absolute path is outside', () => {
    expect(approvalRisk({ subject: 'command', text: 'cat /a' }, '')).toBe('outside');
    expect(approvalRisk({ subject: 'command', text: 'cat a' }, '')).toBeUndefined();
  });
});

test('APPROVAL-23: a command that runs elsewhere is outside, in a folder below it is not', () => {
  const command = { subject: 'command', text: 'ls' } as const;
  expect(approvalRisk({ ...command, cwd: '/etc' }, FOLDER)).toBe('outside');
  expect(approvalRisk({ ...command, cwd: FOLDER }, FOLDER)).toBeUndefined();
  expect(approvalRisk({ ...command, cwd: `${FOLDER}/src` }, FOLDER)).toBeUndefined();
});

test('APPROVAL-25: what the agent tells of its danger counts, the gravest of all', () => {
  const patch = { subject: 'patch', text: 'a.ts' } as const;
  expect(approvalRisk({ ...patch, warnings: ['destructive'] }, FOLDER)).toBe('destructive');
  expect(approvalRisk({ ...patch, patch: 'add a.ts\n+x\u202ey' }, FOLDER)).toBe('unknown');
  expect(approvalRisk({ ...patch, patch: 'add a.ts\n+x' }, FOLDER)).toBeUndefined();
  const network = { subject: 'command', text: 'rm x', warnings: ['network'] } as const;
  expect(approvalRisk(network, FOLDER)).toBe('destructive');
});

test('APPROVAL-25: patches in the folder are harmless, permissions never, questions always', () => {
  const patch = (text: string) => approvalRisk({ subject: 'patch', text }, FOLDER);
  expect(patch('src/a.ts\nREADME.md')).toBeUndefined();
  expect(patch(`${FOLDER}/src/a.ts`)).toBeUndefined();
  expect(patch('')).toBe('unknown');
  expect(patch('src/a.ts\n/etc/hosts')).toBe('outside');
  expect(patch('../a.ts')).toBe('outside');
  for (const path of ['.git/hooks/pre-commit', '.github/x.yml', `${FOLDER}/a/.env`, 'a\u202eb'])
    expect([path, patch(path)]).toEqual([path, 'unknown']);
  const text = '{}';
  expect(approvalRisk({ subject: 'permissions', text }, FOLDER)).toBe('permissions');
  expect(approvalRisk({ subject: 'question', text: 'sudo rm?' }, FOLDER)).toBeUndefined();
});
