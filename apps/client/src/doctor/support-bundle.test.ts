// What is put into the archive, with findings that hold what is to be taken out.
import type { Finding } from '@codex-voice/doctor';
import { expect, test } from 'vitest';
import { bundleFiles } from './support-bundle.ts';

const HOME = ['', 'home', 'anna'].join('/');

function texts(fact: string): Readonly<Record<string, string>> {
  const finding: Finding = {
    ...{ id: 'host', area: 'sessions', subject: 'host', state: 'weak', fact },
    mend: { words: 'ask anna', command: `ls ${HOME}/x` },
  };
  const files = bundleFiles({
    ...{ findings: [finding], version: '1.0.0', configText: '', environment: {} },
    ...{ hostLogFile: '', identity: { home: HOME, user: 'anna' } },
  });
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

test('DOCTOR-40 the report for programs stays JSON, whatever is taken out of it', () => {
  const { 'report.json': report = '' } = texts('authorization: hunter22 "quoted" words');
  const document: unknown = JSON.parse(report);
  expect(document).toMatchObject({
    findings: [
      { fact: 'authorization: [secret]', mend: 'ask [user]', command: 'ls ~/x', state: 'warning' },
    ],
  });
});

test('DOCTOR-40 what the report would cut into two lines is taken out all the same', () => {
  const fact = `${'long words '.repeat(8)}tool --password hunter22, and so on`;
  expect(texts(fact)['report.txt']).not.toContain('hunter22');
});
