// Models as a table for people and as a document for programs; docs/models.md tells what stands in it.
import { textWidth } from '@codex-voice/ansi';
import {
  CATALOGUE,
  entryBytes,
  type InstalledModel,
  type MachineFacts,
  type Manifest,
  type ModelEntry,
  type Recommendation,
  type Unfinished,
} from '@codex-voice/models';
import { brokenLines } from '../told-lines.ts';
import { visible } from '../user-error.ts';
import { megabytes } from './session-table.ts';

export interface ModelsView {
  /** Of the terminal; undefined: no terminal, nothing is left away. */
  readonly columns: number | undefined;
  readonly folder: string;
  readonly language: string;
  readonly facts: MachineFacts;
  readonly recommended: Recommendation | undefined;
  readonly installed: readonly InstalledModel[];
  readonly unfinished: readonly Unfinished[];
}

/** One model, from the catalogue, from the disk, or from both. */
interface ListedModel {
  readonly id: string;
  readonly entry: ModelEntry | undefined;
  readonly installed: InstalledModel | undefined;
  readonly left: Unfinished | undefined;
}

const HEADINGS = ['', 'MODEL', 'HERE', 'LANGUAGES', 'TEXT COMES', 'SIZE', 'ERRORS', 'LICENCE'];
/** What goes first where there is no room: the licence is told again when a model is added. */
const DROPPED = ['LICENCE', 'ERRORS', 'LANGUAGES', 'TEXT COMES'];
const GAP = '  ';
const NOTHING = '–';

/** Recognisers that are installed or know the language, then what else is here or offered. */
export function modelsTable(view: ModelsView): string {
  const all = listed(view);
  const recognisers = all.filter((model) => kindOf(model) === 'recogniser');
  const wanted = recognisers.filter(
    (model) => model.installed !== undefined || model.left !== undefined || knows(model, view),
  );
  const others = all.filter((model) => kindOf(model) !== 'recogniser');
  const hidden = recognisers.length - wanted.length;
  const more = hidden === 0 ? '' : `; --language LANG shows others (${hidden} more)`;
  const { rows, shown } = table([...wanted, ...others], view);
  const errors = `ERRORS: published word error, read English speech where a figure is given; none was measured here`;
  const text = [
    ...rows,
    '',
    recommendationLine(view),
    ...(shown.includes('ERRORS') ? [errors] : []),
    `models for ${visible(view.language)}, and what is installed in ${visible(view.folder)}${more}`,
    '',
  ].join('\n');
  return brokenLines(text, view.columns);
}

function recommendationLine({ recommended, language }: ModelsView): string {
  if (recommended === undefined) return `no model is recommended here for ${visible(language)}`;
  const { entry, why } = recommended;
  return `* recommended here: codex-voice models add ${entry.id}\n  ${why}`;
}

interface Table {
  readonly rows: readonly string[];
  readonly shown: readonly string[];
}

function table(models: readonly ListedModel[], view: ModelsView): Table {
  const lines = [HEADINGS, ...models.map((model) => cells(model, view))];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...lines.map((line) => textWidth(line[column] ?? ''))),
  );
  let shown = HEADINGS;
  for (const heading of DROPPED)
    if (width(shown, widths) > (view.columns ?? Infinity))
      shown = shown.filter((each) => each !== heading);
  const rows = lines.map((line) =>
    HEADINGS.flatMap((heading, column) => {
      const text = line[column] ?? '';
      const padding = ' '.repeat(Math.max(0, (widths[column] ?? 0) - textWidth(text)));
      return shown.includes(heading) ? [text + padding] : [];
    })
      .join(GAP)
      .trimEnd(),
  );
  return { rows, shown };
}

function width(shown: readonly string[], widths: readonly number[]): number {
  const cells = shown.map((heading) => widths[HEADINGS.indexOf(heading)] ?? 0);
  return cells.reduce((all, cell) => all + cell, GAP.length * (shown.length - 1));
}

