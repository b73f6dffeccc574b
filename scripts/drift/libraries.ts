// Our own dependencies in their newest versions: which there are, and whether the packages' tests pass with
// them, in a copy of the tree that is thrown away.
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DriftCheck, Finding } from './finding.ts';
import { type OutdatedPackage, outdatedPackages } from './npm-packages.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Installing and testing all packages on a small machine, in ms. */
const TRIAL_LIMIT_MS = 1_200_000;
/** Node follows its own line: the types and the pinned programs are those of the Node that we build for. */
const FOLLOWS_NODE = /^(?:@types\/node|node-(?:linux|win)-)/u;

export const libraries: DriftCheck = {
  name: 'libraries',
  about: 'Our libraries and tools in their newest versions',
  run: async () => {
    const newer = outdatedPackages(ROOT).filter(({ name }) => !FOLLOWS_NODE.test(name));
    const lines = newer.map(({ name, current, latest }) => `${name} ${current} → ${latest}`);
    if (newer.length === 0) return { verdict: 'same', summary: 'all are the newest', lines: [] };
    return triedFinding(lines, trial(newer));
  },
};

interface Trial {
  readonly step: 'install' | 'types' | 'tests' | 'none';
  readonly output: readonly string[];
}

/** `tried`: the step that failed, if one did. */
export function triedFinding(lines: readonly string[], tried: Trial): Finding {
  const count = `${lines.length} newer`;
  if (tried.step === 'none')
    return { verdict: 'changed', summary: `${count}; types and tests of the packages pass`, lines };
  const summary = `${count}; with them ${tried.step} fail${tried.step === 'install' ? 's' : ''}`;
  return { verdict: 'failed', summary, lines: [...lines, '', ...tried.output] };
}

/** The committed tree, with these in the place of the pinned ones. */
function trial(newer: readonly OutdatedPackage[]): Trial {
  const folder = mkdtempSync(join(tmpdir(), 'drift-tree-'));
  try {
    const tree = join(folder, 'tree');
    mkdirSync(tree);
    const run = (words: readonly string[]): readonly string[] | undefined => ended(words, tree);
    const copied = run(['sh', '-c', `git -C '${ROOT}' archive HEAD | tar -x`]);
    if (copied !== undefined) return { step: 'install', output: copied };
    for (const name of globSync('{.,packages/*,apps/*,examples/*}/package.json', { cwd: tree })) {
      const path = join(tree, name);
      writeFileSync(path, withVersions(readFileSync(path, 'utf8'), newer));
    }
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--force'];
    const installed = run(['npm', 'install', ...options]);
    if (installed !== undefined) return { step: 'install', output: installed };
    const types = run(['npx', 'tsc', '-b', '--pretty', 'false']);
    if (types !== undefined) return { step: 'types', output: types };
    const projects = ['packages', 'processes'].flatMap((name) => ['--project', name]);
    const tests = run(['npx', 'vitest', 'run', ...projects, '--reporter=dot']);
    return tests === undefined ? { step: 'none', output: [] } : { step: 'tests', output: tests };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A manifest in which these stand in the place of the pinned versions. */
export function withVersions(manifest: string, newer: readonly OutdatedPackage[]): string {
  return newer.reduce(
    (text, { name, current, latest }) =>
      text.replaceAll(`"${name}": "${current}"`, `"${name}": "${latest}"`),
    manifest,
  );
}

/** The last lines of what it said, where it did not succeed. */
function ended([file = '', ...args]: readonly string[], cwd: string): string[] | undefined {
  const env = { ...process.env, NO_COLOR: '1', CI: 'true' };
  const options = { cwd, env, encoding: 'utf8', timeout: TRIAL_LIMIT_MS } as const;
  const { status, stdout, stderr } = spawnSync(file, args, options);
  return status === 0 ? undefined : `${stdout}\n${stderr}`.trim().split('\n').slice(-40);
}
