import { expect, test } from 'vitest';
import { checkLicences } from './licences.ts';
import { LOCK_FILE } from './lock-platforms.ts';
import { treeOf } from './tree.ts';

const SUM = { integrity: 'sha512-x' };

const messages = (packages: object) =>
  checkLicences(treeOf({ [LOCK_FILE]: JSON.stringify({ packages }) })).map(
    ({ message }) => message,
  );

test('what may be passed on passes; so do links, what is for development, and other platforms', () => {
  expect(
    messages({
      '': { name: 'all' },
      'packages/own': { version: '1.0.0' },
      'node_modules/own': { link: true },
      'node_modules/a': { ...SUM, license: 'MIT' },
      'node_modules/@a/darwin-arm64': { version: '1.0.0', optional: true, dev: true },
      'node_modules/@decibri/decibri-darwin-arm64': { version: '1.0.0', optional: true },
      'node_modules/a/node_modules/b': { ...SUM, license: 'Apache-2.0' },
      'node_modules/tool': { ...SUM, license: 'MPL-2.0', dev: true },
      'node_modules/codec-parser': { ...SUM, license: 'LGPL-3.0-or-later' },
    }),
  ).toEqual([]);
});

test('another licence, none, and a package without a checksum fail by name', () => {
  expect(
    messages({
      'node_modules/a': { ...SUM, license: 'SSPL-1.0' },
      'node_modules/b': SUM,
      'node_modules/c': { license: 'MIT' },
      'node_modules/@c/darwin-arm64': { version: '1.0.0', license: 'MIT', optional: true },
      'node_modules/d': { license: 'MIT', integrity: 'sha1-x' },
      'node_modules/codec-parser': { ...SUM, license: 'AGPL-3.0' },
    }),
  ).toEqual([
    'a is licensed SSPL-1.0: choose another',
    'b is licensed in no word: choose another',
    'c has no SHA-512 checksum: npm install it anew',
    '@c/darwin-arm64 has no SHA-512 checksum: npm install it anew',
    'd has no SHA-512 checksum: npm install it anew',
    'codec-parser is licensed AGPL-3.0: choose another',
  ]);
});
