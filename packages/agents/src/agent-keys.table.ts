// Keys that agents have for something themselves, beyond typing, moving and Enter: one of ours in their place
// keeps theirs from them. What is typed between plain letters is nobody's here.
import type { AgentKind } from './known-agents.ts';

export interface AgentKey {
  /** As a config file has it, such as `Ctrl-R`. */
  readonly key: string;
  /** In the agent's own words. */
  readonly does: string;
}

/** Shells and everything that edits a line as they do: the commands of readline(3), as emacs has them. */
const READLINE: readonly AgentKey[] = [
  { key: 'Ctrl-A', does: 'beginning of the line' },
  { key: 'Ctrl-B', does: 'back a character' },
  { key: 'Ctrl-E', does: 'end of the line' },
  { key: 'Ctrl-F', does: 'forward a character' },
  { key: 'Ctrl-G', does: 'abort' },
  { key: 'Ctrl-K', does: 'kill to the end of the line' },
  { key: 'Ctrl-L', does: 'clear the screen' },
  { key: 'Ctrl-N', does: 'next in history' },
  { key: 'Ctrl-P', does: 'previous in history' },
  { key: 'Ctrl-R', does: 'search the history' },
  { key: 'Ctrl-S', does: 'search the history forward' },
  { key: 'Ctrl-T', does: 'transpose characters' },
  { key: 'Ctrl-U', does: 'kill to the beginning of the line' },
  { key: 'Ctrl-V', does: 'insert the next key as it is' },
  { key: 'Ctrl-W', does: 'kill the word before' },
  { key: 'Ctrl-X', does: 'prefix of more commands' },
  { key: 'Ctrl-Y', does: 'yank' },
  { key: 'Ctrl-_', does: 'undo' },
  { key: 'Alt-b', does: 'back a word' },
  { key: 'Alt-d', does: 'kill the next word' },
  { key: 'Alt-f', does: 'forward a word' },
  { key: 'Alt-y', does: 'yank the one before' },
];

/** What all of them have of a line editor. */
const EDITING = READLINE.filter(({ key }) => /^(?:Ctrl-[ABEFKPNUWY]|Alt-[bdf])$/u.test(key));

/** From `codex-rs/tui/src/keymap.rs` of openai/codex, and `F2` from its screen, Codex 0.169. */
const CODEX: readonly AgentKey[] = [
  { key: 'F2', does: 'view warnings' },
  { key: 'Ctrl-G', does: 'external editor' },
  { key: 'Ctrl-L', does: 'clear the screen' },
  { key: 'Ctrl-O', does: 'copy the last answer' },
  { key: 'Ctrl-R', does: 'search the history' },
  { key: 'Ctrl-S', does: 'next match in the history' },
  { key: 'Ctrl-T', does: 'transcript' },
  { key: 'Ctrl-V', does: 'paste an image' },
  { key: 'Alt-r', does: 'raw output' },
  { key: 'Alt-,', does: 'less reasoning effort' },
  { key: 'Alt-.', does: 'more reasoning effort' },
  { key: 'Alt-Up', does: 'edit the queued message' },
  ...EDITING,
];

/** From code.claude.com/docs/en/keybindings and /interactive-mode, Claude Code 2.1. */
const CLAUDE: readonly AgentKey[] = [
  { key: 'Ctrl-B', does: 'run in the background' },
  { key: 'Ctrl-G', does: 'external editor' },
  { key: 'Ctrl-L', does: 'redraw' },
  { key: 'Ctrl-O', does: 'transcript' },
  { key: 'Ctrl-R', does: 'search the history' },
  { key: 'Ctrl-S', does: 'stash the prompt' },
  { key: 'Ctrl-T', does: 'to-do list' },
  { key: 'Ctrl-V', does: 'paste an image' },
  { key: 'Ctrl-X', does: 'prefix of more commands' },
  { key: 'Ctrl-_', does: 'undo' },
  { key: 'Alt-m', does: 'permission mode' },
  { key: 'Alt-p', does: 'choose the model' },
  { key: 'Alt-t', does: 'thinking' },
  ...EDITING.filter(({ key }) => key !== 'Ctrl-B'),
];

/** From geminicli.com/docs/reference/keyboard-shortcuts. */
const GEMINI: readonly AgentKey[] = [
  { key: 'F12', does: 'debug console' },
  { key: 'Ctrl-G', does: 'external editor' },
  { key: 'Ctrl-L', does: 'clear the screen' },
  { key: 'Ctrl-R', does: 'search the history' },
  { key: 'Ctrl-T', does: 'to-do list' },
  { key: 'Ctrl-Y', does: 'approve everything (YOLO)' },
  ...EDITING.filter(({ key }) => key !== 'Ctrl-Y'),
];

/** From opencode.ai/docs/keybinds. */
const OPENCODE: readonly AgentKey[] = [
  { key: 'F2', does: 'next recent model' },
  { key: 'Shift-F2', does: 'recent model before' },
  { key: 'Ctrl-P', does: 'list of commands' },
  { key: 'Ctrl-R', does: 'rename the session' },
  { key: 'Ctrl-T', does: 'next variant' },
  { key: 'Ctrl-V', does: 'paste' },
  { key: 'Ctrl-X', does: 'its leader' },
  { key: 'Ctrl-X a', does: 'agents' },
  { key: 'Ctrl-X b', does: 'side bar' },
  { key: 'Ctrl-X c', does: 'compact the session' },
  { key: 'Ctrl-X e', does: 'external editor' },
  { key: 'Ctrl-X g', does: 'timeline' },
  { key: 'Ctrl-X l', does: 'sessions' },
  { key: 'Ctrl-X m', does: 'models' },
  { key: 'Ctrl-X n', does: 'new session' },
  { key: 'Ctrl-X q', does: 'leave' },
  { key: 'Ctrl-X r', does: 'redo' },
  { key: 'Ctrl-X s', does: 'status' },
  { key: 'Ctrl-X t', does: 'themes' },
  { key: 'Ctrl-X u', does: 'undo' },
  { key: 'Ctrl-X x', does: 'export the session' },
  { key: 'Ctrl-X y', does: 'copy' },
  { key: 'Ctrl-G', does: 'first message' },
  ...EDITING.filter(({ key }) => key !== 'Ctrl-P'),
];

const KEYS: Readonly<Record<AgentKind, readonly AgentKey[]>> = {
  codex: CODEX,
  claude: CLAUDE,
  gemini: GEMINI,
  opencode: OPENCODE,
  plain: READLINE,
};

/** Keys that this kind of agent has for something; of a plain program those of a line editor. */
export function agentKeys(kind: AgentKind): readonly AgentKey[] {
  return KEYS[kind];
}
