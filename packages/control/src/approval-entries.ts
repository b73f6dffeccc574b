// Approvals as HUDs and commands are told of them, and in words.
import type { ApprovalEntry } from '@codex-voice/protocol';
import {
  type Approval,
  type ApprovalRisk,
  decisionFor,
  type QuestionPart,
} from '@codex-voice/session';

export function approvalEntry(approval: Approval): ApprovalEntry {
  const { id, asked, risk, given, askedAtMs, state } = approval;
  const { subject, text, patch, cut, cwd, reason, parts } = asked;
  const answers = ['approve', 'deny'] as const;
  return {
    id,
    subject,
    text,
    ...(patch === undefined ? {} : { patch }),
    ...(cut === undefined ? {} : { cut }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(reason === undefined ? {} : { reason }),
    ...(risk === undefined ? {} : { risk }),
    takes: answers.filter((answer) => decisionFor(answer, asked) !== undefined),
    ...(parts === undefined ? {} : { parts: parts.map(partEntry) }),
    ...(given === undefined ? {} : { given: given.map((texts) => texts.join(', ')) }),
    askedAtMs,
    ...stateEntry(state),
  };
}

function partEntry({
  question,
  choices,
  takesWords,
  takesSeveral,
}: QuestionPart): NonNullable<ApprovalEntry['parts']>[number] {
  const several = takesSeveral === true ? { several: true as const } : {};
  return { question, choices: [...choices], ...(takesWords ? { words: true } : {}), ...several };
}

function stateEntry(
  state: Approval['state'],
): Pick<ApprovalEntry, 'state' | 'by' | 'outcome' | 'settledAtMs'> {
  switch (state.kind) {
    case 'open':
    case 'unheard':
      return { state: state.kind };
    case 'answering':
      return { state: 'answering', by: state.by };
    case 'settled':
      return { state: 'settled', by: state.by, outcome: state.outcome, settledAtMs: state.atMs };
  }
}

const BY_WORDS = {
  key: 'by key',
  voice: 'by voice',
  'command-line': 'from the command line',
  dialog: 'in the agent’s dialog',
  nobody: 'by nobody',
} as const;

const OUTCOME_WORDS = {
  approved: 'approved',
  denied: 'denied',
  answered: 'answered',
  lost: 'lost: the agent asks it no more',
  unconfirmed: 'answered, but nobody knows whether the agent heard it',
} as const;

/** One line on an approval that can't be answered just now. */
export function unanswerable({ id, asked, state }: Approval): string {
  switch (state.kind) {
    case 'open':
      if (asked.parts !== undefined)
        return `${id} is a question: choose by number, or codex-voice answer ${id} WORDS`;
      return asked.subject === 'question'
        ? `${id} is a question: answer it in the agent’s dialog`
        : `${id} does not take this answer: use the agent’s dialog`;
    case 'answering':
      return `${id} is being answered already, ${BY_WORDS[state.by]}`;
    case 'unheard':
      return `${id} was asked before the agent was found again: wait until it asks again`;
    case 'settled':
      if (state.outcome === 'lost') return `${id} is ${OUTCOME_WORDS.lost}`;
      return `${id} was ${OUTCOME_WORDS[state.outcome]} already, ${BY_WORDS[state.by]}`;
  }
}

/** Why one is risky, as it is read aloud. */
export const RISK_WORDS: Readonly<Record<ApprovalRisk, string>> = {
  administrator: 'needs an administrator',
  destructive: 'may destroy something',
  network: 'uses the network',
  outside: 'reaches outside the folder',
  permissions: 'asks for permissions',
  unknown: 'can do anything',
};
