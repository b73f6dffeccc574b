#!/usr/bin/env node
// Starts the role asked for on a Node that can run it: this one, else the pinned one installed
// beside the project. Kept to what Node 12 understands (no `node:` names, no `?.`), so that an old
// Node can read it and say what is needed.
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');

/** The first Node that runs TypeScript sources as they are (type stripping without a flag). */
const OLDEST_MAJOR = 22;
const OLDEST_MINOR = 18;

/** Passed on to the role when this process only stands in front of it. */
const FORWARDED_SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGUSR2', 'SIGCONT'];

/** The first word that asks for another role than the client, and that role. Ours alone: not documented. */
const ROLES = {
  __voice: 'voice',
  __recognizer: 'recognizer',
  __synthesizer: 'synthesizer',
  __names: 'names',
  __keeper: 'keeper',
  __host: 'host',
  __acp: 'acp',
};

/** Whether a session gets a keeper of its own without being asked to; with false, only where asked. */
const SESSIONS_BY_DEFAULT = true;

/** First words that start no session. */
const OTHER_COMMANDS = [
  'attach',
  'sessions',
  'kill',
  'say',
  'flush',
  'do',
  'kb',
  'approvals',
  'approve',
  'deny',
  'answer',
  'notes',
  'mcp',
  'config',
  'host',
  'listen',
  'transcribe',
  'mic',
  'bench',
  'metrics',
  'record',
  'replay',
  'purge',
  'models',
  'speaker',
  'role',
  'session',
  'update',
  'completion',
  'doctor',
  'init',
];

/** First words that start a session and stand before options of ours. */
const OF_AGENTS = ['run', 'acp'];

/** Words that only ask what there is, alone or behind a command of ours. */
const TELLING_WORDS = ['--help', '-h', '--version', '-V'];

/** Options of ours with which no keeper is needed. */
const WITHOUT_KEEPER = ['--no-host', '--help', '-h', '--version', '-V'];

/**
 * For the keeper's C library: memory of both its threads comes from one place, and pieces of 256 KiB
 * and more, a snapshot say, go back to the system when they are freed. 10 MB less.
 */
const SPARING_MEMORY = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '262144',
  MALLOC_TRIM_THRESHOLD_: '65536',
};

/** Where the client finds the keeper that was started for it. */
const EARLY_KEEPER = Symbol.for('codex-voice.keeper');

/** A role that stays writes down what it has compiled after this long, in ms: it may end by a signal. */
const COMPILED_AFTER_MS = 3000;

/** From when on a client's young generation may grow no more, in ms: the first screen is shown by then. */
const HEAP_KEPT_SMALL_AFTER_MS = 1000;

const root = path.join(fs.realpathSync(__dirname), '..');

function recentEnough(version) {
  const parts = version.split('.').map(Number);
  return parts[0] > OLDEST_MAJOR || (parts[0] === OLDEST_MAJOR && parts[1] >= OLDEST_MINOR);
}

/** Name of the npm package that brings Node for this machine. */
function nodePackage() {
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
}

/** Where a Node that was fetched with consent lies. */
function fetchedNodeFolder() {
  const { XDG_DATA_HOME: named, LOCALAPPDATA: local } = process.env;
  if (process.platform === 'win32' && local) return path.join(local, 'codex-voice', 'node');
  const data = named && path.isAbsolute(named) ? named : path.join(os.homedir(), '.local', 'share');
  return path.join(data, 'codex-voice', 'node');
}

function pinnedNode() {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return [root, fetchedNodeFolder()]
    .map((folder) => path.join(folder, 'node_modules', nodePackage(), 'bin', file))
    .find((found) => fs.existsSync(found));
}

function fail(what) {
  process.stderr.write(`codex-voice: ${what}\n`);
  process.exit(1);
}

/** The file that plays the role: the bundle, or the source where nothing has been bundled. */
function entryOf(role) {
  const bundle = path.join(root, 'dist', `${role}.cjs`);
  if (fs.existsSync(bundle)) return bundle;
  const source = path.join(root, 'apps', role, 'src', 'main.ts');
  if (fs.existsSync(source)) return source;
  return fail(`dist/${role}.cjs is missing: run npm ci in ${root}`);
}

