// Files that a person, a project, a download or an older version of us has written.
import { join } from 'node:path';
import { readSessionRecord as readRecordThere } from '../../apps/client/src/commands/session-record.ts';
import { parseConfig, parsedToml, parseTables } from '../../apps/client/src/config.ts';
import { withoutSetting, withSetting } from '../../apps/client/src/config-edit.ts';
import { ConfigFile } from '../../apps/client/src/config-file.ts';
import { tomlComments, tomlPlaces } from '../../apps/client/src/configuration/toml-places.ts';
import { readableToml } from '../../apps/client/src/configuration/utf8-text.ts';
import { redactedConfig } from '../../apps/client/src/doctor/redacted-config.ts';
import { readCorpus } from '../../apps/client/src/measuring/speech-corpus.ts';
import { readProjectConfig } from '../../apps/client/src/project-config.ts';
import { parseRoles } from '../../apps/client/src/roles/role-files.ts';
import { readSaved } from '../../apps/client/src/saved/saved-sessions.ts';
import { readEnrolled, writeEnrolled } from '../../apps/client/src/speakers/enrolment-file.ts';
import { readJournalRecords } from '../../apps/client/src/transcripts/journal-file.ts';
import { lastLook } from '../../apps/client/src/update/last-look.ts';
import { UserError } from '../../apps/client/src/user-error.ts';
import { findSessionRecord, readSessionRecord } from '../../apps/host/src/session-folder.ts';
import { detectToolchain } from '../../packages/actions/src/toolchain/detect-toolchain.ts';
import { ApprovalFile } from '../../packages/control/src/approval-file.ts';
import { folderHead } from '../../packages/control/src/folder-head.ts';
import { readJournalTail } from '../../packages/control/src/journal-tail.ts';
import { memoryOf, queueLine } from '../../packages/control/src/queue-record.ts';
import { isInputCode, readInput } from '../../packages/control/src/redrive-entries.ts';
import { readJournal } from '../../packages/engine/src/journal.ts';
import { readTokenFile } from '../../packages/ipc/src/token-file.ts';
import { snippetsOf } from '../../packages/knowledge/src/snippets.ts';
import { formatRecord, parseRecord } from '../../packages/metrics/src/record.ts';
import { readManifest } from '../../packages/models/src/store/manifest.ts';
import { readOwner } from '../../packages/models/src/store/owner.ts';
import { MANIFEST_KEYS, manifestSchema } from '../../packages/plugins/src/manifest.ts';
import { CastReader } from '../../packages/recording/src/cast-reader.ts';
import { HEARD_CODES, RecordingError } from '../../packages/recording/src/format.ts';
import { readDescription } from '../../packages/releases/src/description.ts';
import { ReleaseError } from '../../packages/releases/src/release-error.ts';
import { lineOf, recordOf, SpoolState } from '../../packages/spool/src/spool-record.ts';
import {
  findGitFolders,
  readExcludes,
  readGitNames,
} from '../../packages/vocabulary/src/git-names.ts';
import { IgnoreRules } from '../../packages/vocabulary/src/ignore-rules.ts';
import { manifestNames } from '../../packages/vocabulary/src/manifest.ts';
import { type Fuzzer, fuzzer, orNamed, streamFuzzer, textOf, valuesOf } from './fuzzer.ts';
import { folderWith } from './scratch.ts';

const client = 'apps/client/src';

/** As a person's file is read: the text of what is TOML in UTF-8, or one line that says why not. */
function readable(input: Uint8Array): string | { readonly refused: string } {
  return orNamed([UserError], () => readableToml(Buffer.from(input), 'config.toml'));
}

function config(input: Uint8Array): unknown {
  const text = readable(input);
  if (typeof text !== 'string') return text;
  const file = new ConfigFile('config.toml', text);
  const read = [
    orNamed([UserError], () => parseConfig(text, 'config.toml')),
    orNamed([UserError], () => parsedToml(file)),
    orNamed([UserError], () => parseRoles(file)),
    orNamed([UserError], () => parseTables(file, manifestSchema, MANIFEST_KEYS)),
  ];
  const edits = [
    withSetting(text, { keys: ['keys', 'talk'], value: 'F3' }),
    withoutSetting(text, ['keys', 'talk']),
  ];
  return [
    read.length,
    edits.length,
    tomlPlaces(text).length,
    tomlComments(text),
    redactedConfig(text),
  ];
}

