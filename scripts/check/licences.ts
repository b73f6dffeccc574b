// What people get with codex-voice is licensed so that they may have it, and is what was verified: every
// package of the lock file that is not for development only names such a licence, and all have a checksum but
// a few that are named.
import { LOCK_FILE } from './lock-platforms.ts';
import { member, objectAt, type Problem, readJson, type Tree, textAt } from './tree.ts';

/** Licences that let anybody use, change and pass on what is built with them. */
const ALLOWED = [
  'MIT',
  'ISC',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
];

/** Packages with another licence, and why they may come along. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  // Reads the frames of Ogg files; unchanged, as a module of its own that anybody may replace.
  'codec-parser': 'LGPL-3.0-or-later',
};

/** For other platforms, and never seen where the lock file is made: their version alone is pinned. */
const UNSEEN = [
  '@decibri/decibri-darwin-arm64',
  '@decibri/decibri-linux-arm64-gnu',
  '@decibri/decibri-win32-arm64-msvc',
  '@decibri/decibri-win32-x64-msvc',
];

export function checkLicences(tree: Tree): Problem[] {
  const packages = objectAt(readJson(tree, LOCK_FILE), 'packages');
  return Object.entries(packages).flatMap(([place, entry]) => {
    const name = place.replace(/^.*node_modules\//u, '');
    if (name === place || member(entry, 'link') === true) return [];
    const isUnseen = textAt(entry, 'integrity') === '' && UNSEEN.includes(name);
    // Of a tool for another platform the lock file may know no more than its name.
    const isToolElsewhere =
      member(entry, 'dev') === true &&
      member(entry, 'optional') === true &&
      textAt(entry, 'integrity') === '';
    if (isUnseen || isToolElsewhere) return [];
    const licence = textAt(entry, 'license');
    const isFine =
      member(entry, 'dev') === true || ALLOWED.includes(licence) || EXCEPTIONS[name] === licence;
    return [
      ...(isFine
        ? []
        : [problem(`${name} is licensed ${licence || 'in no word'}: choose another`)]),
      ...(textAt(entry, 'integrity').startsWith('sha512-')
        ? []
        : [problem(`${name} has no SHA-512 checksum: npm install it anew`)]),
    ];
  });
}

function problem(message: string): Problem {
  return { path: LOCK_FILE, message };
}
