// A machine on which everything is as it should be, to be broken in one place by a test.
import { examine } from './examine.ts';
import type { Facts } from './facts.ts';
import type { Finding } from './finding.ts';

export const GOOD: Facts = {
  system: {
    version: '1.2.3',
    platform: 'linux',
    release: '6.1.0',
    arch: 'x64',
    distributions: ['debian'],
    node: '24.21.0',
    oldestNode: '22.18.0',
    surroundings: [],
  },
  update: { check: 'never' },
  config: { kind: 'read', path: '~/.config/codex-voice/config.toml' },
  native: {
    kind: 'told',
    value: [
      { part: 'terminal', packageName: 'node-pty', loading: { kind: 'loads', ms: 4 } },
      { part: 'sound', packageName: 'decibri', loading: { kind: 'loads', ms: 30 } },
      { part: 'speech', packageName: 'sherpa-onnx-node', loading: { kind: 'loads', ms: 60 } },
      { part: 'phrases', packageName: 'soundswallower', loading: { kind: 'loads', ms: 20 } },
    ],
  },
  microphone: {
    kind: 'told',
    value: {
      names: ['Desk microphone'],
      soundServers: ['pipewire'],
      opening: {
        kind: 'open',
        name: 'Desk microphone',
        openMs: 84,
        rmsDb: -52.3,
        peakDb: -40.1,
        listenedMs: 1_010,
      },
    },
  },
  recogniser: {
    kind: 'told',
    value: {
      language: 'en',
      chosen: { kind: 'model', name: 'small-en' },
      installed: [
        { id: 'small-en', state: 'intact', badFiles: [], megabytes: 120, addAgain: 'small-en' },
      ],
    },
  },
  voice: { kind: 'told', value: { startMs: 210, answerMs: 3.4 } },
  folders: {
    kind: 'told',
    value: (['state', 'config', 'models', 'cache'] as const).map((name) => ({
      name,
      path: `/ours/${name}`,
      writing: { kind: 'written' },
      freeMegabytes: 52_000,
    })),
  },
  runtime: { kind: 'told', value: { kind: 'ready', path: '/run/ours', sockets: 2, odd: [] } },
  host: {
    kind: 'told',
    value: { kind: 'answers', pid: 4_711, version: '1.2.3', answerMs: 1.25, sessions: 1 },
  },
  keepers: {
    kind: 'told',
    value: [{ sessionId: 'codex-ab', asked: { kind: 'answers', answerMs: 0.8, agent: 'Codex' } }],
  },
  tray: { kind: 'told', value: { kind: 'tray' } },
  agents: {
    kind: 'told',
    value: {
      found: [
        {
          name: 'Codex',
          command: 'codex',
          path: '/bin/codex',
          install: 'npm install -g @openai/codex',
          version: { kind: 'told', value: '0.170.0' },
          learntFrom: '0.169.0',
          driver: 'typing',
        },
      ],
      missing: [{ command: 'claude', install: 'npm install -g @anthropic-ai/claude-code' }],
    },
  },
  terminal: {
    kind: 'told',
    value: {
      kind: 'asked',
      term: 'xterm-kitty',
      name: 'kitty 0.40',
      columns: 120,
      rows: 40,
      answer: 'complete',
      answerMs: 2,
      needsReleases: false,
      abilities: {
        kittyKeys: 'yes',
        trueColour: 'yes',
        synchronizedUpdate: 'yes',
        focus: 'yes',
        images: ['kitty'],
      },
    },
  },
};

/** What is found on that machine with some facts changed. */
export function found(changed: Partial<Facts>): readonly Finding[] {
  return examine({ ...GOOD, ...changed });
}

/** The one finding of a subject; fails where there is none. */
export function findingOf(id: string, changed: Partial<Facts>): Finding {
  const finding = found(changed).find((each) => each.id === id);
  if (finding === undefined) throw new TypeError(`there is no finding ${id}`);
  return finding;
}
