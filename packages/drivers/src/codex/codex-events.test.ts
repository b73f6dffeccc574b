import { expect, test } from 'vitest';
import { approvalSubject } from './codex-approvals.ts';
import { eventsOf } from './codex-events.ts';

test.each(['toString', 'constructor', 'valueOf', '__proto__', 'hasOwnProperty'])(
  'a method named %s is one that is not known: told as it came, and no question',
  (method) => {
    expect(eventsOf(method, { a: 1 })).toEqual([{ kind: 'raw', method, body: '{"a":1}' }]);
    expect(approvalSubject(method)).toBeUndefined();
  },
);
