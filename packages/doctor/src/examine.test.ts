import { describe, expect, test } from 'vitest';
import { examine } from './examine.ts';
import type { Asked, Facts, NativePart } from './facts.ts';
import { findingOf, found, GOOD } from './good-machine.test-support.ts';

const late = { kind: 'late', afterMs: 5_000 } as const;
const failed = { kind: 'failed', why: 'no such thing' } as const;

function told<Value>(value: Value): Asked<Value> {
  return { kind: 'told', value };
}

test('DOCTOR-1 nothing is wrong on a good machine, and each figure stands in its line', () => {
  const findings = found({});
  expect(findings.filter(({ state }) => state !== 'good')).toEqual([]);
  expect(findings.map(({ fact }) => fact).join('\n')).toMatch(
    /-52\.3 dBFS.*1\.0 s[\s\S]*SHA-256[\s\S]*52 GB free[\s\S]*1\.3 ms/u,
  );
});

describe('DOCTOR-2 what is not answered', () => {
  const areas = [
    'native',
    'microphone',
    'recogniser',
    'folders',
    'runtime',
    'host',
    'keepers',
    'tray',
    'agents',
    'terminal',
  ] as const;
  test.each(areas)('%s is weak where it is late, unasked where it could not be asked', (area) => {
    const before = found({}).length;
    const [slow, unasked] = [found({ [area]: late }), found({ [area]: failed })];
    expect(slow.length).toBeLessThanOrEqual(before);
    const wrong = slow.filter(({ state }) => state !== 'good');
    expect(wrong).toMatchObject([{ state: 'weak', fact: 'no answer within 5 s' }]);
    const [only, ...more] = unasked.filter(({ state }) => state !== 'good');
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      state: 'unasked',
      fact: 'could not be looked at (no such thing)',
    });
  });

  test('a voice process that does not answer is broken: nothing is heard without it', () => {
    expect(findingOf('voice', { voice: late })).toMatchObject({
      state: 'broken',
      mend: { command: 'codex-voice mic' },
    });
  });
});

test('DOCTOR-3 no fact gives orders to a terminal or makes a second line', () => {
  const path = '/a\x1b]0;owned\x07\nb\u202e';
  const findings = found({
    config: { kind: 'wrong', path, message: `${path}:1: wrong\x1b[2J: mend\nit` },
    runtime: told({
      kind: 'refused',
      message: `${path} is a link: remove it`,
      path,
      odd: 'in-the-way',
    }),
  });
  for (const { fact, mend } of findings) {
    expect([fact, mend?.words, mend?.command].join('')).not.toMatch(/[\p{Cc}\u202e]/u);
  }
});

test('DOCTOR-6 what installs something is the distribution’s command, or words alone', () => {
  const missing: NativePart = {
    part: 'sound',
    packageName: 'decibri',
    loading: { kind: 'fails', why: 'libasound.so.2: cannot open shared object file' },
  };
  const commandOn = (...distributions: string[]) =>
    findingOf('native.sound', {
      native: told([missing]),
      system: { ...GOOD.system, distributions },
    }).mend;
  expect(commandOn('ubuntu', 'debian')?.command).toBe('sudo apt-get install libasound2-plugins');
  expect(commandOn('rocky', 'rhel', 'fedora')?.command).toBe('sudo dnf install alsa-lib');
  expect(commandOn('manjaro', 'arch')?.command).toBe('sudo pacman -S alsa-lib');
  expect(commandOn('slackware')).toEqual({ words: 'install the library of ALSA' });
});

test.each([
  [{ check: 'never' }, '1.2.3; a newer version: none is looked for unasked', undefined],
  [{ check: 'weekly' }, '1.2.3; a newer version: not answered yet', undefined],
  [{ check: 'weekly', looked: { daysAgo: 0 } }, '1.2.3, the newest when that was', undefined],
  [
    { check: 'never', looked: { daysAgo: 3, newer: '2.0.0' } },
    '1.2.3; 2.0.0 is there (looked for 3 days ago)',
    'codex-voice update',
  ],
] as const)('DOCTOR-14 of newer versions: %o', (update, fact, command) => {
  const found = examine({ ...GOOD, update }).find(({ id }) => id === 'version');
  expect(found).toMatchObject({ state: 'good', fact: expect.stringContaining(fact) });
  expect(found?.mend?.command).toBe(command);
});

