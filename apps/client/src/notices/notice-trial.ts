// One notice because a person asks for it: by the means that a session of theirs would take, and which it was.
import type { Config } from '../config-schema.ts';
import {
  type DesktopKind,
  desktopCommand,
  desktopProgram,
  showOnDesktop,
} from './desktop-notice.ts';
import { noticeBytes, type TerminalNotice, terminalNotice } from './terminal-notice.ts';

export interface NoticeTrialParts {
  readonly by: Config['notify']['by'];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Undefined: there is none to write to. */
  readonly terminal: ((bytes: Uint8Array) => void) | undefined;
}

export interface NoticeTrial {
  /** `nothing`: neither a desktop nor a terminal is there. */
  readonly by: DesktopKind | TerminalNotice | 'nothing';
  /** Tried before, and it showed nothing. */
  readonly failed?: DesktopKind;
}

const TEXT = { title: 'codex-voice: a trial', body: 'this is how you are told' };

export async function tryNotice(parts: NoticeTrialParts): Promise<NoticeTrial> {
  const { by, env, platform, terminal } = parts;
  const isForDesktop = by === 'auto' || by === 'desktop';
  const program = isForDesktop ? desktopProgram(env, platform) : undefined;
  if (program !== undefined && (await showOnDesktop(desktopCommand(program, TEXT))) === 'shown')
    return { by: program.kind };
  const before = program === undefined ? {} : { failed: program.kind };
  if (terminal === undefined) return { by: 'nothing', ...before };
  const how = by === 'bell' ? 'bell' : terminalNotice(env);
  terminal(noticeBytes(how, TEXT));
  return { by: how, ...before };
}

const MEANS: Readonly<Record<NoticeTrial['by'], string>> = {
  'notify-send': 'shown by the desktop, with notify-send',
  osascript: 'shown by the desktop, with osascript',
  powershell: 'shown by the desktop, with powershell.exe',
  'osc-9': 'told to the terminal, with OSC 9',
  'osc-777': 'told to the terminal, with OSC 777',
  bell: 'the terminal’s bell is rung',
  nothing: 'nothing is shown: there is no desktop that can be reached, and no terminal',
};

/** In lines: by what, and what stands in the way of being told in a session. */
export function trialText(
  { by, failed }: NoticeTrial,
  { on }: { readonly on: readonly string[] },
): string {
  const lines = [
    ...(failed === undefined ? [] : [`${failed} showed nothing`]),
    MEANS[by],
    ...(on.length > 0 ? [] : ['sessions tell nothing: [notify] on is empty in the config file']),
  ];
  return `${lines.join('\n')}\n`;
}
