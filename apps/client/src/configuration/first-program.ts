// Config files of the first program, which are accepted: what each of its keys has become here, or why it
// needs no key any more. Its tables are taken out before the file is read as one of ours; what one of our
// own keys says in the same file counts more.
import { themeNames } from '@codex-voice/overlay';
import type { ConfigFile } from '../config-file.ts';
import { nearest } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import { withValue } from './environment.ts';
import { valueAt } from './setting-rows.ts';

/** One key of the first program that stands in a file. */
export interface OldKey {
  /** As in `whisper.server_url`. */
  readonly path: string;
  readonly line: number;
  /** What it is here, as `whisper_server.url = "…"`; absent: nothing. */
  readonly became?: { readonly path: string; readonly value: unknown };
  readonly note: string;
}

export interface OwnTables {
  /** With our keys alone. */
  readonly table: unknown;
  readonly old: readonly OldKey[];
}

type Became = Pick<OldKey, 'became' | 'note'>;

/** Undefined: with this value the key is ours. */
type Translation = (value: unknown) => Became | undefined;

const gone =
  (note: string): Translation =>
  () => ({ note });

const MODELS = 'models are fetched by name: codex-voice models list, then speech.model';

/** Tables of ours are not named alike, but for `[audio]`. */
const OLD_KEYS: Readonly<Record<string, Readonly<Record<string, Translation>>>> = {
  codex: {
    command: (value) => ({
      became: { path: 'agent', value },
      note: 'agent: what runs where no AGENT is named',
    }),
    args: gone('they stand behind the agent: codex-voice AGENT ARGS'),
    working_dir: gone('start codex-voice in that folder'),
    keep_alive: gone('a session outlives its terminal by itself; --no-host: it does not'),
    session_timeout: gone('only you end a session: codex-voice kill'),
    streaming: gone('the agent draws its own screen, as it comes'),
  },
  whisper: {
    command: gone('a server that we start is whisper_server.start; models need none'),
    model: gone(MODELS),
    server_url: (value) => ({
      became: { path: 'whisper_server.url', value },
      note: 'whisper_server.url: a whisper.cpp server, before any model',
    }),
  },
  audio: {
    device: (value) =>
      typeof value === 'number'
        ? { note: 'audio.device: microphones have names here, codex-voice mic lists them' }
        : undefined,
    duration: gone('a pause ends what you say: speech.silence_ms, speech.maximum_segment_ms'),
    format: gone('sound is taken as the microphone gives it'),
  },
  performance: {
    whisper_model: gone(MODELS),
    recording_seconds: gone('a pause ends what you say; speech.maximum_segment_ms cuts it'),
    parallel_transcription: gone('you are always heard while the last words are transcribed'),
    cache_transcripts: gone('nothing is cached; what was said is in the journal: journal.enabled'),
  },
  ui: {
    theme: (value) =>
      themeNames.some((name) => name === value)
        ? { became: { path: 'theme', value }, note: 'theme' }
        : { note: `theme: no theme has this name, there are ${themeNames.join(', ')}` },
    show_status_bar: (value) =>
      typeof value === 'boolean'
        ? {
            became: { path: 'hud', value: value ? 'line' : 'off' },
            note: 'hud: our row',
          }
        : { note: 'hud: our row, "line" or "off"' },
  },
};

/** Tables that are ours too: what they don't share with the first program stays. */
const SHARED_TABLE = 'audio';

/** Takes the first program's keys out of what a file holds. Throws `UserError` for unknown ones in its tables. */
export function ownTables(table: unknown, file: ConfigFile): OwnTables {
  if (table === null || typeof table !== 'object') return { table, old: [] };
  const old: OldKey[] = [];
  let own: unknown = table;
  for (const [name, keys] of Object.entries(OLD_KEYS)) {
    const held = valueAt(table, [name]);
    if (held === null || typeof held !== 'object' || Array.isArray(held)) continue;
    const taken = takenFrom(name, Object.entries(held), { keys, file });
    old.push(...taken);
    own = name === SHARED_TABLE ? withoutKeys(own, name, taken) : withoutTable(own, name);
  }
  for (const { became } of old) {
    const path = became?.path.split('.') ?? [];
    // Our own key, where the file has it, is the newer word.
    if (became === undefined || valueAt(table, path) !== undefined) continue;
    own = withValue(own, path, became.value);
  }
  return { table: own, old };
}

function takenFrom(
  table: string,
  entries: readonly (readonly [string, unknown])[],
  { keys, file }: { readonly keys: (typeof OLD_KEYS)[string]; readonly file: ConfigFile },
): readonly OldKey[] {
  return entries.flatMap(([name, value]) => {
    const line = file.lineOf([table, name]) ?? 1;
    const path = `${table}.${name}`;
    const found = Object.hasOwn(keys, name) ? keys[name]?.(value) : undefined;
    if (found !== undefined) return [{ path, line, ...found }];
    if (table === SHARED_TABLE) return [];
    const known = Object.keys(keys);
    const guess = nearest(name, known);
    const hint = guess === undefined ? `known here: ${known.join(', ')}` : `did you mean ${guess}?`;
    throw new UserError(
      `${file.place([table, name])}: unknown key ${path} of the first program: ${hint}`,
    );
  });
}

function withoutTable(table: unknown, name: string): unknown {
  const { [name]: _, ...others } = { ...(table as Record<string, unknown>) }; // a table: it held one
  return others;
}

function withoutKeys(table: unknown, name: string, taken: readonly OldKey[]): unknown {
  const held = valueAt(table, [name]);
  const kept = Object.entries(held ?? {}).filter(
    ([key]) => !taken.some(({ path }) => path === `${name}.${key}`),
  );
  return withValue(table, [name], Object.fromEntries(kept));
}

/** Whether a file has keys of the first program. Throws `UserError` for one that is no TOML. */
export function isFirstProgram(file: ConfigFile): boolean {
  return Object.entries(OLD_KEYS).some(([table, keys]) =>
    Object.keys(keys).some((name) => file.has([table, name]) && !OURS_TOO.includes(name)),
  );
}

/** Of the shared table: with a text it is ours. */
const OURS_TOO: readonly string[] = ['device'];
