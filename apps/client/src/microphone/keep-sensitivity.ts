// What a calibration found becomes the config file's, once the person has seen the change and wants it.
import { askYes } from '../actions/ask-yes.ts';
import type { Config } from '../config-schema.ts';
import { changedConfig, changeText, writeConfig } from '../configuration/write-config.ts';
import { afterLeader, keyNames } from '../key-names.ts';
import { visible } from '../user-error.ts';
import type { Sensitivity } from './calibration.ts';

export interface SensitivityFound {
  readonly config: Config;
  /** Where it is written; the first program's own file stays as it is. */
  readonly target: string;
  readonly found: Sensitivity;
  /** `asked-for`: on the command line, so nobody is asked again. */
  readonly writing: 'asked-for' | 'offered';
  /** A line for the person. */
  readonly tell: (line: string) => void;
}

/** Resolves with what became of it. Throws `UserError` where the file can't be changed. */
export async function keepSensitivity({
  config,
  target,
  found,
  writing,
  tell,
}: SensitivityFound): Promise<'written' | 'as-it-was' | 'left'> {
  if (config.speech.sensitivity === found) return 'as-it-was';
  const { path, text } = config.file;
  const edit = changedConfig({ path: target, text }, [
    { keys: ['speech', 'sensitivity'], value: found },
  ]);
  tell(changeText(target, edit));
  if (writing === 'offered') {
    const answer = await askYes('write that?');
    if (answer === 'nobody') tell('codex-voice mic --calibrate --write writes it');
    if (answer !== 'yes') return 'left';
  }
  writeConfig(target, { before: path === target ? text : '', after: edit.text });
  const there = afterLeader(keyNames(config.keys), 'settings');
  tell(`${visible(target)} is written; sessions that run keep theirs, ${there} changes it there`);
  return 'written';
}
