// What it costs to know a project's names: a tree of ten thousand files, made on the spot, gathered in a
// fresh process, and one file changed afterwards. The peer lists all identifiers by frequency, once.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_BOUNDS, openVocabulary } from '@codex-voice/vocabulary';
import { countOption, digits, median, publish, sleep } from './statistics.ts';

const FILES_IN_FOLDER = 20;
const LINES = 40;
/** Ignored files beside the others, as fetched packages are. */
const IGNORED_SHARE = 0.5;
/** Longer than any change takes to be seen. */
const PATIENCE_MS = 20_000;
const PEER = `git ls-files -co --exclude-standard -z | xargs -0 grep -ohE '[A-Za-z_][A-Za-z_0-9]{2,}' | sort | uniq -c | sort -rn | head -100`;

interface Cost {
  readonly firstMs: number;
  readonly allMs: number;
  readonly processorMs: number;
  readonly peakMiB: number;
  readonly texts: number;
  /** One changed file → the new list of terms. */
  readonly changeMs: number;
  readonly changeProcessorMs: number;
}

const SYLLABLES = 'ka lo mi zen tor vex ru dal pin sho gra ble qua fen ost'.split(' ');
const WORDS = 'read write open close screen log queue parse token frame sound input state'.split(
  ' ',
);

/** A name of the tree: two English words, or one that is no English; the same on each run. */
function nameAt(index: number): string {
  const pick = (list: readonly string[], salt: number) =>
    list[(index * salt + (index >> 3)) % list.length] ?? '';
  const second = pick(index % 3 === 0 ? SYLLABLES : WORDS, 11);
  const third = index % 3 === 0 ? pick(SYLLABLES, 5) : '';
  return `${pick(WORDS, 7)}${second.charAt(0).toUpperCase()}${second.slice(1)}${third}`;
}

function fileText(file: number): string {
  return Array.from({ length: LINES }, (_, line) => {
    const [left, right] = [nameAt(file * 31 + line), nameAt(file * 17 + line * 3)];
    return `export const ${left} = ${right}(input, "text of line ${line}");\n`;
  }).join('');
}

function makeTree(files: number): string {
  const root = mkdtempSync(join(tmpdir(), 'vocabulary-tree-'));
  writeFileSync(join(root, '.gitignore'), 'fetched/\n');
  const make = (folder: string, count: number): void => {
    for (let file = 0; file < count; file += 1) {
      const path = join(root, folder, `part-${Math.floor(file / FILES_IN_FOLDER)}`);
      if (file % FILES_IN_FOLDER === 0) mkdirSync(path, { recursive: true });
      writeFileSync(join(path, `${nameAt(file)}-${file}.ts`), fileText(file));
    }
  };
  make('source', files);
  make('fetched', Math.floor(files * IGNORED_SHARE));
  spawnSync('git', ['init', '-q'], { cwd: root });
  return root;
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** In a process of its own: gathers the folder, changes a file, prints what it cost. */
async function gather(folder: string, readFiles: number): Promise<void> {
  const startMs = performance.now();
  const processorBeforeMs = processorMs();
  let firstMs = Number.NaN;
  const vocabulary = openVocabulary({
    folder,
    bounds: { readFiles },
    onChange: () => {
      if (Number.isNaN(firstMs)) firstMs = performance.now() - startMs;
    },
  });
  // Watches keep no process alive; this one is to wait for them.
  const waiting = setInterval(() => {}, PATIENCE_MS);
  await vocabulary.ready;
  const allMs = performance.now() - startMs;
  const gatheredMs = processorMs();
  const { texts } = vocabulary.status();
  const changedMs = performance.now();
  writeFileSync(join(folder, 'source/part-0/changed.ts'), 'const zenKaloFenwick = 1;\n');
  while (!vocabulary.knows('zenkalofenwick') && performance.now() - changedMs < PATIENCE_MS)
    await sleep(2);
  const cost: Cost = {
    firstMs,
    allMs,
    processorMs: gatheredMs - processorBeforeMs,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    texts,
    changeMs: performance.now() - changedMs,
    changeProcessorMs: processorMs() - gatheredMs,
  };
  vocabulary.dispose();
  clearInterval(waiting);
  rmSync(join(folder, 'source/part-0/changed.ts'));
  console.log(JSON.stringify(cost));
}

function gatherApart(folder: string, readFiles: number): Cost {
  const words = [import.meta.filename, '--gather', folder, String(readFiles)];
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  // Printed by `gather` above, nobody else.
  return JSON.parse(stdout) as Cost;
}

function runPeer(folder: string): {
  readonly seconds: number;
  readonly processor: number;
  readonly peakMiB: number;
} {
  const timed = `import os, resource, subprocess, sys, time
start = time.time()
subprocess.run(["sh", "-c", sys.argv[1]], stdout=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C"})
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.time() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)`;
  const { stdout } = spawnSync('python3', ['-c', timed, PEER], { cwd: folder, encoding: 'utf8' });
  const [seconds = Number.NaN, processor = Number.NaN, peakMiB = Number.NaN] = (stdout ?? '')
    .trim()
    .split(' ')
    .map(Number);
  return { seconds, processor, peakMiB };
}

async function main(): Promise<void> {
  const files = countOption('files', 10_000, 1000);
  const rounds = countOption('rounds', 5, 1);
  const root = makeTree(files);
  const bounded: Cost[] = [];
  const whole: Cost[] = [];
  const peer: ReturnType<typeof runPeer>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bounded.push(gatherApart(root, DEFAULT_BOUNDS.readFiles));
    whole.push(gatherApart(root, files + 1));
    peer.push(runPeer(root));
  }
  rmSync(root, { recursive: true });
  const row = (name: string, costs: readonly Cost[]) => {
    const of = (key: keyof Cost) => median(costs.map((cost) => cost[key]));
    return [
      name,
      digits(of('firstMs') / 1000, 2),
      digits(of('allMs') / 1000, 2),
      digits(of('processorMs') / 1000, 2),
      digits(of('peakMiB'), 0),
      of('texts'),
      digits(of('changeMs') / 1000, 2),
      digits(of('changeProcessorMs') / 1000, 2),
    ];
  };
  const peerOf = (key: 'seconds' | 'processor' | 'peakMiB', count: number) =>
    digits(median(peer.map((each) => each[key])), count);
  publish({
    name: 'vocabulary-gathering',
    about: `A tree of ${files} files of ${LINES} lines and half as many ignored ones, in memory already; median of ${rounds} alternating rounds, each in a fresh process. First: until there are terms, from names of files alone; all: until the texts are read. A change: one new file until its name is known, of which 0.3 s is waiting for more changes. The peer is \`git ls-files\`, \`grep\`, \`sort\` and \`uniq\`, which list identifiers by frequency, rank nothing, and begin anew after a change; its memory is that of its largest program.`,
    columns: [
      'gathered by',
      'first s',
      'all s',
      'CPU s',
      'peak MiB',
      'texts read',
      'a change s',
      'its CPU s',
    ],
    rows: [
      row('codex-voice', bounded),
      row('codex-voice, all texts', whole),
      [
        'git ls-files + grep',
        peerOf('seconds', 2),
        peerOf('seconds', 2),
        peerOf('processor', 2),
        peerOf('peakMiB', 0),
        files,
        peerOf('seconds', 2),
        peerOf('processor', 2),
      ],
    ],
  });
}

const at = process.argv.indexOf('--gather');
if (at >= 0) await gather(process.argv[at + 1] ?? '', Number(process.argv[at + 2]));
else await main();
