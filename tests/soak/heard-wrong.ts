// A recogniser on a server that is slow, away, cut off or talks nonsense, and now and then does its work.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ScratchHome,
  startTranscriptionServer,
  type TranscriptionReply,
  type TranscriptionServer,
} from '@codex-voice/testing';
import type { Chance, Weighted } from './chance.ts';
import type { SoakRecord } from './soak-record.ts';

/** What it understands: words that no formatter writes otherwise, none part of another. */
export const UNDERSTOOD = ['please look at the weather', 'somebody has moved the cheese'] as const;
const SLOW_MS = 1_200;

const REPLIES: readonly Weighted<readonly [string, () => TranscriptionReply]>[] = [
  {
    weight: 3,
    value: ['slow', () => ({ kind: 'json', body: { text: UNDERSTOOD[0] }, afterMs: SLOW_MS })],
  },
  { weight: 3, value: ['understood', () => ({ kind: 'json', body: { text: UNDERSTOOD[1] } })] },
  { weight: 2, value: ['garbage', () => ({ kind: 'text', text: '\u0000{"text": 7]' })] },
  { weight: 1, value: ['garbage', () => ({ kind: 'json', body: { text: 7, words: null } })] },
  { weight: 1, value: ['failed', () => ({ kind: 'status', status: 500 })] },
  { weight: 2, value: ['cut', () => ({ kind: 'cut' })] },
  { weight: 2, value: ['cut', () => ({ kind: 'reset' })] },
];

/** Starts it and configures the home to be heard by it, the built-in phrases behind it. */
export async function hearBadly(
  home: ScratchHome,
  { chance, record }: { readonly chance: Chance; readonly record: SoakRecord },
): Promise<TranscriptionServer> {
  const server = await startTranscriptionServer(() => {
    const [kind, reply] = chance.weighted(REPLIES);
    if (kind !== 'understood') record.fault(`recogniser: ${kind}`);
    return reply();
  });
  const folder = join(String(home.env.XDG_CONFIG_HOME), 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), `[whisper_server]\nurl = "${server.origin}"\n`);
  return server;
}