function cells(model: ListedModel, { recommended }: ModelsView): string[] {
  const { id, entry, installed, left } = model;
  const bytes = sizeOf(model);
  const error = entry?.wordErrors?.[0];
  const isPart = installed === undefined && left !== undefined;
  return [
    recommended?.entry.id === id ? '*' : '',
    visible(id),
    installed?.manifest !== undefined
      ? 'yes'
      : installed !== undefined || isPart
        ? 'in part'
        : NOTHING,
    languagesText(entry?.languages ?? installed?.manifest?.languages ?? []),
    whenText(model),
    bytes === undefined ? NOTHING : `${megabytes(bytes)} MB`,
    error === undefined ? NOTHING : `${error.percent} %`,
    entry?.licence ?? installed?.manifest?.licence ?? NOTHING,
  ];
}

/** So many codes are read at a glance. */
const FEW_LANGUAGES = 5;

function languagesText(languages: readonly string[] | 'any'): string {
  if (languages === 'any') return 'any';
  if (languages.length === 0) return NOTHING;
  return languages.length > FEW_LANGUAGES ? `${languages.length} of them` : languages.join(' ');
}

function whenText(model: ListedModel): string {
  const kind = kindOf(model);
  if (kind !== 'recogniser') return `(${kind})`;
  return decodingOf(model) === 'while-speaking' ? 'streaming' : 'afterwards';
}

function kindOf({ entry, installed }: ListedModel): Manifest['kind'] {
  return entry?.kind ?? installed?.manifest?.kind ?? 'recogniser';
}

function decodingOf({ entry, installed }: ListedModel): string | undefined {
  return entry?.kind === 'recogniser' ? entry.decoding : installed?.manifest?.decoding;
}

function sizeOf({ entry, installed }: ListedModel): number | undefined {
  if (installed?.manifest !== undefined) return sum(installed.manifest);
  return entry === undefined ? undefined : entryBytes(entry);
}

function sum({ files }: Manifest): number {
  return files.reduce((all, file) => all + file.bytes, 0);
}

function knows({ entry }: ListedModel, { language }: ModelsView): boolean {
  return entry !== undefined && (entry.languages === 'any' || entry.languages.includes(language));
}

function listed({ installed, unfinished }: ModelsView): ListedModel[] {
  const ids = [...installed, ...unfinished].map(({ id }) => id);
  const own = ids.filter((id) => !CATALOGUE.some((entry) => entry.id === id));
  const all = [...CATALOGUE.map(({ id }) => id), ...new Set(own)];
  return all.map((id) => ({
    id,
    entry: CATALOGUE.find((entry) => entry.id === id),
    installed: installed.find((model) => model.id === id),
    left: unfinished.find((model) => model.id === id),
  }));
}

/** As `codex-voice models list --json` prints it: every model, whatever the language. */
export function modelsDocument(view: ModelsView): object {
  const { folder, language, facts, recommended } = view;
  return {
    folder,
    language,
    machine: facts,
    recommended:
      recommended === undefined ? null : { model: recommended.entry.id, why: recommended.why },
    models: listed(view).map((model) => modelDocument(model)),
  };
}

function modelDocument(model: ListedModel): object {
  const { id, entry, installed, left } = model;
  const manifest = installed?.manifest;
  const decoding = decodingOf(model);
  return {
    model: id,
    title: entry?.title ?? manifest?.title ?? null,
    kind: kindOf(model),
    languages: entry?.languages ?? manifest?.languages ?? null,
    streaming: decoding === undefined ? null : decoding === 'while-speaking',
    layout: entry?.layout ?? manifest?.layout ?? null,
    licence: entry?.licence ?? manifest?.licence ?? null,
    condition: entry?.condition ?? null,
    sizeBytes: sizeOf(model) ?? null,
    files: (entry?.files ?? manifest?.files ?? []).map(({ role, name }) => ({ role, name })),
    wordErrors: entry?.wordErrors ?? [],
    about: entry?.about ?? null,
    state: stateOf(installed, left),
    installed:
      manifest === undefined
        ? null
        : {
            folder: installed?.folder,
            at: manifest.installedAt,
            source: manifest.source,
            files: manifest.files,
          },
    partBytes: left?.bytes ?? 0,
  };
}

function stateOf(installed: InstalledModel | undefined, left: Unfinished | undefined): string {
  if (installed !== undefined) return installed.manifest === undefined ? 'damaged' : 'installed';
  if (left === undefined) return 'available';
  return left.state === 'at-work' ? 'being-added' : 'in-part';
}
