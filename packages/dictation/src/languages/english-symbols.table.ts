// Symbols as they are said in English, with what makes the same words prose.
import type { SymbolGuard, SymbolPlace, SymbolRow } from './language.ts';

type Rest = Pick<SymbolRow, 'notAfter' | 'notBefore' | 'inName'>;

function row(
  [spoken, text]: readonly [spoken: string, text: string],
  [place, guard]: readonly [SymbolPlace, SymbolGuard],
  rest: Rest = {},
): SymbolRow {
  return { spoken, text, place, guard, ...rest };
}

const ARROW_PROSE = { notBefore: 'function functions key keys icon icons head heads' };
const MATCHING = { notBefore: 'matching pair pairs position positions' };

export const ENGLISH_SYMBOLS: readonly SymbolRow[] = [
  row(
    ['open paren|left paren|open parenthesis|open parentheses|left parenthesis', '('],
    ['opening', 'free'],
    MATCHING,
  ),
  row(
    ['close paren|right paren|close parenthesis|close parentheses|right parenthesis', ')'],
    ['closing', 'free'],
  ),
  row(
    ['open bracket|left bracket|open square bracket|open square|left square bracket', '['],
    ['opening', 'free'],
    MATCHING,
  ),
  row(
    ['close bracket|right bracket|close square bracket|close square|right square bracket', ']'],
    ['closing', 'free'],
  ),
  row(
    ['open brace|left brace|open curly|open curly brace|open curly bracket|left curly brace', '{'],
    ['opening', 'free'],
    MATCHING,
  ),
  row(
    [
      'close brace|right brace|close curly|close curly brace|close curly bracket|right curly brace',
      '}',
    ],
    ['closing', 'free'],
  ),
  row(['open angle|open angle bracket|left angle bracket', '<'], ['opening', 'free'], MATCHING),
  row(['close angle|close angle bracket|right angle bracket', '>'], ['closing', 'free']),
  row(['open quote|open quotes|open double quote', '"'], ['opening', 'free']),
  row(['close quote|close quotes|close double quote', '"'], ['closing', 'free']),
  row(['open single quote', "'"], ['opening', 'free']),
  row(['close single quote', "'"], ['closing', 'free']),
  row(['quote', '"'], ['opening', 'paired'], { notBefore: 'unquote' }),
  row(['unquote|end quote', '"'], ['closing', 'paired']),
  row(['double quote', '"'], ['toggle', 'free']),
  row(['single quote', "'"], ['toggle', 'free']),
  row(['backtick|back tick', '`'], ['toggle', 'free']),
  row(['triple backtick|triple back tick', '```'], ['toggle', 'free']),
  row(['fat arrow|double arrow', '=>'], ['operator', 'free'], ARROW_PROSE),
  row(['thin arrow', '->'], ['operator', 'free'], ARROW_PROSE),
  row(['arrow', '->'], ['operator', 'code'], {
    notAfter: 'up down left right back forward',
    notBefore: 'function functions key keys icon icons head heads',
    inName: 'word',
  }),
  row(['equals|equal sign|equals sign', '='], ['operator', 'code']),
  row(['double equals|equals equals|double equal', '=='], ['operator', 'free']),
  row(['triple equals|equals equals equals|triple equal', '==='], ['operator', 'free']),
  row(['not equal|not equals|not equal to|bang equals', '!='], ['operator', 'free'], {
    notAfter: 'is are was were be being do does did should must',
  }),
  row(['not double equals|not triple equals|bang double equals', '!=='], ['operator', 'free']),
  row(['plus', '+'], ['operator', 'code-both'], { inName: 'word' }),
  row(['plus sign', '+'], ['operator', 'free']),
  row(['minus', '-'], ['operator', 'code-both'], { inName: 'word' }),
  row(['minus sign', '-'], ['operator', 'free']),
  row(['plus equals', '+='], ['operator', 'free']),
  row(['minus equals', '-='], ['operator', 'free']),
  row(['plus plus', '++'], ['mark', 'free']),
  row(['less than sign', '<'], ['operator', 'free']),
  row(['greater than sign', '>'], ['operator', 'free']),
  row(['dash dash|double dash|minus minus', '--'], ['prefix', 'free']),
  row(['dash|hyphen', '-'], ['infix', 'between'], {
    notAfter: 'quick mad metre meter yard',
    notBefore: 'of board line lines cam off away',
    inName: 'word',
  }),
  row(['em dash|m dash', '\u2014'], ['operator', 'free']),
  row(['en dash|n dash', '\u2013'], ['operator', 'free']),
  row(['underscore|under score', '_'], ['infix', 'between']),
  row(['dot', '.'], ['infix', 'between'], {
    notAfter: 'polka red green blue black white yellow little small tiny big single every each',
    notBefore: 'product products notation plot plots matrix matrices',
  }),
  row(['dot dot', '..'], ['prefix', 'free']),
  row(['star dot', '*.'], ['prefix', 'free'], { notAfter: 'one two three four five' }),
  row(['dot slash', './'], ['prefix', 'free']),
  row(['dot dot slash', '../'], ['prefix', 'free']),
  row(['dot dot dot', '...'], ['mark', 'free']),
  row(['ellipsis', '...'], ['mark', 'free']),
  row(['slash|forward slash', '/'], ['infix', 'between'], { notBefore: 'command commands' }),
  row(['slash slash|double slash', '//'], ['prefix', 'free']),
  row(['colon slash slash', '://'], ['infix', 'free']),
  row(['backslash|back slash', '\\'], ['prefix', 'free']),
  row(['pipe', '|'], ['operator', 'between'], {
    notAfter: 'broken named unix anonymous duplex inherited',
    notBefore: 'line lines operator operators dream character',
    inName: 'word',
  }),
  row(['pipe sign|vertical bar', '|'], ['operator', 'free']),
  row(['pipe pipe|double pipe', '||'], ['operator', 'free']),
  row(['ampersand', '&'], ['operator', 'free']),
  row(['double ampersand|ampersand ampersand', '&&'], ['operator', 'free']),
  row(['at sign', '@'], ['prefix', 'free']),
  row(['hash|pound', '#'], ['prefix', 'number-after'], { inName: 'word' }),
  row(['hash sign|pound sign|number sign', '#'], ['prefix', 'free']),
  row(['hash bang|shebang', '#!'], ['prefix', 'symbol-beside']),
  row(['dollar sign', '$'], ['prefix', 'free']),
  row(['percent|per cent', '%'], ['mark', 'number-before'], { inName: 'word' }),
  row(['percent sign', '%'], ['mark', 'free']),
  row(['asterisk', '*'], ['operator', 'free']),
  row(['caret', '^'], ['prefix', 'free']),
  row(['tilde', '~'], ['prefix', 'free']),
  row(['tilde slash', '~/'], ['prefix', 'free']),
  row(['colon', ':'], ['mark', 'free'], { notBefore: 'separated delimited cancer' }),
  row(['colon colon|double colon', '::'], ['infix', 'free']),
  row(['semicolon|semi colon', ';'], ['mark', 'free'], {
    notBefore: 'insertion separated delimited',
  }),
  row(['comma', ','], ['mark', 'free'], {
    notAfter: 'oxford',
    notBefore: 'separated delimited separator splice operator',
  }),
  row(['period', '.'], ['mark', 'sentence-end'], {
    notAfter:
      'time trial grace waiting notice retention long short brief free billing warranty probation transition cooling refresh polling sampling reporting same given certain whole entire accounting',
    inName: 'word',
  }),
  row(['full stop', '.'], ['mark', 'free'], { notAfter: 'complete sudden' }),
  row(['question mark', '?'], ['mark', 'free']),
  row(['exclamation mark|exclamation point', '!'], ['mark', 'free']),
  row(['new line|newline', '\n'], ['line', 'free'], {
    notAfter: 'add insert start begin print write strip trim missing without with per on',
    notBefore: 'of at in break breaks is are feed feeds',
  }),
  row(['new paragraph', '\n\n'], ['line', 'free'], {
    notAfter: 'add insert start begin write',
    notBefore: 'of about is',
  }),
  row(['tab', '\t'], ['line', 'symbol-beside'], { inName: 'word' }),
];
