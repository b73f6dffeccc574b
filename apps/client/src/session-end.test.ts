// The end of a session as it is told: a command that a person may copy is one that we can vouch for.
import { expect, test } from 'vitest';
import { agentEnd } from './session-end.ts';

const exited = { type: 'exited', exitCode: 0, signal: 0 } as const;

test.each(['codex resume 0199a213-81c0-7800-8aa1-bbab2a035a53', 'codex resume T_1'])(
  'the command that opens a conversation again is told: %s',
  (again) => {
    expect(agentEnd({ ...exited, again }, 'itself')).toEqual({
      kind: 'exited',
      status: 0,
      why: 'itself',
      again,
    });
  },
);

test.each([
  'codex resume T; rm -rf ~',
  'codex resume $(reboot)',
  'codex resume T\nreboot',
  'codex resume \u001b[2J',
  'codex resume --yolo',
  'codex resume ',
])('a command with anything else in it is not: %j', (again) => {
  expect(agentEnd({ ...exited, again }, 'itself')).toEqual({
    kind: 'exited',
    status: 0,
    why: 'itself',
  });
});
