import { describe, expect, it } from 'vitest';
import { parseTokenList, TokenListError } from './token-list.ts';

describe('parseTokenList', () => {
  it('reads tokens, a space and line ends of any system', () => {
    const list = parseTokenList('<blk> 0\r\n\u2581a\t1\nb 2\n 3\n');
    expect(list.count).toBe(4);
    expect(list.hasBlank).toBe(true);
    expect(list.canSpell('ab')).toBe(true);
    expect(list.canSpell('abc')).toBe(false);
  });

  it('RECOG-89 knows a list without small letters, whatever its marks are called', () => {
    expect(parseTokenList('<blk> 0\n<unk> 1\n\u2581THE 2\nS 3').letters).toBe('upper');
    expect(parseTokenList('<blk> 0\na 1\nB 2').letters).toBe('mixed');
    expect(parseTokenList('<blk> 0\nb 1').letters).toBe('lower');
    expect(parseTokenList("<blk> 0\n' 1").letters).toBe('mixed');
  });

  it('RECOG-81 refuses what the library would end the process on', () => {
    for (const text of ['', 'a', 'a b 0', 'a 0\n\nb 1', 'a 0\nb 2', 'a x']) {
      expect(() => parseTokenList(text)).toThrow(TokenListError);
    }
  });
});
