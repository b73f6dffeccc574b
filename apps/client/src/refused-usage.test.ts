// Command lines that are refused before anything is read or started, each in one line with status 2.
import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { EXIT_USAGE, UserError } from './user-error.ts';

test.each([
  [['notes', 'add'], 'notes add needs a text'],
  [['notes', 'sing'], 'notes needs a word'],
  [['notes', 'list', 'more'], 'takes no argument (more)'],
  [['notes', 'show', 'today', 'more'], 'more is too much'],
  [['notes', '--audio', 'x.wav'], '--audio goes with listen'],
  [['notes', 'add', '-', 'more'], 'stands alone (more follows)'],
  [['bench'], 'bench needs a word'],
  [['bench', 'wer'], 'needs one folder'],
  [['bench', 'wer', '.', '--noise', '20,x'], '--noise x is no level'],
  [['replay', '--check'], 'needs a recording'],
  [['replay', 'a.cast', '--to', '1'], 'goes with --export'],
  [['replay', 'a.cast', '--check', '--export', 'svg', 'b'], 'two things'],
  [['replay', 'a.cast', '--export', 'mp4', 'b'], 'svg, html or gif'],
  [['replay', 'a.cast', '--export', 'svg'], 'name the file to write'],
  [['replay', 'a.cast', '--check', '--from', '1'], 'goes with --export'],
  [['replay', 'a.cast', '--export', 'svg', 'b', '--idle', 'long'], '--idle takes seconds'],
  [['listen', '--speakers=2'], '--speakers takes no value'],
  [['listen', '--again', '--speakers'], 'and --speakers'],
  [['transcribe', '--speakers=many', 'x.wav'], 'no number of speakers'],
  [['mic', '--level', '--write'], '--write goes with --calibrate'],
  [['role', 'a', 'b'], 'b is too much'],
  [['role', 'explain_only', '--send'], '--send goes with --session'],
  [['role', '--session', 'x'], '--session needs a role'],
  [['do', 'test', '--run', '--send'], 'contradict each other'],
  [['do', '--list', 'x'], '--list takes no name'],
  [['kb'], 'kb needs a word'],
  [['kb', 'serach', 'x'], 'did you mean search?'],
  [['kb', 'search'], 'kb search needs words'],
  [['kb', 'add', 'x'], 'kb add needs a title and a text'],
  [['kb', 'list', 'x'], 'takes no word'],
  [['session', 'lod', 'x'], 'did you mean load?'],
  [['session', 'save'], 'session save needs a name'],
  [['session', 'list', '--worktree'], '--worktree goes with load'],
  [['session', 'load', 'x', '--worktree', '--anyway'], 'contradict each other'],
] as const)('%j', (args, why) => {
  let refusal: unknown;
  try {
    parseCommandLine(args);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(UserError);
  expect(refusal).toMatchObject({
    exitStatus: EXIT_USAGE,
    message: expect.stringMatching(/^[^\n]+$/u),
  });
  expect(String(refusal)).toContain(why);
});