function cacheDirectory() {
  const named =
    process.platform === 'win32' ? process.env.LOCALAPPDATA : process.env.XDG_CACHE_HOME;
  const base = named && path.isAbsolute(named) ? named : path.join(os.homedir(), '.cache');
  return path.join(base, 'codex-voice', 'compiled');
}

/**
 * A client that parses a busy screen makes garbage all the time, and the young generation would grow
 * to 150 MB over a minute of it. At the size it starts with, each collection takes under 1 ms.
 */
function keepHeapSmall() {
  try {
    require('v8').setFlagsFromString('--semi-space-growth-factor=1');
  } catch (_) {}
}

/**
 * Whether this command starts a session that will have a keeper. Where that is not clear, no: the
 * client then starts one itself, a little later.
 */
function needsKeeper(words) {
  if (!SESSIONS_BY_DEFAULT || process.platform === 'win32') return false;
  if (words[0] === 'help' || OTHER_COMMANDS.indexOf(words[0]) >= 0) return false;
  const tty = require('tty');
  if (!tty.isatty(0) || !tty.isatty(1)) return false;
  let mayBeValue = false;
  for (const word of OF_AGENTS.indexOf(words[0]) >= 0 ? words.slice(1) : words) {
    if (WITHOUT_KEEPER.indexOf(word) >= 0) return false;
    const isOption = word[0] === '-';
    if (word === '--' || (!isOption && !mayBeValue)) return true;
    mayBeValue = isOption;
  }
  return true;
}

/**
 * Starts the keeper while the client is still being loaded. It waits on its pipe to be told what to
 * start, and ends when the pipe does.
 */
function startKeeperEarly() {
  const child = require('child_process').spawn(process.execPath, [__filename, '__keeper'], {
    cwd: '/',
    detached: true,
    // The agent's own environment comes later.
    env: Object.assign({}, process.env, SPARING_MEMORY),
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  child.on('error', () => {
    delete globalThis[EARLY_KEEPER];
  });
  child.unref();
  // A client that does not need it must be able to end; one that does holds it again.
  if (child.stdio && child.stdio[3]) child.stdio[3].unref();
  globalThis[EARLY_KEEPER] = child;
}

/** Node makes it too, and would try for ever below a folder that takes none, such as /proc. */
function isMade(directory) {
  if (fs.existsSync(directory)) return true;
  const parent = path.dirname(directory);
  if (parent === directory || !isMade(parent)) return false;
  try {
    fs.mkdirSync(directory);
  } catch (_) {}
  return fs.existsSync(directory);
}

function keepCompiled() {
  try {
    // Saves compiling the bundle at every start; without it the start is only slower.
    const nodeModule = require('module');
    const directory = cacheDirectory();
    if (!isMade(directory)) return;
    nodeModule.enableCompileCache(directory);
    setTimeout(() => nodeModule.flushCompileCache(), COMPILED_AFTER_MS).unref();
  } catch (_) {}
}

/**
 * A keeper mostly waits, and there is one for each session: the compiler for the last factor of two
 * would cost each of them 6 MB, and a heap that grows more readily than needed 5 MB.
 */
function keepKeeperSmall() {
  try {
    const v8 = require('v8');
    v8.setFlagsFromString('--no-turbofan');
    v8.setFlagsFromString('--optimize-for-size');
  } catch (_) {}
}

/** A small bundle of their own answers them: half of a start is what a session needs. */
function tells(words) {
  if (words[0] === 'help' && words.length === 1) return true;
  const asked = words[words.length - 1];
  if (words.length > 2 || TELLING_WORDS.indexOf(asked) < 0) return false;
  return words.length === 1 || OTHER_COMMANDS.concat(OF_AGENTS).indexOf(words[0]) >= 0;
}

function runHere() {
  const page = path.join(root, 'dist', 'help.cjs');
  if (tells(process.argv.slice(2)) && fs.existsSync(page)) {
    keepCompiled();
    return load(page);
  }
  const role = Object.hasOwn(ROLES, process.argv[2]) ? ROLES[process.argv[2]] : 'client';
  // The module takes a client longer to load than its first screen takes to grow.
  if (role === 'client') setTimeout(keepHeapSmall, HEAP_KEPT_SMALL_AFTER_MS).unref();
  else keepHeapSmall();
  if (role === 'keeper') keepKeeperSmall();
  if (role !== 'client') process.argv.splice(2, 1);
  else if (needsKeeper(process.argv.slice(2))) startKeeperEarly();
  keepCompiled();
  load(entryOf(role));
}

function load(entry) {
  const failed = (error) => fail((error && error.stack) || String(error));
  if (entry.slice(-4) !== '.cjs') {
    import(require('url').pathToFileURL(entry).href).catch(failed);
    return;
  }
  try {
    require(entry);
  } catch (error) {
    failed(error);
  }
}

function runUnder(node) {
  const child = require('child_process').spawn(node, [__filename].concat(process.argv.slice(2)), {
    stdio: 'inherit',
  });
  function forward(signal) {
    process.on(signal, () => {
      child.kill(signal);
    });
  }
  FORWARDED_SIGNALS.forEach((signal) => {
    if (os.constants.signals[signal] !== undefined) forward(signal);
  });
  // A terminal sends these to the whole foreground group: passing them on would deliver them twice.
  ['SIGINT', 'SIGQUIT'].forEach((signal) => {
    if (os.constants.signals[signal] === undefined) return;
    if (process.stdin.isTTY) process.on(signal, () => {});
    else forward(signal);
  });
  child.on('error', (error) => {
    fail(`cannot start ${node}: ${error.message}`);
  });
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + os.constants.signals[signal] : code);
  });
}

