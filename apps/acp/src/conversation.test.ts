// The conversation as it is seen: a driver that plays turns, keys as a terminal sends them, a screen.
import {
  type AcpDriver,
  type AcpNotice,
  EventJournal,
  type OpenApproval,
  ScriptedDriver,
  type ScriptedTurn,
} from '@codex-voice/drivers';
import { VirtualTerminal } from '@codex-voice/testing';
import { afterEach, expect, test } from 'vitest';
import { Conversation } from './conversation.ts';

const COLUMNS = 60;
const ROWS = 24;
/** Long after a question has appeared, in ms. */
const RESTED_MS = 1_000;

let terminal: VirtualTerminal;
afterEach(() => terminal.dispose());

interface Talk {
  readonly conversation: Conversation;
  readonly driver: ScriptedDriver;
  readonly chosen: string[];
  readonly ended: number[];
  type(text: string): void;
  /** Time goes by. */
  rest(ms: number): void;
  ask(asked: OpenApproval | undefined): void;
  shown(): string;
}

function talk(turnFor: (prompt: string) => ScriptedTurn): Talk {
  terminal = new VirtualTerminal({ columns: COLUMNS, rows: ROWS });
  const journal = new EventJournal();
  const scripted = new ScriptedDriver({ journal, turnFor });
  const chosen: string[] = [];
  const ended: number[] = [];
  let nowMs = 0;
  let asked: OpenApproval | undefined;
  const driver: Pick<
    AcpDriver,
    'submit' | 'interrupt' | 'choose' | 'nextMode' | 'asked' | 'activity' | 'rung'
  > = {
    submit: (prompt) => scripted.submit(prompt),
    interrupt: () => scripted.interrupt(),
    choose: async (_approvalId, optionId) => {
      chosen.push(optionId);
      return { kind: 'done' };
    },
    nextMode: async () => ({ kind: 'refused', reason: 'unsupported', message: 'no modes' }),
    get asked() {
      return asked;
    },
    get activity() {
      return scripted.activity;
    },
    get rung() {
      return scripted.rung;
    },
  };
  const conversation = new Conversation({
    name: 'scripted',
    driver,
    size: () => ({ columns: COLUMNS, rows: ROWS }),
    write: (bytes) => terminal.feed(Buffer.from(bytes)),
    end: (status) => ended.push(status),
    nowMs: () => nowMs,
  });
  scripted.follow(journal.last, (event) => conversation.event(event));
  conversation.begin();
  return {
    conversation,
    driver: scripted,
    chosen,
    ended,
    type: (text) => conversation.input(Buffer.from(text)),
    rest: (ms) => {
      nowMs += ms;
    },
    ask: (next) => {
      asked = next;
      conversation.resized();
    },
    shown: () => terminal.screenText(),
  };
}

const settled = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

function question(): OpenApproval {
  const options = [
    { optionId: 'yes', name: 'Allow', kind: 'allow_once' },
    { optionId: 'always', name: 'Allow always', kind: 'allow_always' },
    { optionId: 'no', name: 'Reject', kind: 'reject_once' },
  ];
  const call = { toolCallId: 'call', title: 'rm x' };
  const decisions = ['accept', 'decline', 'cancel'] as const;
  const approval = {
    approvalId: 'a',
    turnId: 't',
    subject: 'command',
    text: 'rm x',
    decisions,
  } as const;
  return { turnId: 't', call, options, reply: () => undefined, approval };
}

test('what is said stays above, what is typed stands below, and the answer comes between', async () => {
  const seen = talk(() => ({
    kind: 'say',
    text: 'One line.\nAnd a second one, which is so long that it has to go on below.',
  }));
  seen.type('Do it');
  expect(seen.shown()).toContain('› Do it');
  seen.type('\r');
  await settled();
  const text = seen.shown();
  expect(text).toContain('> Do it');
  expect(text).toMatch(
    /One line\.\nAnd a second one, which is so long that it has to go on\nbelow\./u,
  );
  expect(text).toMatch(/› Say or type what to do/u);
  expect(text.match(/One line/gu)).toHaveLength(1);
});

