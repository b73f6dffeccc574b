// What each agent's command line takes of a role. Read from `--help` of Codex 0.169.0, Claude Code
// 2.1.197, Gemini CLI 0.61.0 and opencode 1.18.33.
import type { Spellings } from './own-arguments.ts';
import type { Approval, RoleAgent, RoleFields } from './role.ts';

/** Arguments for a field, or why there are none; undefined: the field says nothing here. */
export type Taken =
  | { readonly kind: 'arguments'; readonly args: readonly string[]; readonly note?: string }
  | { readonly kind: 'left'; readonly why: string }
  | undefined;

/** One field of a role for one agent. */
export interface Way {
  readonly take: (fields: RoleFields) => Taken;
  /** How own arguments would set the same. */
  readonly own: Spellings;
}

/** What can be put on a command line. */
export type StartField = 'model' | 'effort' | 'sandbox' | 'approval' | 'preamble';

export interface AgentWays {
  readonly name: string;
  readonly ways: Readonly<Record<StartField, Way>>;
}

const NEVER_OWN: Spellings = { options: [] };

/** `composed` is carried out by who starts it. */
export const COMPOSED = 'composed';

const left = (why: string): Taken => ({ kind: 'left', why });
const args = (...words: string[]): Taken => ({ kind: 'arguments', args: words });

function always(field: keyof RoleFields, why: string): Way {
  return {
    take: (fields) => (fields[field] === undefined ? undefined : left(why)),
    own: NEVER_OWN,
  };
}

function option(field: keyof RoleFields, name: string, own: Spellings): Way {
  return {
    take: (fields) => {
      const value = fields[field];
      return typeof value === 'string' ? args(name, value) : undefined;
    },
    own,
  };
}

const preambleComposed = always('preamble', COMPOSED);

/** A basic string of TOML: JSON's escapes are among TOML's. */
const toml = (text: string): string => JSON.stringify(text);

const CODEX_BYPASS = ['--dangerously-bypass-approvals-and-sandbox', '--approve-for-me'];
/** Codex asks for what its sandbox does not allow, so edits in its workspace pass it anyway. */
const CODEX_APPROVALS: Readonly<Record<Approval, string>> = {
  ask: 'on-request',
  edits: 'on-request',
  never: 'never',
};

const codex: AgentWays = {
  name: 'Codex',
  ways: {
    model: option('model', '--model', { options: ['--model', '-m'], configured: ['model'] }),
    effort: {
      take: ({ effort }) =>
        effort === undefined ? undefined : args('-c', `model_reasoning_effort=${toml(effort)}`),
      own: { options: [], configured: ['model_reasoning_effort'] },
    },
    sandbox: option('sandbox', '--sandbox', {
      options: ['--sandbox', '-s', ...CODEX_BYPASS],
      configured: ['sandbox_mode'],
    }),
    approval: {
      take: ({ approval }) =>
        approval === undefined
          ? undefined
          : {
              kind: 'arguments',
              args: ['--ask-for-approval', CODEX_APPROVALS[approval]],
              ...(approval === 'never'
                ? {}
                : { note: 'Codex asks for what its sandbox does not allow' }),
            },
      own: {
        options: ['--ask-for-approval', '-a', ...CODEX_BYPASS],
        configured: ['approval_policy'],
      },
    },
    preamble: {
      take: ({ preamble }) =>
        preamble === undefined
          ? undefined
          : {
              kind: 'arguments',
              args: ['-c', `developer_instructions=${toml(preamble)}`],
              note: 'in the place of developer_instructions in its own config.toml',
            },
      own: { options: [], configured: ['developer_instructions'] },
    },
  },
};

const CLAUDE_MODES: Readonly<Record<Approval, string>> = {
  ask: 'default',
  edits: 'acceptEdits',
  never: 'dontAsk',
};
const CLAUDE_PERMISSIONS: Spellings = {
  options: ['--permission-mode', '--dangerously-skip-permissions'],
};

const claude: AgentWays = {
  name: 'Claude Code',
  ways: {
    model: option('model', '--model', { options: ['--model'] }),
    effort: option('effort', '--effort', { options: ['--effort'] }),
    sandbox: {
      take: ({ sandbox }) => {
        if (sandbox === undefined) return undefined;
        return sandbox === 'read-only'
          ? args('--permission-mode', 'plan')
          : left('it takes no sandbox on its command line');
      },
      own: CLAUDE_PERMISSIONS,
    },
    approval: {
      take: ({ approval, sandbox }) => {
        if (approval === undefined) return undefined;
        return sandbox === 'read-only'
          ? left('it has one mode for both, and read-only is its plan mode')
          : args('--permission-mode', CLAUDE_MODES[approval]);
      },
      own: CLAUDE_PERMISSIONS,
    },
    preamble: option('preamble', '--append-system-prompt', {
      options: ['--append-system-prompt', '--append-system-prompt-file'],
    }),
  },
};

const GEMINI_PERMISSIONS: Spellings = { options: ['--approval-mode', '--yolo', '-y'] };

const gemini: AgentWays = {
  name: 'Gemini CLI',
  ways: {
    model: option('model', '--model', { options: ['--model', '-m'] }),
    effort: always('effort', 'it takes no effort on its command line'),
    sandbox: {
      take: ({ sandbox }) => {
        if (sandbox === undefined) return undefined;
        return sandbox === 'read-only'
          ? args('--approval-mode', 'plan')
          : left('its --sandbox is a container or none, which says nothing of what it may write');
      },
      own: GEMINI_PERMISSIONS,
    },
    approval: {
      take: ({ approval, sandbox }) => {
        if (approval === undefined) return undefined;
        if (sandbox === 'read-only')
          return left('it has one mode for both, and read-only is its plan mode');
        return approval === 'never'
          ? left('it has no mode that asks nothing but yolo, which approves everything')
          : args('--approval-mode', approval === 'ask' ? 'default' : 'auto_edit');
      },
      own: GEMINI_PERMISSIONS,
    },
    preamble: preambleComposed,
  },
};

const NO_PERMISSIONS = 'its permissions stand in its own configuration';

const opencode: AgentWays = {
  name: 'opencode',
  ways: {
    model: {
      take: ({ model }) => {
        if (typeof model !== 'string') return undefined;
        return /^[^/]+\/./u.test(model)
          ? args('--model', model)
          : left('it names models as provider/model');
      },
      own: { options: ['--model', '-m'] },
    },
    effort: always('effort', 'it takes no effort on its command line'),
    sandbox: always('sandbox', NO_PERMISSIONS),
    approval: always('approval', NO_PERMISSIONS),
    preamble: preambleComposed,
  },
};

const UNKNOWN = 'nothing is known of this program’s command line';

/** Any other program. */
export const OTHER_WAYS: AgentWays = {
  name: 'any other program',
  ways: {
    model: always('model', UNKNOWN),
    effort: always('effort', UNKNOWN),
    sandbox: always('sandbox', UNKNOWN),
    approval: always('approval', UNKNOWN),
    preamble: preambleComposed,
  },
};

export const AGENT_WAYS: Readonly<Record<RoleAgent, AgentWays>> = {
  codex,
  claude,
  gemini,
  opencode,
};
