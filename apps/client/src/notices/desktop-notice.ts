// A notice by the desktop's own program, started with its texts as arguments or variables and never through
// a shell. That of macOS and that of Windows (also from Linux inside of it) are unverified: they were written
// after their documentation and run nowhere yet.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { NoticeText } from './notice-text.ts';

type Environment = Readonly<Record<string, string | undefined>>;
export type DesktopKind = 'notify-send' | 'osascript' | 'powershell';

export interface DesktopProgram {
  readonly kind: DesktopKind;
  readonly file: string;
}

export interface DesktopCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Beside our own environment. */
  readonly env: Environment;
}

/** A program that shows nothing within this is ended, in ms: a desktop that hangs is none. */
const PATIENCE_MS = 5_000;

/** Undefined where no desktop can be reached: the terminal stands on another machine, or there is none. */
export function desktopProgram(
  env: Environment,
  platform: NodeJS.Platform,
): DesktopProgram | undefined {
  if (env.SSH_CONNECTION !== undefined || env.SSH_TTY !== undefined) return undefined;
  const found = (kind: DesktopKind, name: string): DesktopProgram | undefined => {
    const file = onPath(name, env.PATH ?? '');
    return file === undefined ? undefined : { kind, file };
  };
  switch (platform) {
    case 'darwin':
      return found('osascript', 'osascript');
    case 'win32':
      return found('powershell', 'powershell.exe');
    default: {
      const hasBus = env.DBUS_SESSION_BUS_ADDRESS !== undefined || hasRuntimeBus(env);
      const own = hasBus ? found('notify-send', 'notify-send') : undefined;
      const isInWindows = env.WSL_DISTRO_NAME !== undefined;
      return own ?? (isInWindows ? found('powershell', 'powershell.exe') : undefined);
    }
  }
}

function hasRuntimeBus({ XDG_RUNTIME_DIR: folder }: Environment): boolean {
  return folder !== undefined && canDo(join(folder, 'bus'), constants.W_OK);
}

function onPath(name: string, path: string): string | undefined {
  const files = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name));
  return files.find((file) => canDo(file, constants.X_OK));
}

function canDo(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

export function desktopCommand(
  { kind, file }: DesktopProgram,
  { title, body }: NoticeText,
): DesktopCommand {
  switch (kind) {
    case 'notify-send':
      return {
        file,
        args: ['--app-name=codex-voice', '--', title, withoutMarkup(body)],
        env: {},
      };
    case 'osascript':
      return {
        file,
        args: [...APPLE_SCRIPT.flatMap((line) => ['-e', line]), title, body],
        env: {},
      };
    case 'powershell': {
      const texts = { CODEX_VOICE_TITLE: title, CODEX_VOICE_BODY: body };
      // Variables cross the border between the systems by their names.
      const names = { WSLENV: Object.keys(texts).join(':') };
      return {
        file,
        args: ['-NoProfile', '-NonInteractive', '-Command', TOAST_SCRIPT],
        env: { ...texts, ...names },
      };
    }
  }
}

/** Desktops may read a body as markup. */
function withoutMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const APPLE_SCRIPT = [
  'on run argv',
  'display notification (item 2 of argv) with title (item 1 of argv)',
  'end run',
];

/** Its texts come from variables: nothing of them is code. */
const TOAST_SCRIPT = [
  '[void][Windows.UI.Notifications.ToastNotificationManager,Windows.UI.Notifications,ContentType=WindowsRuntime]',
  '$kind = [Windows.UI.Notifications.ToastTemplateType]::ToastText02',
  '$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent($kind)',
  "$lines = $toast.GetElementsByTagName('text')",
  '[void]$lines.Item(0).AppendChild($toast.CreateTextNode($env:CODEX_VOICE_TITLE))',
  '[void]$lines.Item(1).AppendChild($toast.CreateTextNode($env:CODEX_VOICE_BODY))',
  "$shower = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'",
  '$notice = [Windows.UI.Notifications.ToastNotification]::new($toast)',
  '[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($shower).Show($notice)',
].join('; ');

/** Whether it was taken. Never rejects; the program is ended with its time. */
export async function showOnDesktop({ file, args, env }: DesktopCommand): Promise<'shown' | 'not'> {
  return await new Promise((resolve) => {
    const child = spawn(file, args, {
      stdio: 'ignore',
      env: { ...process.env, ...env },
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    });
    child.once('error', () => resolve('not'));
    child.once('exit', (code) => resolve(code === 0 ? 'shown' : 'not'));
    child.unref();
  });
}
