import { expect, test } from 'vitest';
import { parseLine } from './transcript-entries.ts';

test.each(['toString', 'constructor', 'valueOf', '__proto__', 'hasOwnProperty'])(
  'CLAUDE-5: a line of the kind %s is of a kind that is not known, and nothing else',
  (type) => {
    const line = `{"type":"${type}","uuid":"u1"}`;
    expect(parseLine(line)).toEqual({ kind: 'unknown', type, excerpt: line });
  },
);
