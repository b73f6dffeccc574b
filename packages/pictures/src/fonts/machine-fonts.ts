// The fonts of this machine: a monospaced one in its faces, and others for characters that it lacks. Fonts are only
// looked for where systems have them, by name, and read as far as they are needed.
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type FontBytes, type OutlineFont, openTrueType } from './true-type.ts';

export type FontStyle = 'plain' | 'bold' | 'italic' | 'bold-italic';

export interface FontPlaces {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Files that are looked at, and folders in folders: a machine with more has its usual fonts among the first. */
const MOST_FILES = 4_000;
const MOST_DEEP = 6;
/** Fonts that are opened for a character that others lack. */
const MOST_OTHERS = 200;
/** Characters that are looked for in all of them. */
const MOST_SEARCHES = 2_000;

/** Of what has a font's name and is no file, nothing is waited for; Windows has no such flag. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Names of files without their ends, in the order of FontStyle, best first: as a viewer of our SVG would choose. */
const FAMILIES: readonly (readonly [string, string, string, string])[] = [
  ['Menlo', '', '', ''],
  ['consola', 'consolab', 'consolai', 'consolaz'],
  ['DejaVuSansMono', 'DejaVuSansMono-Bold', 'DejaVuSansMono-Oblique', 'DejaVuSansMono-BoldOblique'],
  family('LiberationMono'),
  family('NotoSansMono'),
  family('CascadiaMono'),
  family('JetBrainsMono'),
  family('RobotoMono'),
  family('SourceCodePro'),
  ['UbuntuMono-R', 'UbuntuMono-B', 'UbuntuMono-RI', 'UbuntuMono-BI'],
  ['FreeMono', 'FreeMonoBold', 'FreeMonoOblique', 'FreeMonoBoldOblique'],
  ['cour', 'courbd', 'couri', 'courbi'],
];
const STYLES: readonly FontStyle[] = ['plain', 'bold', 'italic', 'bold-italic'];

function family(name: string): readonly [string, string, string, string] {
  return [`${name}-Regular`, `${name}-Bold`, `${name}-Italic`, `${name}-BoldItalic`];
}

/** Where fonts lie. */
export function fontFolders({ platform, home, environment }: FontPlaces): readonly string[] {
  if (platform === 'darwin')
    return [join(home, 'Library/Fonts'), '/Library/Fonts', '/System/Library/Fonts'];
  const { WINDIR = 'C:\\Windows', LOCALAPPDATA, XDG_DATA_HOME } = environment;
  if (platform === 'win32') {
    const own = LOCALAPPDATA === undefined ? [] : [join(LOCALAPPDATA, 'Microsoft/Windows/Fonts')];
    return [...own, join(WINDIR, 'Fonts')];
  }
  const data = XDG_DATA_HOME || join(home, '.local/share');
  const own = [join(data, 'fonts'), join(home, '.fonts')];
  return [...own, '/usr/local/share/fonts', '/usr/share/fonts'];
}

export interface FoundGlyph {
  readonly font: OutlineFont;
  readonly glyph: NonNullable<ReturnType<OutlineFont['glyph']>>;
  /** The style it has by itself. */
  readonly style: FontStyle;
}

/** Fonts that are open; to be closed. */
export class MachineFonts {
  readonly #files: readonly string[];
  readonly #open: number[] = [];
  readonly #faces = new Map<FontStyle, OutlineFont>();
  /** Of the rest those that are open by now, in order. */
  readonly #others: OutlineFont[] = [];
  #nextFile = 0;
  #searches = 0;

  /** Throws where no font of the machine is monospaced and can be read. */
  constructor(folders: readonly string[]) {
    const files = folders.flatMap((folder) => fontFiles(folder)).slice(0, MOST_FILES);
    this.#files = files.toSorted((one, other) => Number(isFace(one)) - Number(isFace(other)));
    for (const names of FAMILIES) {
      this.#openFamily(names);
      if (this.#faces.has('plain')) return;
    }
    this.close();
    throw new NoFontError(folders);
  }

  /** Undefined: no font has it. */
  find(codePoint: number, style: FontStyle): FoundGlyph | undefined {
    for (const wanted of new Set<FontStyle>([style, 'plain'])) {
      const font = this.#faces.get(wanted);
      const glyph = font?.glyph(codePoint);
      if (font !== undefined && glyph !== undefined) return { font, glyph, style: wanted };
    }
    this.#searches += 1;
    if (this.#searches > MOST_SEARCHES) return undefined;
    for (let index = 0; ; index += 1) {
      const font = this.#others[index] ?? this.#openNext();
      if (font === undefined) return undefined;
      const glyph = font.glyph(codePoint);
      if (glyph !== undefined) return { font, glyph, style: 'plain' };
    }
  }

  close(): void {
    for (const file of this.#open.splice(0)) closeSync(file);
  }

  #openFamily(names: readonly string[]): void {
    names.forEach((name, index) => {
      const style = STYLES[index];
      const path = this.#files.find((each) => stem(each) === name);
      if (style === undefined || path === undefined || name === '') return;
      const font = this.#opened(path);
      if (font !== undefined) this.#faces.set(style, font);
    });
  }

  #openNext(): OutlineFont | undefined {
    while (this.#nextFile < this.#files.length && this.#others.length < MOST_OTHERS) {
      const path = this.#files[this.#nextFile] ?? '';
      this.#nextFile += 1;
      const font = this.#opened(path);
      if (font === undefined) continue;
      this.#others.push(font);
      return font;
    }
    return undefined;
  }

  #opened(path: string): OutlineFont | undefined {
    try {
      const file = openSync(path, READ_AT_ONCE);
      const font = fstatSync(file).isFile() ? openTrueType(bytesOf(file)) : undefined;
      if (font === undefined) closeSync(file);
      else this.#open.push(file);
      return font;
    } catch {
      return undefined;
    }
  }
}

export class NoFontError extends Error {
  constructor(folders: readonly string[]) {
    super(`no monospaced TrueType font is in ${folders.join(', ')}`);
    this.name = 'NoFontError';
  }
}

function bytesOf(file: number): FontBytes {
  return {
    read: (at, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, at));
    },
  };
}

/** By name: the same characters come from the same fonts each time. */
function fontFiles(folder: string, deep = 0): readonly string[] {
  if (deep > MOST_DEEP) return [];
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    const byName = entries.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    return byName
      .flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return fontFiles(path, deep + 1);
        return /\.tt[cf]$/iu.test(entry.name) ? [path] : [];
      })
      .slice(0, MOST_FILES);
  } catch {
    return [];
  }
}

/** A bold, leaning or narrow one: asked last for what the others lack. */
function isFace(path: string): boolean {
  return /bold|italic|oblique|condensed|light|thin/iu.test(basename(path));
}

function stem(path: string): string {
  return basename(path).replace(/\.\w+$/u, '');
}
