#!/usr/bin/env node
// Starts the role asked for on a Node that can run it: this one, else the pinned one installed
// beside the project. Kept to what Node 12 understands (no `node:` names, no `?.`), so that an old
// Node can read it and say what is needed.
'use strict';

const childProcess = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

/** The first Node that runs TypeScript sources as they are (type stripping without a flag). */
const OLDEST_MAJOR = 22;
const OLDEST_MINOR = 18;

/** Passed on to the role when this process only stands in front of it. */
const FORWARDED_SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGUSR2', 'SIGCONT'];

const root = path.join(fs.realpathSync(__dirname), '..');

function recentEnough(version) {
  const parts = version.split('.').map(Number);
  return parts[0] > OLDEST_MAJOR || (parts[0] === OLDEST_MAJOR && parts[1] >= OLDEST_MINOR);
}

function pinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const name = `node-${platform}-${process.arch}`;
  const found = path.join(root, 'node_modules', name, 'bin', file);
  return fs.existsSync(found) ? found : undefined;
}

function fail(what) {
  process.stderr.write(`codex-voice: ${what}\n`);
  process.exit(1);
}

/** The file that plays the role: the bundle, or the source where nothing has been bundled. */
function entryOf(role) {
  const bundle = path.join(root, 'dist', `${role}.js`);
  if (fs.existsSync(bundle)) return bundle;
  const source = path.join(root, 'apps', role, 'src', 'main.ts');
  if (fs.existsSync(source)) return source;
  return fail(`dist/${role}.js is missing: run npm ci in ${root}`);
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

function runHere() {
  keepHeapSmall();
  try {
    // Saves compiling the bundle at every start; without it the start is only slower.
    require('module').enableCompileCache(cacheDirectory());
  } catch (_) {}
  const voice = process.argv[2] === '__voice';
  if (voice) process.argv.splice(2, 1);
  const entry = entryOf(voice ? 'voice' : 'client');
  import(require('url').pathToFileURL(entry).href).catch((error) => {
    fail((error && error.stack) || String(error));
  });
}

function runUnder(node) {
  const child = childProcess.spawn(node, [__filename].concat(process.argv.slice(2)), {
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
  return fail(
    `Node ${OLDEST_MAJOR}.${OLDEST_MINOR} or newer is needed and this is ${process.versions.node}: ` +
      'install a newer Node, or run npm ci where a pinned one is offered',
  );
}

start();
