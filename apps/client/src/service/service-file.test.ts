// Files of background services: paths and variables in them arrive as they are, whatever is in them.
import { expect, test } from 'vitest';
import { serviceFor } from './host-service.ts';
import { launchdAgent, MARK, systemdUnit } from './service-file.ts';

const HOSTILE = '/a b/100%/$HOME/"q"\\x & <c>';
const start = { node: '/n', launcher: HOSTILE, variables: { PATH: `${HOSTILE}:/bin` } };

test('systemd: specifiers, variables, quotes and backslashes are escaped, and it is marked as ours', () => {
  const unit = systemdUnit(start);
  expect(unit).toContain(
    'ExecStart="/n" "/a b/100%%/$$HOME/\\"q\\"\\\\x & <c>" "__host" "--stay"\n',
  );
  expect(unit).toContain('Environment="PATH=/a b/100%%/$HOME/\\"q\\"\\\\x & <c>:/bin"\n');
  expect(unit.startsWith(`# ${MARK}`)).toBe(true);
  expect(() => systemdUnit({ ...start, node: '/n\nExecStartPre=x' })).toThrow(RangeError);
});

test('launchd: what XML has of its own is escaped', () => {
  const agent = launchdAgent(start);
  expect(agent).toContain('<string>/a b/100%/$HOME/"q"\\x &amp; &lt;c&gt;</string>');
  expect(agent).toContain('<key>PATH</key>');
  expect(agent).toContain(MARK);
  expect(() => launchdAgent({ ...start, variables: { PATH: 'a\u0000b' } })).toThrow(RangeError);
});

test('each system has its own place, and only what is not usual stands in the file', () => {
  const given = { env: {}, launcher: '/l', node: '/n', userId: 7 };
  const env = { HOME: '/h', XDG_RUNTIME_DIR: '/run/user/7', XDG_STATE_HOME: '/s', PATH: '/bin' };
  const linux = serviceFor({ ...given, platform: 'linux', env });
  expect(linux.file).toBe('/h/.config/systemd/user/codex-voice-host.service');
  expect(linux.text).toContain('XDG_STATE_HOME=/s');
  expect(linux.text).not.toContain('XDG_RUNTIME_DIR');
  expect(linux.unverified).toBeUndefined();
  const mac = serviceFor({ ...given, platform: 'darwin', env });
  expect(mac.file).toBe('/h/Library/LaunchAgents/codex-voice.host.plist');
  expect(mac.afterWriting).toEqual([['launchctl', 'bootstrap', 'gui/7', mac.file]]);
  expect(mac.unverified).toContain('no Mac');
  expect(() => serviceFor({ ...given, platform: 'win32' })).toThrow('inside WSL');
});
