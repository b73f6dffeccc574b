// The explanation of a config as lines for a person.
import { visible } from '../user-error.ts';
import type { ExplainedSetting, Explanation, SettingSource } from './explanation.ts';
import { tomlValue } from './setting-values.ts';
import { TAKES_WORDS } from './settings.table.ts';

/** Column of the source. */
const SOURCE_COLUMN = 40;

/** Groups whose keys are shown only where they are set: there are many, alike. */
const SHOWN_WHERE_SET = /^(?:modes|keys|themes)\./u;

/** `project`: lines about the project's file; `file`: about the config file. */
export function explanationText(
  { settings, old }: Explanation,
  about: { readonly file: string; readonly project: readonly string[] },
): string {
  const shown = settings.filter(({ path, value, source }) => {
    if (path.startsWith('experimental.')) return false;
    const isSet = value !== undefined || source.kind !== 'default';
    return isSet || !SHOWN_WHERE_SET.test(path);
  });
  const experimental = settings.filter(({ path }) => path.startsWith('experimental.'));
  const lines = [
    `config file   ${about.file}`,
    ...about.project.map((line) => `project file  ${line}`),
    '',
    ...shown.map(settingLine),
    '',
    'Experimental parts, off by themselves:',
    ...experimental.flatMap((each) => [settingLine(each), `    ${each.help}; ${each.why}`]),
    ...(old.length === 0 ? [] : ['', 'Keys of the first program, and what they are now:']),
    ...old.map(({ path, line, note, became }) => {
      const value = became === undefined ? '' : ` (${visible(tomlValue(became.value))})`;
      return `  ${beside(`${line}: ${path}`)}${visible(note)}${value}`;
    }),
    '',
    '* counts with the next session or command; everything else at once where sessions run.',
    'codex-voice config explain KEY tells more of one.',
  ];
  return `${lines.join('\n')}\n`;
}

function settingLine(setting: ExplainedSetting): string {
  const { path, value, source, takes, why } = setting;
  const mark = takes === 'now' ? '  ' : '* ';
  const written = value === undefined ? path : `${path} = ${shortened(visible(shownValue(value)))}`;
  const because = source.kind === 'default' ? `: ${why}` : '';
  return `${mark}${beside(written)}${sourceText(source)}${because}`;
}

/** Everything about one. */
export function settingText(setting: ExplainedSetting): string {
  const { path, value, source, help, allowed, takes, why, variable } = setting;
  const fallback = setting.default === undefined ? '' : `${visible(shownValue(setting.default))}, `;
  const lines = [
    value === undefined ? `${path} is not set` : `${path} = ${visible(shownValue(value))}`,
    `  what      ${help}`,
    `  from      ${sourceText(source)}`,
    `  allowed   ${allowed}`,
    `  default   ${fallback}${why}`,
    `  changes   count ${takesText(setting)}`,
    ...(variable === undefined ? [] : [`  variable  ${variable}`]),
  ];
  return takes === 'live'
    ? `${lines.join('\n')}\n            with experimental.live_voice at once\n`
    : `${lines.join('\n')}\n`;
}

function takesText({ takes }: ExplainedSetting): string {
  return takes === 'now' ? 'at once, in sessions that run too' : `with the ${TAKES_WORDS[takes]}`;
}

/** Lists of tables are counted. */
function shownValue(value: unknown): string {
  const isTables = Array.isArray(value) && value.some((each) => typeof each === 'object');
  return isTables ? `${value.length} of them` : tomlValue(value);
}

/** Longest value in a line, in UTF-16 units. */
const VALUE_UNITS = 60;

function shortened(text: string): string {
  return text.length > VALUE_UNITS ? `${text.slice(0, VALUE_UNITS)}…` : text;
}

function beside(text: string): string {
  return text.length < SOURCE_COLUMN ? text.padEnd(SOURCE_COLUMN) : `${text}  `;
}

export function sourceText(source: SettingSource): string {
  switch (source.kind) {
    case 'flag':
      return source.option;
    case 'environment':
      return source.variable;
    case 'file':
      return `${visible(source.path)}:${source.line}`;
    case 'old-key':
      return `${visible(source.path)}:${source.line}, as ${source.key}`;
    case 'default':
      return 'default';
  }
}