function metrics(input: Uint8Array): unknown {
  return textOf(input)
    .split('\n')
    .map((line) => {
      const record = parseRecord(line);
      if (record === undefined) return undefined;
      const written = formatRecord(record);
      const again = parseRecord(written);
      if (again === undefined || formatRecord(again) !== written)
        throw new Error(`changed: ${line}`);
      if (Object.values(record.fields).some((value) => Math.abs(Number(value)) === Infinity))
        throw new Error(`without an end: ${line}`);
      return record;
    });
}

function spool(input: Uint8Array): unknown {
  const state = new SpoolState();
  for (const line of textOf(input).split('\n')) {
    const record = recordOf(line);
    if (record === undefined) continue;
    if (recordOf(lineOf(record).trimEnd()) === undefined)
      throw new Error(`refuses its own: ${line}`);
    state.apply(record);
  }
  return [...state.kept.values()];
}

function queue(input: Uint8Array): unknown {
  const memory = memoryOf(textOf(input));
  if (memory === undefined) return undefined;
  const line = queueLine(memory, { ids: new Set(), settings: undefined });
  if (memoryOf(line) === undefined) throw new Error(`refuses its own: ${line}`);
  return memory;
}

function enrolled(input: Uint8Array): unknown {
  const path = join(folderWith('enrolled', 'speakers.json', input), 'speakers.json');
  const speakers = orNamed([UserError], () => readEnrolled(path));
  if (!('refused' in speakers)) {
    writeEnrolled(path, speakers);
    if (JSON.stringify(readEnrolled(path)) !== JSON.stringify(speakers)) throw new Error('changed');
  }
  return speakers;
}

async function git(input: Uint8Array): Promise<unknown> {
  const [head = '', packed = '', written = '', excludes = ''] = textOf(input).split('\n--\n');
  const folder = folderWith('git', '.git/HEAD', Buffer.from(head));
  folderWith('git', '.git/packed-refs', Buffer.from(packed));
  folderWith('git', '.git/config', Buffer.from(written));
  folderWith('git', '.git/info/exclude', Buffer.from(excludes));
  const found = await findGitFolders(folder);
  if (found === undefined) return undefined;
  const rules = new IgnoreRules();
  rules.set(folder, await readExcludes(found));
  return [folderHead(folder), await readGitNames(found)];
}

function gitLink(input: Uint8Array): unknown {
  return folderHead(folderWith('git-link', '.git', input));
}

const PROJECT_FILES = [
  'package.json',
  'Cargo.toml',
  'pyproject.toml',
  'go.mod',
  'requirements.txt',
  'Makefile',
];

function project(input: Uint8Array): unknown {
  const text = textOf(input);
  const names = PROJECT_FILES.map((name) => manifestNames(name, text));
  const toolchains = PROJECT_FILES.map((name) =>
    detectToolchain({
      names: new Set([name]),
      text: (asked) => (asked === name ? text : undefined),
    }),
  );
  return [names, toolchains];
}

function sessionRecord(input: Uint8Array): unknown {
  const folder = folderWith('records/one', 'session.json', input);
  return [
    findSessionRecord(folder),
    readSessionRecord(folder),
    readRecordThere(join(folder, '..'), 'one'),
  ];
}

/** A session as one file, its text in pieces as a disk gives them. */
function cast(pieces: readonly Uint8Array[]): unknown {
  return orNamed([RecordingError], () => {
    const reader = new CastReader();
    const decoder = new TextDecoder();
    const events = pieces.flatMap((piece) => reader.push(decoder.decode(piece, { stream: true })));
    events.push(...reader.push(decoder.decode()));
    return { header: reader.header, events, end: reader.end() };
  });
}

/** What a recording says that a control was told: each value as each kind of input. */
function controlInputs(input: Uint8Array): unknown {
  const codes = HEARD_CODES.filter(isInputCode);
  return valuesOf(input).map((value) =>
    codes.filter((code) => readInput(code, value).kind === 'input'),
  );
}

/** The same file by all who read it: they agree on what is whole. */
async function journal(input: Uint8Array): Promise<unknown> {
  const folder = folderWith('journal', 'utterances.jsonl', input);
  const { records } = await readJournal(folder);
  const told: unknown[] = [];
  await readJournalRecords(folder, (record) => told.push(record));
  const tail = await readJournalTail(folder);
  if (JSON.stringify(told) !== JSON.stringify(records))
    throw new Error('two readers, two journals');
  return [records.length, tail.length];
}

/** A parser of a file in a folder of its own. */
function ofFolder(name: string, file: string, read: (folder: string) => unknown) {
  return (input: Uint8Array): unknown => read(folderWith(name, file, input));
}