function start() {
  if (recentEnough(process.versions.node)) return runHere();
  const node = pinnedNode();
  if (node) return runUnder(node);
  return offerNode();
}

/** The version that this build was tested with; undefined where it does not say. */
function testedNode() {
  try {
    const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    return manifest.codexVoice && manifest.codexVoice.node;
  } catch (_) {
    return undefined;
  }
}

/** As the shell of this system takes it, whatever blanks and signs a person's folder has. */
function shellWord(word) {
  if (/^[\w@./:\\=-]+$/.test(word)) return word;
  if (process.platform === 'win32') return `"${word}"`;
  return `'${word.split("'").join("'\\''")}'`;
}

/** Fetches a Node of its own where a person says yes; else says how. The machine's own stays as it is. */
function offerNode() {
  const needed = `Node ${OLDEST_MAJOR}.${OLDEST_MINOR} or newer is needed and this is ${process.versions.node}`;
  const version = testedNode();
  // npm has no Node for a Mac.
  if (process.platform === 'darwin') {
    return fail(`${needed}: install a newer Node, or the archive, which brings its own`);
  }
  if (version === undefined) {
    return fail(`${needed}: install a newer Node, or run npm ci where a pinned one is offered`);
  }
  const words = ['install', '--prefix', fetchedNodeFolder(), `${nodePackage()}@${version}`];
  const how = `npm ${words.map(shellWord).join(' ')}`;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    return fail(`${needed}: ${how} fetches one for codex-voice alone`);
  }
  process.stderr.write(
    `codex-voice: ${needed}.\n` +
      `Node ${version} can be fetched for codex-voice alone (50 MB, 190 on the disk; yours stays as it is):\n` +
      `  ${how}\n`,
  );
  const lines = require('readline').createInterface({
    input: process.stdin,
    output: process.stderr,
  });
  lines.question('Fetch it? [y/N] ', (answer) => {
    lines.close();
    if (!/^\s*y(es)?\s*$/i.test(answer)) process.exit(1);
    fetchNode(words);
  });
}

function fetchNode(words) {
  if (!isMade(fetchedNodeFolder())) return fail(`${fetchedNodeFolder()} can't be made`);
  const options = ['--no-audit', '--no-fund', '--ignore-scripts'];
  // On Windows npm is a script of its shell's, which gets the words as one line.
  const shell = process.platform === 'win32';
  const all = words.concat(options);
  const child = require('child_process').spawn('npm', shell ? all.map(shellWord) : all, {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell,
  });
  child.on('error', () => fail('npm is not there: install it, or a newer Node'));
  child.on('exit', (code) => {
    const node = pinnedNode();
    if (code !== 0 || node === undefined) return fail('it did not come: npm says why above');
    return runUnder(node);
  });
}

start();
