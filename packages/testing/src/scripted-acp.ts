// How suites run the scripted agent that speaks ACP, tell it what to do and read what it has heard.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScriptedTurn } from '@codex-voice/drivers';

/**
 * How it starts, where that is not as it should be. `repeats-late`: it repeats after it has answered;
 * `dies-late`: it answers, and dies before it has repeated.
 */
export type AcpStart =
  | 'silent'
  | 'sign-in'
  | 'version-2'
  | 'forgetful'
  | 'repeats-late'
  | 'dies-late';

export type AcpFault =
  | 'no-line-end'
  | 'half-line'
  | 'answers-nothing'
  | 'answers-twice'
  | 'asks-two'
  | 'asks-many'
  | 'long-option'
  | 'other-form'
  | 'loud'
  | 'large-edit';

/** What it does besides the turns that every agent is asked for. */
export type AcpTurn =
  | ScriptedTurn
  | {
      readonly kind: 'garbage' | 'die' | 'die-at-once' | 'ask-and-die' | 'unknown' | 'deaf';
    }
  /** Faults that are told by `scripted-acp-faults.ts`. */
  | { readonly kind: AcpFault; readonly text?: string }
  /** A thought, a plan and a change of the file `text`. */
  | { readonly kind: 'work'; readonly text: string }
  /** It ends itself with the status `text`. */
  | { readonly kind: 'leave'; readonly text: string };

export interface ScriptedAcp extends Disposable {
  readonly file: string;
  readonly args: readonly string[];
  /** How its next turn goes, or its next start. */
  script(turn: AcpTurn, start?: AcpStart): void;
  prompts(): readonly string[];
  /** What it was answered: an option, or `cancelled`. */
  answers(): readonly string[];
  /** The methods it was asked for, in order. */
  methods(): readonly string[];
}

/** Dispose it when the agent has ended. */
export function makeScriptedAcp(): ScriptedAcp {
  const folder = mkdtempSync(join(tmpdir(), 'acp-agent-'));
  const script = (turn: AcpTurn, start?: AcpStart): void =>
    writeFileSync(join(folder, 'script.json'), JSON.stringify({ turn, start }));
  script({ kind: 'say', text: 'Heard.' });
  const lines = (name: string): unknown[] => {
    const path = join(folder, name);
    if (!existsSync(path)) return [];
    return (
      readFileSync(path, 'utf8')
        .split('\n')
        // The last one may not have its end yet.
        .slice(0, -1)
        .map((line) => JSON.parse(line))
    );
  };
  return {
    file: process.execPath,
    args: [join(import.meta.dirname, 'scripted-acp-program.ts'), folder],
    script,
    prompts: () => lines('prompts.jsonl').map(String),
    answers: () => lines('answers.jsonl').map(String),
    // The agent writes whole messages.
    methods: () => (lines('heard.jsonl') as { method: string }[]).map(({ method }) => method),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
