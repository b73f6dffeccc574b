// What people get with codex-voice is licensed so that they may have it, and is what was verified: every
// package of the lock file that is not for development only names such a licence, and all have a checksum.
import { LOCK_FILE } from './lock-platforms.ts';
import { member, objectAt, type Problem, readJson, type Tree, textAt, textsAt } from './tree.ts';

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

export function checkLicences(tree: Tree): Problem[] {
  const packages = objectAt(readJson(tree, LOCK_FILE), 'packages');
  const optional = new Set(
    Object.values(packages).flatMap((entry) => Object.keys(textsAt(entry, 'optionalDependencies'))),
  );
  return Object.entries(packages).flatMap(([place, entry]) => {
    const name = place.replace(/^.*node_modules\//u, '');
    if (name === place || member(entry, 'link') === true) return [];
    // Of a package for another platform the lock file knows the name and the version alone.
    const isElsewhere = optional.has(name) && textAt(entry, 'integrity') === '';
    if (isElsewhere) return [];
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
