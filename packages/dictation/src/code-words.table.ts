// Words that tell code from prose next to a spoken sign: endings of files, hidden files, folders at
// the root, package scopes.
import { wordSet } from './word-set.ts';

/** After "dot": the ending of a file name. */
export const FILE_ENDINGS = wordSet(
  'ts tsx js jsx mjs cjs mts cts json jsonc yaml yml toml md mdx txt py rs go java kt rb php cs cpp hpp css scss less html htm xml svg png jpg jpeg gif webp csv tsv sql sh bash zsh lock log env ini cfg conf exe dll wasm zip tar gz pdf wav flac mp3 proto graphql vue svelte ipynb gradle lua swift dart exs test spec config',
);

/** After "dot", at the end of a host. */
export const TOP_DOMAINS = wordSet('com org net io dev ai app co uk de fr es eu edu gov local');

/** After "dot" with no name before it: hidden files and folders. */
export const DOT_NAMES = wordSet(
  'env gitignore gitattributes github gitlab gitkeep npmrc nvmrc dockerignore editorconfig eslintrc prettierrc babelrc vscode idea bashrc zshrc profile ssh aws config cache husky',
);

/** After "slash" with no name before it. */
export const ROOT_FOLDERS = wordSet('usr etc tmp var opt bin dev proc sys mnt srv home root');

/** After "at" and before "slash". */
export const SCOPES = wordSet(
  'types angular babel vue react nestjs testing aws azure google storybook typescript tanstack radix mui emotion reduxjs prisma sveltejs nuxt vitejs vitest playwright apollo octokit sentry grpc',
);

/** Words that hold sentences together and are written with a slash between them all the same. */
export const PAIRED_WORDS: ReadonlyMap<string, string> = new Map([
  ['and', 'or'],
  ['he', 'she'],
]);

/** Before an opening bracket that is no call's. */
export const NO_CALLS = wordSet(
  'if for while switch catch return in of and or not with else await new',
);

/** Commands before a path from the root, or before a slash command. */
export const PATH_COMMANDS = wordSet('cat cd ls rm mv cp grep run use edit tail head less chmod');

/** Hidden files that are no property of anything: ".gitignore" after any word. */
export const ALWAYS_HIDDEN = wordSet(
  'gitignore gitattributes gitkeep npmrc nvmrc dockerignore editorconfig eslintrc prettierrc babelrc bashrc zshrc vscode',
);

/** What is done with a file: "add dot env" is a hidden file, "process dot env" a property. */
export const FILE_COMMANDS = wordSet(
  'add open edit read cat copy commit ignore load check delete remove create update see',
);
