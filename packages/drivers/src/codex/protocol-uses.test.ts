// The drift check against a protocol that lacks things; against the real one, the system suite.
import { expect, test } from 'vitest';
import { missingProtocol } from './protocol-uses.ts';

test('CODEX-11: each method and field that a version lacks is named', () => {
  const all = missingProtocol(() => undefined);
  expect(all).toContain('ClientRequest.ts: no method turn/start');
  expect(all).toContain('v2/Thread.ts: no field ephemeral');
  const files: Record<string, string> = {
    'ClientRequest.ts': '{ "method": "turn/start", id }',
    'v2/Thread.ts': 'ephemeral?: boolean',
  };
  const fewer = missingProtocol((path) => files[path]);
  expect(all.filter((line) => !fewer.includes(line))).toEqual([
    'ClientRequest.ts: no method turn/start',
    'v2/Thread.ts: no field ephemeral',
  ]);
});
