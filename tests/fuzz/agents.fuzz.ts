// What agents say: transcripts, protocols, hooks, and the screens of those that have neither.
import { join } from 'node:path';
import { openAgentScreen } from '@codex-voice/testing';
import { readCodexArguments } from '../../apps/keeper/src/codex-arguments.ts';
import { readScreen } from '../../packages/agents/src/read-screen.ts';
import { redact } from '../../packages/doctor/src/redaction.ts';
import {
  initialized,
  knownUpdate,
  permissionAsked,
  sessionBegun,
  sessionLoaded,
  turnOver,
  updated,
} from '../../packages/drivers/src/acp/acp-messages.ts';
import * as headless from '../../packages/drivers/src/claude/headless-messages.ts';
import { hookSchema, placeSchema } from '../../packages/drivers/src/claude/hook-messages.ts';
import { parseLine } from '../../packages/drivers/src/claude/transcript-entries.ts';
import { approvalSubject } from '../../packages/drivers/src/codex/codex-approvals.ts';
import { eventsOf } from '../../packages/drivers/src/codex/codex-events.ts';
import * as codex from '../../packages/drivers/src/codex/codex-messages.ts';
import { parse, threadIdOf } from '../../packages/drivers/src/codex/codex-replies.ts';
import { rolloutEntry } from '../../packages/drivers/src/codex/rollout-lines.ts';
import { messageShapes } from '../../packages/drivers/src/drift/message-shape.ts';
import { EventJournal } from '../../packages/drivers/src/event-journal.ts';
import { approvalRisk } from '../../packages/session/src/approvals/risk.ts';
import { simpleCommands } from '../../packages/session/src/approvals/shell-words.ts';
import { speakableText } from '../../packages/speech/src/speaking/speakable-text.ts';
import { namesInText } from '../../packages/terms/src/names-in-text.ts';
import { type Fuzzer, fuzzer, textOf, valuesOf } from './fuzzer.ts';
import { folderWith } from './scratch.ts';

const drivers = 'packages/drivers/src';

/** Held against every schema of an agent's messages: how many accept it. */
const SCHEMAS = [
  ...Object.values(headless),
  ...Object.values(codex),
  hookSchema,
  placeSchema,
  initialized,
  sessionBegun,
  sessionLoaded,
  turnOver,
  updated,
  permissionAsked,
];

/** As JSON-RPC has it. */
function asked(value: unknown): { readonly method: string; readonly params: unknown } {
  const holds = typeof value === 'object' && value !== null;
  const method = holds && 'method' in value && typeof value.method === 'string' ? value.method : '';
  return { method, params: holds && 'params' in value ? value.params : undefined };
}

function heldAgainst(value: unknown): unknown {
  const accepted = SCHEMAS.map((schema) => parse(schema, { kind: 'result', result: value }));
  const { method, params } = asked(value);
  return [
    eventsOf(method, params),
    approvalSubject(method),
    accepted.filter((message) => message !== undefined).length,
    knownUpdate(value),
    threadIdOf(value),
    messageShapes([{ kind: 'any', value }]),
  ];
}

function events(input: Uint8Array): unknown {
  const path = join(folderWith('events', 'events.jsonl', input), 'events.jsonl');
  using journal = new EventJournal({ path, nowMs: () => 1 });
  const told: unknown[] = [];
  journal.follow(0, (event) => told.push(event));
  return [journal.last, told.length];
}

/** The input drawn on a screen, and what each agent's reader makes of that. */
function screens(input: Uint8Array): unknown {
  const screen = openAgentScreen({ kind: 'plain', columns: 60, rows: 12 });
  try {
    screen.feed(input);
    const view = screen.view();
    const kinds = ['codex', 'claude', 'gemini', 'opencode', 'plain'] as const;
    return kinds.map((kind) => readScreen(kind, view));
  } finally {
    screen.dispose();
  }
}

function commandLine(input: Uint8Array): unknown {
  const text = textOf(input);
  const asked = { subject: 'command', text, cwd: '/project' } as const;
  const patch = { ...asked, subject: 'patch', patch: text } as const;
  return [simpleCommands(text), approvalRisk(asked, '/project'), approvalRisk(patch, '/project')];
}

export const AGENT_FUZZERS: readonly Fuzzer[] = [
  fuzzer('claude-transcript', [`${drivers}/claude/transcript-entries.ts#parseLine`], (input) =>
    textOf(input).split('\n').map(parseLine),
  ),
  fuzzer('codex-rollout', [`${drivers}/codex/rollout-lines.ts#rolloutEntry`], (input) =>
    textOf(input).split('\n').map(rolloutEntry),
  ),
  fuzzer(
    'agent-messages',
    [
      `${drivers}/codex/codex-replies.ts#parse`,
      `${drivers}/codex/codex-events.ts#eventsOf`,
      `${drivers}/acp/acp-messages.ts#knownUpdate`,
      `${drivers}/claude/hook-messages.ts#hookSchema`,
    ],
    (input) => valuesOf(input).map(heldAgainst),
  ),
  fuzzer('agent-events', [`${drivers}/event-journal.ts#EventJournal`], events),
  fuzzer(
    'agent-screens',
    [
      'packages/agents/src/read-screen.ts#readScreen',
      'packages/agents/src/codex-screen.ts#readCodexScreen',
      'packages/agents/src/claude-screen.ts#readClaudeScreen',
      'packages/agents/src/gemini-screen.ts#readGeminiScreen',
      'packages/agents/src/plain-screen.ts#readPlainScreen',
      'packages/agents/src/composer-block.ts#readBlock',
      'packages/agents/src/shell-line.ts#readShellLine',
      'packages/shadow/src/xterm-row.ts#readXtermRow',
      'packages/shadow/src/program-signs.ts#ProgramSigns',
    ],
    screens,
  ),
  fuzzer(
    'command-risk',
    [
      'packages/session/src/approvals/shell-words.ts#simpleCommands',
      'packages/session/src/approvals/risk.ts#approvalRisk',
    ],
    commandLine,
  ),
  fuzzer(
    'agent-text',
    [
      'packages/speech/src/speaking/speakable-text.ts#speakableText',
      'packages/terms/src/names-in-text.ts#namesInText',
      'packages/doctor/src/redaction.ts#redact',
    ],
    (input) => [
      speakableText(textOf(input)),
      namesInText(textOf(input), 'code'),
      redact(textOf(input)),
    ],
  ),
  fuzzer('agent-arguments', ['apps/keeper/src/codex-arguments.ts#readCodexArguments'], (input) =>
    readCodexArguments(textOf(input).split('\n')),
  ),
];