test('nothing that an agent says is obeyed by the terminal', async () => {
  const seen = talk(() => ({
    kind: 'say',
    text: 'red \u001b[31m\u001b[2J\u001b]0;title\u0007 text\u202e',
  }));
  seen.type('Do it\r');
  await settled();
  expect(seen.shown()).toContain('red [31m[2J]0;title text');
  expect(seen.shown()).toContain('> Do it');
});

test('a prompt of many lines goes as it is; Enter while it works keeps the text', async () => {
  const prompts: string[] = [];
  const seen = talk((prompt) => {
    prompts.push(prompt);
    return { kind: 'hold' };
  });
  seen.type('\u001b[200~first\nsecond\u001b[201~\r');
  await settled();
  expect(prompts).toEqual(['first\nsecond']);
  expect(seen.shown()).toContain('• Working (esc to interrupt)');
  seen.type('next\r');
  await settled();
  expect(seen.shown()).toMatch(/It works: Enter once more/u);
  expect(seen.shown()).toContain('› next');
  seen.type('\u001b');
  await settled();
  expect(seen.shown()).toContain('Interrupted.');
  expect(seen.shown()).not.toContain('Working');
});

test('a question takes the composer’s place and is answered by its own keys, once they can be meant for it', () => {
  const seen = talk(() => ({ kind: 'hold' }));
  seen.type('half a tho');
  seen.ask(question());
  expect(seen.shown()).toMatch(
    /Allow this command\?\n {2}rm x\n\n {2}1\. Allow\n {2}2\. Allow always\n {2}3\. Reject/u,
  );
  expect(seen.shown()).not.toContain('half a tho');
  seen.type('1');
  expect(seen.chosen).toEqual([]);
  seen.rest(RESTED_MS);
  seen.type('\u001b[200~1\u001b[201~');
  expect(seen.chosen).toEqual([]);
  for (const key of ['2', 'n']) {
    seen.rest(RESTED_MS);
    seen.type(key);
  }
  expect(seen.chosen).toEqual(['always', 'no']);
  seen.ask(undefined);
  expect(seen.shown()).toContain('› half a tho11');
});

test('who types on through a question answers nothing: its keys go to the composer', () => {
  const seen = talk(() => ({ kind: 'hold' }));
  const typed = 'then fix why it says no';
  seen.type('first ');
  seen.ask(question());
  for (const key of typed) {
    seen.rest(120);
    seen.type(key);
  }
  seen.rest(RESTED_MS);
  seen.type(' you should');
  seen.rest(RESTED_MS);
  seen.type('yes');
  expect(seen.chosen).toEqual([]);
  seen.rest(RESTED_MS);
  seen.type('y');
  expect(seen.chosen).toEqual(['yes']);
  seen.ask(undefined);
  expect(seen.shown()).toContain(`› first ${typed} you shouldyes`);
});

test('Ctrl-D ends it, asked twice while a turn runs', async () => {
  const seen = talk(() => ({ kind: 'hold' }));
  seen.type('Do it\r');
  await settled();
  seen.type('\u0004');
  expect(seen.ended).toEqual([]);
  expect(seen.shown()).toContain('A turn runs');
  seen.type('\u0004');
  expect(seen.ended).toEqual([0]);
});

test('Ctrl-D ends it also while a question stands, and says what it waits for', async () => {
  const seen = talk(() => ({ kind: 'hold' }));
  seen.type('Do it\r');
  await settled();
  seen.ask(question());
  seen.rest(RESTED_MS);
  seen.type('\u0004');
  expect(seen.ended).toEqual([]);
  expect(seen.shown()).toContain('A turn runs: Ctrl-D once more');
  seen.type('\u0004');
  expect(seen.ended).toEqual([0]);
});

test('earlier prompts come back by Up; an agent that is over is told, with its status', async () => {
  const seen = talk(() => ({ kind: 'say', text: 'Heard.' }));
  for (const text of ['one', 'two']) {
    seen.type(`${text}\r`);
    await settled();
  }
  seen.type('\u001b[A');
  expect(seen.shown()).toContain('› two');
  seen.type('\u001b[A');
  expect(seen.shown()).toContain('› one');
  const over: AcpNotice = { kind: 'over', over: { why: 'it wants you to sign in', status: 1 } };
  seen.conversation.noticed(over);
  expect(seen.shown()).toContain('scripted: it wants you to sign in');
  expect(seen.ended).toEqual([1]);
});
