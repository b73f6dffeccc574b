import { joinText } from '@codex-voice/speech';
import { expect, it } from 'vitest';
import { format } from './format.ts';
import { lineEdges } from './line-edges.ts';

/** How a text is joined to what stands before it, with nothing said lost. */
function joined(standing: string, said: string): string {
  const { before, body, after } = lineEdges(format(said, { language: 'en' }).text);
  return standing + before + joinText(standing + before, body) + after;
}

it('DICT-27 a new line at an end of what was said is not lost where texts are joined', () => {
  expect(joined('First part', 'new line second part')).toBe('First part\nSecond part');
  expect(joined('First part', 'then stop new line')).toBe('First part then stop\n');
  expect(joined('First part', 'new line')).toBe('First part\n');
  expect(joined('', 'one new paragraph two')).toBe('One\n\nTwo');
});

it.each([
  ['', { before: '', body: '', after: '' }],
  [' a ', { before: '', body: 'a', after: '' }],
  ['\n\n', { before: '', body: '', after: '\n\n' }],
  [' \n\t a\nb \n ', { before: '\n\t', body: 'a\nb', after: '\n' }],
])('DICT-27 %j is told apart', (text, edges) => {
  expect(lineEdges(text)).toEqual(edges);
});