describe('DOCTOR-7 the machine', () => {
  test.each(['20.19.0', '22.17.9', '12.0.0'])('Node %s is broken', (node) => {
    expect(findingOf('node', { system: { ...GOOD.system, node } })).toMatchObject({
      state: 'broken',
      fact: `${node}, and 22.18.0 or newer is needed`,
      mend: { command: 'npm install -g node@24' },
    });
  });

  test.each(['22.18.0', '22.18.1', '24.0.0', '25.1.0-nightly'])('Node %s is good', (node) => {
    expect(findingOf('node', { system: { ...GOOD.system, node } }).state).toBe('good');
  });

  test('a config file that is not understood keeps its place', () => {
    const message = '~/c.toml:3: unknown key mod: did you mean mode?';
    expect(
      findingOf('config', { config: { kind: 'wrong', path: '~/c.toml', message } }),
    ).toMatchObject({
      state: 'broken',
      fact: '~/c.toml:3: unknown key mod',
      mend: { words: 'did you mean mode?' },
    });
  });

  test.each([
    ['terminal', 'broken'],
    ['sound', 'broken'],
    ['phrases', 'broken'],
    ['speech', 'weak'],
  ] as const)('without %s it is %s', (part, state) => {
    const fails = (why: string) =>
      findingOf(`native.${part}`, {
        native: told([{ part, packageName: 'some-package', loading: { kind: 'fails', why } }]),
      });
    expect(fails("Cannot find module 'some-package-linux-x64'")).toMatchObject({
      state,
      fact: expect.stringContaining('is not installed for linux-x64'),
      mend: { command: 'npm ci --include=optional' },
    });
    expect(fails("libc.so.6: version `GLIBC_2.38' not found").fact).toContain(
      'GLIBC_2.38 is missing',
    );
    expect(fails('its process ended by SIGSEGV')).toMatchObject({ mend: { command: 'npm ci' } });
  });
});

test('DOCTOR-7 a library that comes when it is wanted is weak, with the command that brings it', () => {
  const why = "Cannot find module 'sherpa-onnx-node'";
  const part = { part: 'speech', packageName: 'sherpa-onnx-node' } as const;
  const command = 'codex-voice models engine';
  const missing: NativePart = { ...part, fetchedBy: command, loading: { kind: 'fails', why } };
  expect(findingOf('native.speech', { native: told([missing]) })).toMatchObject({
    state: 'weak',
    fact: expect.stringContaining('sherpa-onnx-node was not fetched yet: no speech models'),
    mend: { command },
  });
});

test.each([
  ['sources', 'npm ci --include=optional'],
  ['npm', 'npm install -g --include=optional codex-voice'],
  ['archive', undefined],
  ['unknown', undefined],
] as const)(
  'DOCTOR-7 a part that lacks in an installation by %s is mended its way',
  (installedAs, command) => {
    const loading = { kind: 'fails', why: "Cannot find module 'decibri'" } as const;
    const part: NativePart = { part: 'sound', packageName: 'decibri', installedAs, loading };
    const { mend } = findingOf('native.sound', { native: told([part]) });
    expect(mend?.command).toBe(command);
    expect(mend?.words).toBeTypeOf('string');
  },
);

describe('DOCTOR-8 recognisers', () => {
  const recogniser = (changed: object): Partial<Facts> => ({
    recogniser: told({ language: 'en', chosen: { kind: 'phrases' }, installed: [], ...changed }),
  });
  const model = { id: 'small-en', badFiles: [], megabytes: 120, addAgain: 'small-en' };

  test('a damaged model names its files, and adding it again mends it', () => {
    const damaged = { ...model, state: 'damaged', badFiles: ['encoder.onnx: wrong-hash'] };
    expect(findingOf('model.small-en', recogniser({ installed: [damaged] }))).toMatchObject({
      state: 'broken',
      fact: 'not as it was installed (encoder.onnx: wrong-hash)',
      mend: { command: 'codex-voice models add small-en' },
    });
  });

  test('one that nobody had time to hash is not called good', () => {
    const unhashed = { ...model, state: 'not-hashed' };
    expect(findingOf('model.small-en', recogniser({ installed: [unhashed] })).state).toBe(
      'unasked',
    );
  });

  test('without one there are phrases, and the one that suits this machine is named', () => {
    const recommended = { id: 'good-en', megabytes: 310 };
    expect(findingOf('recogniser', recogniser({ recommended }))).toMatchObject({
      state: 'weak',
      mend: { words: '310 MB, once', command: 'codex-voice models add good-en' },
    });
  });

  test('a refused choice is broken, with its place', () => {
    const chosen = {
      kind: 'refused',
      message: '~/c.toml:4: x is not installed: codex-voice models add x',
    };
    expect(findingOf('recogniser', recogniser({ chosen }))).toMatchObject({
      state: 'broken',
      fact: '~/c.toml:4: x is not installed',
    });
  });

  test('a server that is silent is broken, but not one that is started when needed', () => {
    const server = { url: 'http://127.0.0.1:8080', kind: 'silent', why: 'ECONNREFUSED' };
    const chosen = { kind: 'server', name: server.url };
    expect(
      findingOf('server', recogniser({ chosen, server: { ...server, starts: false } })).state,
    ).toBe('broken');
    expect(
      findingOf('server', recogniser({ chosen, server: { ...server, starts: true } })).state,
    ).toBe('good');
    const key = { variable: 'SPEECH_KEY', isSet: false };
    const pasted = { variable: 'abc123def456', isSet: false };
    const told = JSON.stringify(findingOf('service', recogniser({ key: pasted })));
    expect(told).toContain('broken');
    expect(told).not.toContain('abc123');
    expect(findingOf('service', recogniser({ key }))).toMatchObject({
      state: 'broken',
      mend: { command: 'export SPEECH_KEY=…' },
    });
  });
});
