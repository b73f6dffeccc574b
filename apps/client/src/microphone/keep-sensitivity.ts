// What a calibration found becomes the config file's, once the person has seen the change and wants it.
import { askYes } from '../actions/ask-yes.ts';
import { type ConfigEdit, withSetting } from '../config-edit.ts';
import type { Config } from '../config-schema.ts';
import { writeConfig } from '../configuration/write-config.ts';
import { UserError, visible } from '../user-error.ts';
import type { Sensitivity } from './calibration.ts';

export interface SensitivityFound {
  readonly config: Config;
  readonly found: Sensitivity;
  /** `asked-for`: on the command line, so nobody is asked again. */
  readonly writing: 'asked-for' | 'offered';
  /** A line for the person. */
  readonly tell: (line: string) => void;
}

/** Resolves with what became of it. Throws `UserError` where the file can't be changed. */
export async function keepSensitivity({
  config,
  found,
  writing,
  tell,
}: SensitivityFound): Promise<'written' | 'as-it-was' | 'left'> {
  if (config.speech.sensitivity === found) return 'as-it-was';
  const { path, text } = config.file;
  const edit = withSetting(text, { table: 'speech', key: 'sensitivity', value: found });
  if (edit === undefined) {
    throw new UserError(
      `${visible(path)}: [speech] sensitivity stands there in a way that is not changed for you: write sensitivity = "${found}"`,
    );
  }
  tell(changeText(path, edit));
  if (writing === 'offered') {
    const answer = await askYes('write that?');
    if (answer === 'nobody') tell('codex-voice mic --calibrate --write writes it');
    if (answer !== 'yes') return 'left';
  }
  writeConfig(path, { before: text, after: edit.text });
  tell(`${visible(path)} is written; sessions that run keep theirs, Ctrl-\\ c changes it there`);
  return 'written';
}

function changeText(path: string, { line, before, after }: ConfigEdit): string {
  const lines = after.map((each) => visible(each.trim())).join(', ');
  const where = `${visible(path)}:${line}`;
  return before === undefined
    ? `${where}: to be added: ${lines}`
    : `${where}: ${visible(before.trim())} becomes ${lines}`;
}
