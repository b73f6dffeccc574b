// What a file is by its name: whether its text is read, as what, and whether it may hold secrets. Looks
// at no content but for the first bytes of what is read.
import { basename, extname } from 'node:path';
import type { TextKind } from '@codex-voice/terms';

/** Folders that hold what was built or fetched, whatever the ignore files say. */
const LEFT_OUT_FOLDERS: ReadonlySet<string> = new Set(
  `.git .hg .svn node_modules bower_components vendor dist build out target coverage .next .nuxt
  .svelte-kit .turbo .cache .gradle .venv venv __pycache__ .mypy_cache .pytest_cache .tox .idea
  .vscode-test .terraform Pods DerivedData .ssh .gnupg .aws .kube`
    .trim()
    .split(/\s+/),
);

const SECRET_FILES =
  /^(?:\.env(?:\..*)?|.*\.env|\.npmrc|\.pypirc|\.netrc|_netrc|\.pgpass|\.htpasswd|id_(?:rsa|dsa|ecdsa|ed25519).*|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|asc|gpg|crt|cer|der)|.*(?:secret|credential|passwd|password)s?(?:\..*)?)$/i;

/** Written by programs: nobody speaks of what stands in them. */
const GENERATED_FILES =
  /(?:^|[-.])lock(?:b|file)?(?:\.\w+)?$|^(?:npm-shrinkwrap\.json|go\.sum)$|\.min\.\w+$|\.(?:map|snap|generated\.\w+|pb\.go|d\.ts)$/i;

const CODE = new Set(
  `ts tsx mts cts js jsx mjs cjs py pyi rs go java kt kts scala c h cc cpp cxx hpp hh cs fs rb php
  swift m mm lua pl pm ex exs erl hs ml clj cljs dart zig nim jl r sh bash zsh fish ps1 sql vue svelte
  astro proto graphql gql tf`
    .trim()
    .split(/\s+/),
);
const DATA = new Set('json jsonc json5 yaml yml toml ini cfg conf properties'.split(' '));
const PROSE = new Set('md mdx rst adoc txt'.split(' '));

export function isLeftOutFolder(name: string): boolean {
  return LEFT_OUT_FOLDERS.has(name);
}

/** Whether a file may hold secrets: not even its name is taken. */
export function isSecretFile(path: string): boolean {
  return SECRET_FILES.test(basename(path));
}

/** As what the text of a file is read; undefined: only its name is taken. */
export function textKindOf(path: string): TextKind | undefined {
  const name = basename(path);
  if (GENERATED_FILES.test(name) || isSecretFile(name)) return undefined;
  const extension = extname(name).slice(1).toLowerCase();
  if (CODE.has(extension)) return 'code';
  if (DATA.has(extension)) return 'data';
  if (PROSE.has(extension)) return 'prose';
  return undefined;
}

/** Bytes by which binary content is told, as git does it. */
const LOOKED_AT_BYTES = 8000;
/** A line of so many characters was written by a program. */
const LONGEST_WRITTEN_LINE = 2000;

/** Whether content is a text that people write: no zero byte, no endless lines. */
export function isWrittenText(content: Uint8Array): boolean {
  if (content.subarray(0, LOOKED_AT_BYTES).includes(0)) return false;
  const firstBreak = content.indexOf(0x0a);
  return (firstBreak < 0 ? content.length : firstBreak) <= LONGEST_WRITTEN_LINE;
}
