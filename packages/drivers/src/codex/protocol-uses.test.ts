// The drift check against a protocol that lacks things; against the real one, the system suite.
import { expect, test } from 'vitest';
import { missingProtocol, protocolChanges } from './protocol-uses.ts';

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

test('CODEX-11: between two versions each planted difference of what is used is named', () => {
  const older: Record<string, string> = {
    'ClientRequest.ts': '{ "method": "turn/start", id } | { "method": "turn/steer", id }',
    'v2/Turn.ts':
      'export type Turn = { id: string, /** why */ items: Array<ThreadItem>, status: TurnStatus, error: TurnError | null, };',
    'v2/FileUpdateChange.ts':
      'export type FileUpdateChange = { path: string, kind: Kind, diff: string };',
    'v2/Thread.ts': 'export type Thread = { id: string, cwd: { [key in string]?: string } }',
  };
  const newer: Record<string, string> = {
    ...older,
    'ClientRequest.ts': '{ "method": "turn/start", id } | { "method": "thread/fork", id }',
    'v2/Turn.ts':
      'export type Turn = { id: number, items: Array<ThreadItem>, status: TurnStatus, error?: TurnError | null, };',
    'v2/FileUpdateChange.ts':
      'export type FileUpdateChange = { path: string, kind: Kind, added: number };',
  };
  const read = (files: Record<string, string>) => (path: string) => files[path];
  expect(protocolChanges(read(older), read(older))).toEqual([]);
  expect(protocolChanges(read(older), read(newer))).toEqual([
    'ClientRequest.ts: no method turn/steer',
    'v2/FileUpdateChange.ts: no field diff',
    'ClientRequest.ts: no method thread/fork before',
    'v2/Turn.ts: id was string, is number',
    'v2/Turn.ts: error was TurnError | null, is TurnError | null or absent',
  ]);
});
