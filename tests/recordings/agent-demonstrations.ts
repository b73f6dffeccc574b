// What is said to each real agent while it is recorded, and what the scripted model answers.
import {
  claudeConfig,
  codexHome,
  ensureClaude,
  ensureCodex,
  type RecordOptions,
  type RecordStep,
  type ScriptedReply,
  startScriptedClaudeServer,
  startScriptedCodexServer,
} from '@codex-voice/testing';
import { DEMO_ENVIRONMENT, DEMO_PROJECT } from './program-demonstrations.ts';

const SIZE = { columns: 80, rows: 23 };
/** Between the end of a paste and Enter; both agents took every prompt with it. */
const BEFORE_ENTER_MS = 60;

const ANSWER = [
  '# What I found\n\nThe project has **three** parts:\n\n',
  ...Array.from(
    { length: 18 },
    (_, index) => `${index + 1}. Part ${index}: \`value${index}\` 你好\n`,
  ),
  '\n```js\nconst answer = 42;\nfunction ask(question) {\n  return answer;\n}\n```\n\nThat is all. 🦊\n',
].join('');

const SCRIPT: readonly ScriptedReply[] = [
  { kind: 'text', text: ANSWER, chunkCharacters: 24, chunkDelayMs: 12 },
  { kind: 'command', command: 'touch /etc/demo-file', sandbox: 'escalated', reason: 'To see it.' },
  { kind: 'text', text: 'Short answer.' },
  { kind: 'status', status: 500 },
];

function said(prompt: string): RecordStep[] {
  return [
    { kind: 'type', keys: `\x1b[200~${prompt}\x1b[201~` },
    { kind: 'pause', pauseMs: BEFORE_ENTER_MS },
    { kind: 'type', keys: '\r' },
  ];
}

function pause(pauseMs: number): RecordStep {
  return { kind: 'pause', pauseMs };
}

function conversation(dialog: RegExp): RecordStep[] {
  return [
    pause(500),
    ...said('Explain the project\nin a few lines'),
    { kind: 'wait-for', text: 'That is all' },
    pause(300),
    { kind: 'resize', columns: 96, rows: 29 },
    pause(500),
    ...said('Now touch a file'),
    { kind: 'wait-for', text: dialog },
    pause(300),
    { kind: 'resize', columns: 80, rows: 23 },
    pause(500),
    { kind: 'type', keys: '\x1b' },
    pause(500),
    ...said('And again'),
    { kind: 'wait-for', text: 'Short answer' },
    pause(300),
    { kind: 'type', keys: '/' },
    pause(300),
    { kind: 'type', keys: '\x7f' },
    pause(200),
  ];
}

type Demonstrate = (record: (options: RecordOptions) => Promise<void>) => Promise<void>;

async function demonstrateCodex(record: (options: RecordOptions) => Promise<void>): Promise<void> {
  await using server = await startScriptedCodexServer({ script: SCRIPT });
  await using home = await codexHome({ baseUrl: server.origin, cwd: DEMO_PROJECT });
  await record({
    title: 'Codex 0.169',
    file: await ensureCodex(),
    args: ['--no-daemon'],
    cwd: DEMO_PROJECT,
    env: { ...DEMO_ENVIRONMENT, ...home.env },
    ...SIZE,
    steps: [
      { kind: 'wait-for', text: 'Ask Codex' },
      ...conversation(/Would you like to run/),
      { kind: 'type', keys: '\x03' },
      pause(300),
      { kind: 'type', keys: '\x03' },
      pause(500),
    ],
  });
}

async function demonstrateClaude(record: (options: RecordOptions) => Promise<void>): Promise<void> {
  await using server = await startScriptedClaudeServer({ script: SCRIPT });
  await using config = await claudeConfig({ baseUrl: server.origin, cwd: DEMO_PROJECT });
  await record({
    title: 'Claude Code 2.1',
    file: await ensureClaude(),
    cwd: DEMO_PROJECT,
    env: { ...DEMO_ENVIRONMENT, ...config.env },
    ...SIZE,
    steps: [
      { kind: 'wait-for', text: '? for shortcuts' },
      ...conversation(/Do you want to proceed/),
      { kind: 'type', keys: '\x03' },
      pause(300),
      { kind: 'type', keys: '\x03' },
      pause(700),
    ],
  });
}

/** Name of the recording → what makes it. */
export const AGENT_DEMONSTRATIONS: Readonly<Record<string, Demonstrate>> = {
  codex: demonstrateCodex,
  claude: demonstrateClaude,
};
