// All sound of our own: the cues, the voice that reads aloud, and the gate that keeps both from being taken
// for somebody's speech.
import { type Cue, type Loudspeaker, SoundPlayer, SpeechPlayer } from '@codex-voice/audio';
import type { VoiceEvent } from '@codex-voice/protocol';
import type { ProcessCommand } from '@codex-voice/recognizers';
import { OwnSoundGate, type SpeechSynthesizer } from '@codex-voice/speech';
import { findVoice } from '@codex-voice/voices';
import { CueAnnouncer } from './cue-announcer.ts';
import type { EngineSettings } from './engine-settings.ts';
import { type Said, Speaker } from './speaker.ts';

export interface OwnVoiceParts {
  readonly settings: OwnVoiceSettings;
  /** Starts a process for a voice that is a model; undefined: none can be one. */
  readonly command: ProcessCommand | undefined;
  readonly emit: (event: VoiceEvent) => void;
}

type OwnVoiceSettings = Pick<EngineSettings, 'cues' | 'cueChoice' | 'speaking' | 'source'>;

export class OwnVoice {
  readonly #gate: OwnSoundGate;
  /** Absent: no cues, no voice. */
  readonly cues: CueAnnouncer | undefined;
  readonly #speaker: Speaker | undefined;

  constructor({ settings, command, emit }: OwnVoiceParts) {
    const { speaking, source } = settings;
    const gate = new OwnSoundGate(speaking?.bargeIn ?? 'off');
    this.#gate = gate;
    // A recording that is played has nobody sitting beside it.
    const isLive = source.kind !== 'files';
    if (settings.cues && isLive) this.cues = cuesFor(settings, gate);
    if (speaking === undefined || !isLive) return;
    this.#speaker = new Speaker({
      findVoice: () => voiceOf(speaking, command, emit),
      player: new SpeechPlayer(loudspeakerOf(settings)),
      emit,
      onSound: (state) => (state === 'started' ? gate.started('speech') : gate.ended('speech')),
    });
  }

  speak(said: Said): void {
    this.#speaker?.speak(said);
  }

  hush(): void {
    this.#speaker?.hush();
  }

  /** What a frame's probability of speech counts for beside our own sound. Whoever talks over us hushes us. */
  heard(probability: number, segment: 'open' | 'none'): number {
    const heard = this.#gate.heard(probability, segment);
    if (heard.bargeIn) this.hush();
    this.#speaker?.hold(segment === 'open' ? 'held' : 'free');
    return heard.probability;
  }

  /** Nobody is listened to any more: nothing waits for the end of what is said. */
  listensToNobody(): void {
    this.#speaker?.hold('free');
  }

  dispose(): void {
    this.cues?.dispose();
    this.#speaker?.dispose();
  }
}

function voiceOf(
  { voice, modelFolder: folder }: NonNullable<OwnVoiceSettings['speaking']>,
  command: ProcessCommand | undefined,
  emit: OwnVoiceParts['emit'],
): SpeechSynthesizer {
  const { platform, env } = process;
  const model = folder === undefined || command === undefined ? {} : { model: { folder, command } };
  return findVoice({
    choice: voice,
    platform,
    path: env.PATH ?? '',
    ...model,
    onProblem: (message) =>
      emit({ type: 'problem', code: 'speaking-failed', message, severity: 'warning' }),
  });
}

/** Undefined: the system's. */
function loudspeakerOf({ source }: OwnVoiceSettings): (() => Promise<Loudspeaker>) | undefined {
  return source.kind === 'pushed' ? () => Promise.resolve(source.loudspeaker) : undefined;
}

function cuesFor(settings: OwnVoiceSettings, gate: OwnSoundGate): CueAnnouncer {
  const { cueChoice } = settings;
  const loadBackend = loudspeakerOf(settings);
  const player = new SoundPlayer({
    ...(cueChoice === undefined ? {} : { cueVolume: cueChoice.volume }),
    ...(loadBackend === undefined ? {} : { loadBackend }),
  });
  const gated = {
    async playCue(cue: Cue): Promise<void> {
      gate.started('cue');
      await player.playCue(cue);
      gate.ended('cue');
    },
    dispose: () => player.dispose(),
  };
  return new CueAnnouncer(gated, cueChoice?.names);
}
