// What is done with each ordinary program while it is recorded. Agents are `agent-demonstrations.ts`.
import type { RecordOptions, RecordStep } from '@codex-voice/testing';

/** The neutral folder and home of all recordings. */
export const DEMO_PROJECT = '/tmp/demo/project';
export const DEMO_HOME = '/tmp/demo-home';

const SIZE = { columns: 80, rows: 23 };
/** Long enough for a program of this kind to draw what a key asked for. */
const AFTER_KEY_MS = 120;

/** The variables every recorded program gets. */
export const DEMO_ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: DEMO_HOME,
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
  LANG: 'C.UTF-8',
  SHELL: '/bin/sh',
  PS1: 'demo$ ',
  LESSHISTFILE: '-',
} as const;

function keys(...typed: string[]): RecordStep[] {
  return typed.flatMap((text): RecordStep[] => [
    { kind: 'type', keys: text },
    { kind: 'pause', pauseMs: AFTER_KEY_MS },
  ]);
}

function resized(columns: number, rows: number): RecordStep[] {
  return [
    { kind: 'resize', columns, rows },
    { kind: 'pause', pauseMs: 2 * AFTER_KEY_MS },
  ];
}

// In a host and process namespace of its own a program shows no one else's names.
function alone(title: string, command: string, steps: readonly RecordStep[]): RecordOptions {
  const namespaces = ['--user', '--map-root-user', '--pid', '--fork', '--mount-proc', '--uts'];
  return {
    title,
    file: 'unshare',
    args: [...namespaces, '--kill-child', 'sh', '-c', `hostname demo; ${command}`],
    cwd: DEMO_PROJECT,
    env: DEMO_ENVIRONMENT,
    ...SIZE,
    steps,
  };
}

const BASH_LINES = [
  'ls --color=always -l --time-style=+ story.txt README.md src\r',
  "for i in $(seq 0 35); do printf '\\e[38;5;%dm%3d\\e[0m ' $i $i; done; echo\r",
  "printf '\\e[48;2;90;20;160m true \\e[0m \\e[4:3mcurly\\e[0m \\e[1;3;9mall\\e[0m 你好 🦊 é\\n'\r",
  'seq 1 60\r',
  "for i in 1 2 3 4 5; do printf '\\r%d0%% ' $i; sleep 0.05; done; echo\r",
];

const BASH_LATE_LINES = [
  "printf '\\e[5;15r\\e[15;1Ha\\nb\\nc\\n\\e[r'; echo after\r",
  'cat story.txt | head -40\r',
  'clear\r',
  'echo last\r',
  'exit\r',
];

const TMUX_STEPS: readonly RecordStep[] = [
  ...keys('', '', 'echo one; seq 1 40\r', '\x02"', 'seq 1 30\r', '\x02%', 'ls --color\r'),
  ...keys('\x02[', '\x02', '\x1b[5~', '\x1b[A\x1b[A', 'q'),
  ...resized(100, 29),
  ...keys('seq 1 20\r'),
  ...resized(80, 23),
  ...keys('\x02c', 'echo new window\r', '\x02n', '\x02z', 'seq 1 50\r', '\x02d'),
];

/** Name of the recording → how it is made. */
export const PROGRAM_DEMONSTRATIONS: Readonly<Record<string, RecordOptions>> = {
  bash: alone('bash with colours', 'exec bash --norc --noprofile -i', [
    { kind: 'wait-for', text: /[$#] / },
    ...keys(...BASH_LINES),
    ...resized(70, 19),
    ...keys('seq 1 30\r'),
    ...resized(90, 27),
    ...keys(...BASH_LATE_LINES),
  ]),
  less: alone('less', 'exec less -N story.txt', [
    { kind: 'wait-for', text: 'fox' },
    ...keys(' ', ' ', 'j', 'j', 'k', 'b', '/fox\r', 'n', 'n', 'G', 'g', '\x1b[B\x1b[B'),
    ...resized(60, 17),
    ...keys(' ', 'd', 'u'),
    ...resized(80, 23),
    ...keys('G', 'q'),
  ]),
  vim: alone('vim', 'exec vim --clean src/main.js', [
    { kind: 'wait-for', text: 'value0' },
    ...keys(':syntax on\r', ':set number hlsearch\r', '\x06', '\x06', '\x04', '\x19\x19', '\x05'),
    ...keys('gg', 'Ohello 世界 🦊', '\x1b', 'dd', 'p', '/value4\r', 'n', 'n', ':split\r', '\x06'),
    ...resized(100, 31),
    ...keys('\x17w', 'G', 'zt', '5dd', 'u'),
    ...resized(80, 23),
    ...keys(':vsplit README.md\r', 'G', 'ojk', '\x1b', ':only\r', 'ggVGd', 'u', ':q!\r'),
  ]),
  nano: alone('nano', 'exec nano story.txt', [
    { kind: 'wait-for', text: 'fox' },
    ...keys('Hello ', '世界 🦊 ', '\x1b[6~', '\x1b[6~', '\x1b[5~', '\x17bird\r', '\x0b', '\x0b'),
    ...keys('\x07', '\x18'),
    ...resized(70, 20),
    ...keys('\x16', '\x15', '\x18', 'n'),
  ]),
  htop: alone('htop', 'sleep 60 & sleep 61 & sleep 62 & exec htop -d 3', [
    { kind: 'wait-for', text: 'F10' },
    ...keys('\x1b[B', '\x1b[B', '\x1bOS', '\x1bOQ', '\x1b', '\x1b', 't', 'H'),
    { kind: 'pause', pauseMs: 700 },
    ...resized(100, 31),
    ...keys('\x1b[A'),
    ...resized(80, 23),
    { kind: 'pause', pauseMs: 700 },
    ...keys('q'),
  ]),
  mc: alone('mc', 'exec mc -u', [
    { kind: 'wait-for', text: 'story' },
    ...keys('\x1bOB', '\x1bOB', '\x1bOB', '\x1bOR', ' ', ' ', 'q', '\t', '\x1bOB'),
    ...keys('\x1b[20~', '\x1bOB', '\x1bOB', '\x1bOC', '\x1b\x1b'),
    ...resized(100, 29),
    ...keys('\x1bOA', '\t', 'echo hello\r'),
    ...resized(80, 23),
    ...keys('\x1b[21~', '\r'),
  ]),
  tmux: alone('tmux', 'exec tmux -L demo -f /dev/null new-session sh', [
    { kind: 'wait-for', text: 'demo$' },
    ...TMUX_STEPS,
  ]),
};
