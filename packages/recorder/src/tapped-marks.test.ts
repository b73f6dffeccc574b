import { expect, test } from 'vitest';
import { TappedMarks } from './tapped-marks.ts';

test('the mark of something said that was not understood was empty', () => {
  const said = (text: string) =>
    new TappedMarks().of({ code: 'v', data: { event: { type: 'final', text } } });
  expect(said('')).toEqual(['spoken, not understood']);
  expect(said('run the\ntests')).toEqual(['spoken: run the tests']);
});
