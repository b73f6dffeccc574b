// The end of a session as it is told: a command that a person may copy is one that we can vouch for.
import { expect, onTestFinished, test, vi } from 'vitest';
import { agentEnd, tellEnd } from './session-end.ts';
import { ENGLISH } from './words/en.ts';

const exited = { type: 'exited', exitCode: 0, signal: 0 } as const;

test.each(['codex resume 0199a213-81c0-7800-8aa1-bbab2a035a53', 'codex resume T_1'])(
  'the command that opens a conversation again is told: %s',
  (again) => {
    expect(agentEnd({ ...exited, again }, { why: 'itself', waiting: 0 })).toEqual({
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
  expect(agentEnd({ ...exited, again }, { why: 'itself', waiting: 0 })).toEqual({
    kind: 'exited',
    status: 0,
    why: 'itself',
  });
});

test('a session to which its terminal could not come back goes on, and its keeper is not said to be dead', () => {
  const told: string[] = [];
  const writing = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.push(String(text));
    return true;
  });
  onTestFinished(() => writing.mockRestore());
  const given = { sessionId: 'calm-otter', words: ENGLISH.end };
  const lost = { kind: 'lost', hold: 'take' } as const;
  expect(tellEnd({ ...lost, goesOn: true }, given)).toBe(1);
  expect(told.join('')).toContain('calm-otter goes on: codex-voice attach calm-otter');
  expect(told.join('')).not.toContain('died');
});

test('bug: one who watched a session be ended from elsewhere was not told that a prompt waited, and is kept', () => {
  const told: string[] = [];
  const writing = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    told.push(String(text));
    return true;
  });
  onTestFinished(() => writing.mockRestore());
  const signalled = { ...exited, signal: 1 };
  const words = ENGLISH.end;
  const tell = (
    waiting: number,
    sessionId: string | undefined,
    keptAt: 'here' | 'there',
  ): string => {
    told.length = 0;
    tellEnd(agentEnd(signalled, { why: 'others', waiting }), { sessionId, words, keptAt });
    return told.join('');
  };
  const ended = 'calm-otter was ended from elsewhere\n';
  expect(tell(0, 'calm-otter', 'here')).toBe(ended);
  expect(tell(1, 'calm-otter', 'here')).toBe(
    `${ended}a prompt that waited is kept: codex-voice flush\n`,
  );
  expect(tell(2, 'calm-otter', 'there')).toBe(
    `${ended}2 prompts that waited are kept there: codex-voice flush, there\n`,
  );
  // The queue of one process tree goes with it.
  expect(tell(1, undefined, 'here')).not.toContain('kept');
});
