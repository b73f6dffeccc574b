// Chinese punctuation words, simplified and traditional. After a measure word they are spoken about.
import type { CharacterLanguage } from './language.ts';

const MEASURES = '个個加用的';
const ABOUT = '的是在和分后後前键鍵';

const MARKS: readonly (readonly [spoken: string, text: string])[] = [
  ['逗号', '，'],
  ['逗號', '，'],
  ['句号', '。'],
  ['句號', '。'],
  ['问号', '？'],
  ['問號', '？'],
  ['感叹号', '！'],
  ['感嘆號', '！'],
  ['叹号', '！'],
  ['冒号', '：'],
  ['冒號', '：'],
  ['分号', '；'],
  ['分號', '；'],
  ['顿号', '、'],
  ['頓號', '、'],
  ['省略号', '……'],
  ['左括号', '（'],
  ['左括號', '（'],
  ['右括号', '）'],
  ['右括號', '）'],
  ['左引号', '“'],
  ['左引號', '「'],
  ['右引号', '”'],
  ['右引號', '」'],
];

export const CHINESE: CharacterLanguage = {
  kind: 'characters',
  symbols: [
    ...MARKS.map(
      ([spoken, text]) =>
        ({ spoken, text, rule: 'punctuation', notAfter: MEASURES, notBefore: ABOUT }) as const,
    ),
    { spoken: '换行', text: '\n', rule: 'line', notAfter: MEASURES, notBefore: `${ABOUT}符` },
    { spoken: '換行', text: '\n', rule: 'line', notAfter: MEASURES, notBefore: `${ABOUT}符` },
  ],
};
