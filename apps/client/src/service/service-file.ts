// The file by which a system starts the host in the background: a unit of systemd for the user, or an agent
// of launchd. Only makes the text and names the place; that of launchd is unverified, for it was run on no Mac yet.
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** How the host is to be started. */
export interface ServiceStart {
  /** Whole paths: our program, or the Node and our launcher. */
  readonly program: readonly string[];
  /** What it can't know otherwise: places that are not the usual ones, and where programs are. */
  readonly variables: Readonly<Record<string, string>>;
}

/** By it we know that a file is ours to replace and to remove. */
export const MARK = 'Written by codex-voice host install';
export const UNIT_NAME = 'codex-voice-host.service';
export const AGENT_LABEL = 'codex-voice.host';

/** Where it lies; undefined where the system has no such thing. */
export function serviceFile(platform: NodeJS.Platform, env: Environment): string | undefined {
  const home = env.HOME ?? homedir();
  if (platform === 'win32') return undefined;
  if (platform === 'darwin') return join(home, 'Library', 'LaunchAgents', `${AGENT_LABEL}.plist`);
  return join(env.XDG_CONFIG_HOME ?? join(home, '.config'), 'systemd', 'user', UNIT_NAME);
}

/** Throws `RangeError` for a path or a variable that no line can hold. */
export function systemdUnit({ program, variables }: ServiceStart): string {
  const environment = Object.entries(variables).map(
    ([name, value]) => `Environment=${unitWord(`${name}=${value}`)}`,
  );
  const command = [...program, '__host', '--stay'].map(commandWord).join(' ');
  return [
    `# ${MARK}; codex-voice host uninstall removes it.`,
    '[Unit]',
    'Description=codex-voice: listens and delivers for your sessions',
    '',
    '[Service]',
    `ExecStart=${command}`,
    ...environment,
    'UMask=0077',
    '# It ends with status 0 when it is asked to, or when another host runs already.',
    'Restart=on-failure',
    'RestartSec=5',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n');
}

/** `%` begins a specifier, and a quoted word has escapes. */
function unitWord(text: string): string {
  checkLine(text);
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;
}

/** In a command `$` begins a variable as well. */
function commandWord(text: string): string {
  return unitWord(text).replaceAll('$', () => '$$');
}

function checkLine(text: string): void {
  if (/\p{Cc}/u.test(text)) {
    throw new RangeError(`${JSON.stringify(text)} has a character that no service file can hold`);
  }
}

/** Throws `RangeError` as above. */
export function launchdAgent({ program, variables }: ServiceStart): string {
  const words = [...program, '__host', '--stay'].map((word) => `    ${xmlString(word)}`);
  const environment = Object.entries(variables).flatMap(([name, value]) => [
    `    <key>${xmlText(name)}</key>`,
    `    ${xmlString(value)}`,
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!-- ${MARK}; codex-voice host uninstall removes it. -->`,
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    '  <key>Label</key>',
    `  <string>${AGENT_LABEL}</string>`,
    '  <key>ProgramArguments</key>',
    '  <array>',
    ...words,
    '  </array>',
    '  <key>EnvironmentVariables</key>',
    '  <dict>',
    ...environment,
    '  </dict>',
    '  <key>RunAtLoad</key>',
    '  <true/>',
    '  <key>KeepAlive</key>',
    '  <dict>',
    '    <key>SuccessfulExit</key>',
    '    <false/>',
    '  </dict>',
    '  <key>Umask</key>',
    '  <integer>63</integer>',
    '</dict>',
    '</plist>',
    '',
  ].join('\n');
}

function xmlString(text: string): string {
  return `<string>${xmlText(text)}</string>`;
}

function xmlText(text: string): string {
  checkLine(text);
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
