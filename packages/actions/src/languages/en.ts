// English: what the actions are called, how they are said, and the prompts they become.
import type { LanguageActions } from '../action.ts';

export const ENGLISH: LanguageActions = {
  slash: ['slash'],
  notes: 'notes',
  role: 'role',
  flush: 'flush',
  session: 'session',
  note: 'take a note',
  actions: {
    search: {
      label: 'find it in this project',
      said: ['search', 'search for'],
      prompts: [
        'Search this project for {args}. Name each place with its file and line, and say in a few words what it does there. Change nothing.\n\n{selection?}',
        'Search this project for what follows. Name each place with its file and line, and say in a few words what it does there. Change nothing.\n\n{selection}',
      ],
    },
    define: {
      label: 'what it means here',
      said: ['define'],
      prompts: [
        'What does {args} mean in this project? Say where it is defined and where it is used, in a few sentences. Change nothing.\n\n{selection?}',
        'What does this mean in this project? Say where it is defined and where it is used, in a few sentences. Change nothing.\n\n{selection}',
      ],
    },
    explain: {
      label: 'explain it',
      said: ['explain'],
      prompts: [
        'Explain {args}: what it does, why it is so, and what one has to know before changing it. Change nothing.\n\n{selection?}',
        'Explain this: what it does, why it is so, and what one has to know before changing it. Change nothing.\n\n{selection}',
      ],
    },
    refactor: {
      label: 'better code, same behaviour',
      said: ['refactor'],
      prompts: [
        'Refactor {args}. Its behaviour stays the same: run its tests before and after, and tell me what you changed and why.\n\n{selection?}',
        'Refactor this. Its behaviour stays the same: run its tests before and after, and tell me what you changed and why.\n\n{selection}',
      ],
    },
    test: {
      label: 'run this project’s tests',
      said: ['test', 'run the tests'],
      prompts: [
        'Run `{toolchain.test}` and tell me what fails and why. {args?}\n\n{selection?}',
        'Find out how this project is tested, run its tests, and tell me what fails and why. {args?}\n\n{selection?}',
      ],
    },
    build: {
      label: 'build this project',
      said: ['build'],
      prompts: [
        'Run `{toolchain.build}` and tell me what goes wrong and why. {args?}\n\n{selection?}',
        'Find out how this project is built, build it, and tell me what goes wrong and why. {args?}\n\n{selection?}',
      ],
    },
    docs: {
      label: 'bring the documentation up to date',
      said: ['docs', 'document'],
      prompts: [
        'Write or correct the documentation of {args}, in the style of the documentation that is there. Say only what the code does.\n\n{selection?}',
        'Write or correct the documentation of this, in the style of the documentation that is there. Say only what the code does.\n\n{selection}',
        'Correct the documentation where the changes since the last commit made it wrong. Say only what the code does.',
      ],
    },
    summarize: {
      label: 'the gist of it',
      said: ['summarize', 'summarise'],
      prompts: [
        'Summarize {args} in at most ten lines. Change nothing.\n\n{selection?}',
        'Summarize this in at most ten lines. Change nothing.\n\n{selection}',
        'Summarize in at most ten lines what was done in this conversation and what is still open. Change nothing.',
      ],
    },
    commit: {
      label: 'commit what has changed',
      said: ['commit'],
      prompts: [
        'Look at the changes that are not committed. Leave out what does not belong together or was not meant to be kept, and commit the rest with a message in the style of this repository. {args?}\n\n{selection?}',
      ],
    },
  },
};
