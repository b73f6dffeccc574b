// What a notice says. On a locked screen it may be read by anybody, so unless the person wants it there is
// nothing in it of what was said, asked or named: an agent, a session, and that one of two things happened.
import { approvalText } from '../hud-approvals.ts';
import type { SessionWords } from '../words/session-words.ts';
import type { Notice } from './attention.ts';

export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

export interface NoticeFrom {
  readonly agentName: string;
  /** Absent where nothing reaches it by a name. */
  readonly sessionId?: string | undefined;
}

/** What is asked is cut to this, in UTF-16 units: desktops show some lines. */
const LONGEST_BODY_UNITS = 240;

/** One line each, without characters that could be orders to a terminal. */
export function noticeText(
  notice: Notice,
  { agentName, sessionId }: NoticeFrom,
  { words, show }: { readonly words: SessionWords; readonly show: 'kind' | 'text' },
): NoticeText {
  const { agent } = words.line;
  const session = sessionId === undefined ? '' : ` (${sessionId})`;
  const title = plain(`codex-voice: ${agentName}${session}`);
  const { approval } = notice;
  const kind = notice.occasion === 'approval' ? agent.dialog : agent.composer;
  if (show === 'kind' || approval === undefined) return { title, body: plain(kind) };
  return { title, body: plain(approvalText(approval, words.row.approval)) };
}

function plain(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ').trim();
  if (line.length <= LONGEST_BODY_UNITS) return line;
  return `${line.slice(0, LONGEST_BODY_UNITS).replace(/[\ud800-\udbff]$/u, '')}…`;
}