export const FILE_FUZZERS: readonly Fuzzer[] = [
  fuzzer(
    'config',
    [
      `${client}/config.ts#parseConfig`,
      `${client}/config.ts#parsedToml`,
      `${client}/config.ts#parseTables`,
      `${client}/configuration/utf8-text.ts#readableToml`,
      `${client}/roles/role-files.ts#parseRoles`,
    ],
    config,
  ),
  fuzzer(
    'project-config',
    [`${client}/project-config.ts#readProjectConfig`],
    ofFolder('project-config', '.codex-voice.toml', (folder) =>
      JSON.stringify(readProjectConfig(folder)),
    ),
  ),
  fuzzer(
    'saved-session',
    [`${client}/saved/saved-sessions.ts#readSaved`],
    ofFolder('saved', 'one.json', (folder) => orNamed([UserError], () => readSaved('one', folder))),
  ),
  fuzzer('enrolled-speakers', [`${client}/speakers/enrolment-file.ts#readEnrolled`], enrolled),
  fuzzer(
    'speech-corpus',
    [`${client}/measuring/speech-corpus.ts#readCorpus`],
    ofFolder('speech-corpus', 'one.trans.txt', (folder) =>
      orNamed([UserError], () => readCorpus(folder)),
    ),
  ),
  fuzzer(
    'last-look',
    [`${client}/update/last-look.ts#lastLook`],
    ofFolder('last-look', 'update.json', lastLook),
  ),
  fuzzer(
    'session-record',
    [
      `${client}/commands/session-record.ts#readSessionRecord`,
      'apps/host/src/session-folder.ts#readSessionRecord',
    ],
    sessionRecord,
  ),
  streamFuzzer(
    'casts',
    [
      'packages/recording/src/cast-reader.ts#CastReader',
      'packages/recording/src/cast-reader.ts#readCast',
      'packages/recording/src/cast-line.ts#parseHeader',
      'packages/recording/src/cast-line.ts#parseEvent',
    ],
    cast,
  ),
  fuzzer('control-inputs', ['packages/control/src/redrive-entries.ts#readInput'], controlInputs),
  fuzzer(
    'journal',
    [
      'packages/engine/src/journal.ts#readJournal',
      'packages/control/src/journal-tail.ts#readJournalTail',
      'apps/client/src/transcripts/journal-file.ts#readJournalRecords',
    ],
    journal,
  ),
  fuzzer('metrics-lines', ['packages/metrics/src/record.ts#parseRecord'], metrics),
  fuzzer('spool', ['packages/spool/src/spool-record.ts#recordOf'], spool),
  fuzzer(
    'queue',
    [
      'packages/control/src/queue-record.ts#memoryOf',
      'packages/control/src/queue-file.ts#readQueue',
    ],
    queue,
  ),
  fuzzer('approvals', ['packages/control/src/approval-file.ts#ApprovalFile'], (input) =>
    new ApprovalFile('nowhere', () => textOf(input)).load(),
  ),
  fuzzer(
    'token-file',
    ['packages/ipc/src/token-file.ts#readTokenFile'],
    ofFolder('tokens', 'tokens.json', (folder) => readTokenFile(join(folder, 'tokens.json'))),
  ),
  fuzzer('notes', ['packages/knowledge/src/snippets.ts#snippetsOf'], (input) =>
    snippetsOf('note.md', textOf(input)),
  ),
  fuzzer(
    'model-manifest',
    ['packages/models/src/store/manifest.ts#readManifest'],
    ofFolder('model', 'model.json', readManifest),
  ),
  fuzzer(
    'model-owner',
    ['packages/models/src/store/owner.ts#readOwner'],
    ofFolder('owner', 'owner.json', (folder) => readOwner(join(folder, 'owner.json'))),
  ),
  fuzzer('release', ['packages/releases/src/description.ts#readDescription'], (input) =>
    orNamed([ReleaseError], () => readDescription(textOf(input), 'here')),
  ),
  fuzzer(
    'git-files',
    [
      'packages/vocabulary/src/git-names.ts#readGitNames',
      'packages/vocabulary/src/git-names.ts#readExcludes',
      'packages/control/src/folder-head.ts#folderHead',
    ],
    git,
  ),
  fuzzer('git-link', ['packages/control/src/folder-head.ts#folderHead'], gitLink),
  fuzzer(
    'project-files',
    [
      'packages/vocabulary/src/manifest.ts#manifestNames',
      'packages/actions/src/toolchain/detect-toolchain.ts#detectToolchain',
      'packages/actions/src/toolchain/toolchain.ts#readCommand',
    ],
    project,
  ),
];
