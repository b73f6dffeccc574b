// What the host is told of a session: how it listens and delivers, from the person's configuration.
import { resolve } from 'node:path';
import type { SessionSettings } from '@codex-voice/protocol';
import type { Config } from './config-schema.ts';
import { places } from './places.ts';
import type { SessionOptions } from './session-options.ts';
import { listenManners, phrasebookOf, voiceStart, wirePhrasebook } from './voice-start.ts';

/** How the session listens and delivers. Throws `UserError` for a wrong phrase. */
export function sessionSettings(config: Config, options: SessionOptions): SessionSettings {
  const { intent, mode } = options;
  if (options.voice === 'off') return { intent, mode };
  const phrasebook = phrasebookOf(config, config.speech.language);
  const { device } = config.audio;
  const start = voiceStart({
    config,
    phrasebook,
    source:
      options.recordings.length > 0
        ? {
            kind: 'files',
            // The host runs in a folder of its own.
            paths: options.recordings.map((path) => resolve(path)),
            pace: 'realtime',
          }
        : { kind: 'microphone', ...(device === undefined ? {} : { device }) },
    journalDirectory: places(process.env, process.platform).journalDirectory,
  });
  const manners = listenManners(config);
  return { intent, mode, voice: { start, manners, phrasebook: wirePhrasebook(phrasebook) } };
}
