// Picks the reader for a kind of agent.
import type { ScreenState } from '@codex-voice/session';
import { readClaudeScreen } from './claude-screen.ts';
import { readCodexScreen } from './codex-screen.ts';
import { readGeminiScreen } from './gemini-screen.ts';
import type { AgentKind } from './known-agents.ts';
import { readPlainScreen } from './plain-screen.ts';
import type { ScreenView } from './screen-view.ts';

/** What an agent's screen shows; `unknown` whenever its reader isn't sure. Pure. */
export function readScreen(kind: AgentKind, view: ScreenView): ScreenState {
  switch (kind) {
    case 'codex':
      return readCodexScreen(view);
    case 'claude':
      return readClaudeScreen(view);
    case 'gemini':
      return readGeminiScreen(view);
    // Its screen has no descriptor of its own yet: the cautious reader waits where it doubts.
    case 'opencode':
    case 'plain':
      return readPlainScreen(view);
  }
}
