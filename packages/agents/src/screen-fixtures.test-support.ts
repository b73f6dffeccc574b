// Puts recorded and made-up screens into a shadow screen, for the suites.
import { readFileSync } from 'node:fs';
import { type AgentScreen, openAgentScreen } from '@codex-voice/testing';
import type { AgentKind } from './known-agents.ts';

/** The folder of recorded screens. */
export const FIXTURES: URL = new URL('../fixtures/', import.meta.url);

const LEARNT = ['codex', 'claude', 'gemini'] as const;

/** A screen of a real program. Attributes in `lines` are reduced to those that readers look at. */
interface RecordedScreen {
  readonly agent: string;
  readonly columns: number;
  readonly rows: number;
  readonly cursor: readonly [column: number, row: number];
  readonly alternate: boolean;
  readonly bracketedPaste: boolean;
  readonly title?: string;
  readonly lines: readonly string[];
}

const encoder = new TextEncoder();

/** A recorded screen by the name of its file, its lines changed first where a suite wants that. */
export function fixtureScreen(
  name: string,
  change: (lines: readonly string[]) => readonly string[] = (lines) => lines,
): { readonly kind: AgentKind; readonly shadow: AgentScreen } {
  const text = readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8');
  // The project's own file, written by its recorder.
  const screen = JSON.parse(text) as RecordedScreen;
  const kind = LEARNT.find((one) => one === screen.agent) ?? 'plain';
  const shadow = openAgentScreen({ kind, columns: screen.columns, rows: screen.rows });
  const modes =
    (screen.alternate ? '\u001b[?1049h' : '') + (screen.bracketedPaste ? '\u001b[?2004h' : '');
  const [column, row] = screen.cursor;
  const title = screen.title === undefined ? '' : `\u001b]0;${screen.title}\u0007`;
  const lines = change(screen.lines).join('\r\n');
  shadow.feed(encoder.encode(`${modes}${title}${lines}\u001b[${row + 1};${column + 1}H`));
  return { kind, shadow };
}

/** A screen of 80 × 24 with these lines, the cursor behind the last character. */
export function screenOf(text: string): AgentScreen {
  const shadow = openAgentScreen({ kind: 'plain', columns: 80, rows: 24 });
  shadow.feed(encoder.encode(text.replaceAll('\n', '\r\n')));
  return shadow;
}
