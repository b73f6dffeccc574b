// The settings of how it is listened: their values in words, and what a chosen word changes. They hold in
// every mode until the session ends.
import type { SettingItem } from '@codex-voice/overlay';
import type { ListenManner } from '@codex-voice/protocol';
import { THRESHOLDS } from '../voice-start.ts';

/** Pauses to choose from, in ms: from quick commands to thinking aloud. */
const SILENCES_MS = [150, 250, 400, 700, 1_200];

const SENSITIVITIES = ['low', 'normal', 'high'] as const;
type Sensitivity = (typeof SENSITIVITIES)[number];

/** What is in force, so far as it is known. */
export function listeningItems(manner: ListenManner): readonly SettingItem[] {
  const { silenceMs } = manner;
  const pauses = new Set([...SILENCES_MS, ...(silenceMs === undefined ? [] : [silenceMs])]);
  return [
    {
      name: 'silence',
      label: 'Pause that ends a phrase',
      value: silenceMs === undefined ? '' : inMs(silenceMs),
      choices: [...pauses].toSorted((one, other) => one - other).map(inMs),
      hint: 'shorter: text comes sooner; longer: a thought is not cut',
    },
    {
      name: 'sensitivity',
      label: 'Sensitivity',
      value: sensitivityOf(manner) ?? '',
      choices: SENSITIVITIES,
      hint: 'high hears a whisper, low ignores the next desk',
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
