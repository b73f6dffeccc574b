import { describe, expect, it } from 'vitest';
import { isInvented } from './invented-text.ts';

describe('isInvented', () => {
  it.each(['[BLANK_AUDIO]', '(silence)', ' ♪♪ ', '...', '[Music] (applause)'])(
    'RECOG-93 takes %j for a description',
    (text) => {
      expect(isInvented(text, 'stands-out')).toBe(true);
    },
  );

  it('RECOG-93 believes in thanks only where something stands out of the noise', () => {
    expect(isInvented(' Thank you. ', 'even')).toBe(true);
    expect(isInvented("Merci d'avoir regardé cette vidéo !", 'even')).toBe(true);
    expect(isInvented('Thank you.', 'stands-out')).toBe(false);
  });

  it.each(['Thank you for the patch', 'call f (x)', 'a [b] c', 'you and me'])(
    'RECOG-93 leaves %j alone',
    (text) => {
      expect(isInvented(text, 'even')).toBe(false);
    },
  );
});
