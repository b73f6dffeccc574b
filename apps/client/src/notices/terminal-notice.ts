// A notice by means of the terminal: the sequence that this one shows notices for, else the bell. Only makes
// the bytes; when they can be written is the filter's to say.
import type { NoticeText } from './notice-text.ts';

type Environment = Readonly<Record<string, string | undefined>>;
export type TerminalNotice = 'osc-9' | 'osc-777' | 'bell';

const BELL = '\u0007';
const STRING_TERMINATOR = '\u001b\\';

/** By what terminals say of themselves in their environment. In a multiplexer only the bell comes through. */
export function terminalNotice(env: Environment): TerminalNotice {
  const { TERM = '', TERM_PROGRAM, TMUX, STY, KITTY_WINDOW_ID, LC_TERMINAL } = env;
  if (TMUX !== undefined || STY !== undefined || /^(?:screen|tmux)/u.test(TERM)) return 'bell';
  if (TERM_PROGRAM === 'iTerm.app' || LC_TERMINAL === 'iTerm2') return 'osc-9';
  if (KITTY_WINDOW_ID !== undefined || TERM === 'xterm-kitty') return 'osc-9';
  if (TERM_PROGRAM === 'WezTerm' || TERM_PROGRAM === 'ghostty') return 'osc-777';
  if (TERM === 'xterm-ghostty' || /^(?:foot|rxvt-unicode)/u.test(TERM)) return 'osc-777';
  return 'bell';
}

/** The texts are single lines without control characters; `;` parts the fields of OSC 777. */
export function noticeBytes(how: TerminalNotice, { title, body }: NoticeText): Uint8Array {
  const encoder = new TextEncoder();
  switch (how) {
    case 'osc-9':
      return encoder.encode(`\u001b]9;${title}: ${body}${STRING_TERMINATOR}`);
    case 'osc-777': {
      const field = (text: string): string => text.replaceAll(';', ',');
      const fields = `${field(title)};${field(body)}`;
      return encoder.encode(`\u001b]777;notify;${fields}${STRING_TERMINATOR}`);
    }
    case 'bell':
      return encoder.encode(BELL);
  }
}
