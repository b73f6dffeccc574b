// What the settings panel lists: what is in force, and what may be chosen in its place. Labels and hints are in
// the person's language; the values are the words of the config file.
import type { SettingItem } from '@codex-voice/overlay';
import { LISTEN_MODES } from '@codex-voice/protocol';
import { afterLeader, chosenLetters } from '../key-names.ts';
import { listeningItems } from './listening-settings.ts';
import { noticeItems } from './notice-settings.ts';
import type { PanelFacts } from './panel-facts.ts';

/** With what the config file has of each. */
export function keptItems(facts: PanelFacts): readonly SettingItem[] {
  const { kept = {} } = facts;
  return settingItems(facts).map((item) => {
    const there = Object.hasOwn(kept, item.name) ? kept[item.name] : undefined;
    return there === undefined ? item : { ...item, kept: there };
  });
}

function settingItems(facts: PanelFacts): readonly SettingItem[] {
  const { hud, motion, theme, cues, voice, notify } = facts;
  const { settings: words } = facts.words;
  const hears = voice === 'on';
  return [
    ...(hears ? speechItems(facts) : []),
    { name: 'hud', value: hud, choices: ['line', 'full', 'large', 'off'], ...words.hud },
    { name: 'motion', value: motion, choices: ['full', 'reduced'], ...words.motion },
    { name: 'theme', value: theme, choices: facts.themes, ...words.theme },
    ...(hears ? [readingAloud(facts)] : []),
    ...(notify === undefined ? [] : noticeItems(notify, words.notices)),
    ...keyItems(facts),
    ...(hears
      ? [{ name: 'cues', label: words.cues, value: cues, choices: [], hint: words.inConfig }]
      : []),
  ];
}

function speechItems({ mode, manner, intent, words }: PanelFacts): readonly SettingItem[] {
  const { mode: modeWords, intent: intentWords, listening } = words.settings;
  const { label, hints } = modeWords;
  return [
    { name: 'mode', label, value: mode, choices: LISTEN_MODES, hint: hints[mode] },
    { name: 'intent', value: intent, choices: ['compose', 'send'], ...intentWords },
    ...listeningItems(manner, listening),
  ];
}

function readingAloud({ keys, aloud, words }: PanelFacts): SettingItem {
  const { label, hint } = words.settings.aloud;
  const choices = ['off', 'on'];
  return { name: 'aloud', label, value: aloud, choices, hint: hint(afterLeader(keys, 'hush')) };
}

/** Only shown; letters where they are not the usual ones. */
function keyItems({ keys, words }: PanelFacts): readonly SettingItem[] {
  const { talk, leader, letters: label, inConfig: hint } = words.settings;
  const letters = chosenLetters(keys.letters).map(([name, letter]) => `${name} ${letter}`);
  const shown = letters.length === 0 ? [] : [{ name: 'letters', label, value: letters.join(', ') }];
  return [
    { name: 'talk', label: talk, value: keys.talk },
    { name: 'leader', label: leader, value: keys.leader },
    ...shown,
  ].map((item) => ({ ...item, choices: [], hint }));
}
