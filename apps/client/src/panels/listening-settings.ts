// The settings of how it is listened: their values in words, and what a chosen word changes. They hold in
// every mode until the session ends.
import type { SettingItem } from '@codex-voice/overlay';
import type { ListenManner } from '@codex-voice/protocol';
import { THRESHOLDS } from '../voice-start.ts';
import type { ListeningSettingWords } from '../words/session-words.ts';

/** Pauses to choose from, in ms: from quick commands to thinking aloud. */
const SILENCES_MS = [150, 250, 400, 700, 1_200];

const SENSITIVITIES = ['low', 'normal', 'high'] as const;
type Sensitivity = (typeof SENSITIVITIES)[number];

/** What is in force, so far as it is known. */
export function listeningItems(
  manner: ListenManner,
  words: ListeningSettingWords,
): readonly SettingItem[] {
  const { silenceMs } = manner;
  const pauses = new Set([...SILENCES_MS, ...(silenceMs === undefined ? [] : [silenceMs])]);
  return [
    {
      name: 'silence',
      value: silenceMs === undefined ? '' : inMs(silenceMs),
      choices: [...pauses].toSorted((one, other) => one - other).map(inMs),
      ...words.silence,
    },
    {
      name: 'sensitivity',
      value: sensitivityOf(manner) ?? '',
      choices: SENSITIVITIES,
      ...words.sensitivity,
    },
  ];
}

/** Undefined: it is no setting of these, or no value of it. */
export function mannerSet(name: string, value: string): ListenManner | undefined {
  if (name === 'silence') {
    const silenceMs = Number.parseInt(value, 10);
    return Number.isNaN(silenceMs) ? undefined : { silenceMs };
  }
  const sensitivity = SENSITIVITIES.find((each) => each === value);
  return name === 'sensitivity' && sensitivity !== undefined
    ? { ...THRESHOLDS[sensitivity] }
    : undefined;
}

/** Undefined: thresholds of somebody's own. */
function sensitivityOf({ startThreshold }: ListenManner): Sensitivity | undefined {
  if (startThreshold === undefined) return 'normal';
  return SENSITIVITIES.find((each) => THRESHOLDS[each].startThreshold === startThreshold);
}

function inMs(milliseconds: number): string {
  return `${milliseconds} ms`;
}
