// The host's composition root: finds its folders, becomes the one host of this user or leaves at once,
// adopts what runs, and ends in order.
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  NAMES_STDIO,
  NamesProcess,
  systemClock,
  VOICE_STDIO,
  VoiceLink,
} from '@codex-voice/control';
import { listenHost, runtimeDirectory } from '@codex-voice/ipc';
import { MetricsLog, OtlpExport } from '@codex-voice/metrics';
import { Host } from './host.ts';
import { HostLog } from './host-log.ts';
import { HostRecords } from './host-records.ts';
import { hostPlaces } from './places.ts';
import { recordingWorker } from './recording-worker.ts';

/** Folders of ended sessions that are kept where nobody says otherwise (`--keep-ended N`). */
const KEEP_ENDED = 20;

const launcher = process.argv[1] ?? '';
const { sessionsDirectory, spoolFile, metricsDirectory, journalDirectory, logFile } = hostPlaces(
  process.env,
  process.platform,
);
const log = new HostLog(logFile);

function fail(message: string): never {
  log.note(message);
  process.stderr.write(`codex-voice: ${message}\n`);
  process.exit(1);
}

function version(): string {
  try {
    const text = readFileSync(join(dirname(realpathSync(launcher)), '..', 'package.json'), 'utf8');
    const parsed: { readonly version?: unknown } = JSON.parse(text);
    return String(parsed.version);
  } catch {
    return 'unknown';
  }
}

function keepEnded(): number {
  const at = process.argv.indexOf('--keep-ended');
  const given = at === -1 ? Number.NaN : Number(process.argv[at + 1]);
  return Number.isInteger(given) && given >= 0 ? given : KEEP_ENDED;
}

const runtime = runtimeDirectory(process.env);
if (runtime.kind === 'refused') fail(runtime.message);
const runtimePath = runtime.path;

// Whoever is connected starts another one; it goes on from what was written down.
process.on('uncaughtException', (error) => fail(error.stack ?? String(error)));
// The terminal that the first client was started in may close.
process.on('SIGHUP', () => undefined);

async function main(): Promise<void> {
  let host: Host | undefined;
  const listening = await listenHost({
    runtimeDirectory: runtimePath,
    accept: (client) => {
      if (host === undefined) throw new TypeError('a client was accepted before the host was made');
      return host.accept(client);
    },
    onTaken: () => void host?.end('another host has taken its place'),
  }).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
  if (listening.kind === 'taken') process.exit(0);

  host = new Host({
    runtimeDirectory: runtimePath,
    sessionsDirectory,
    spoolFile,
    journalDirectory,
    log,
    records: new HostRecords({
      log: new MetricsLog(metricsDirectory),
      otlp: new OtlpExport({ version: version(), note: (text) => log.note(text) }),
    }),
    version: version(),
    recordingWorker,
    keepEnded: keepEnded(),
    // Given by the file of a background service.
    ...(process.argv.includes('--stay') ? { idleMs: 'for-ever' } : {}),
    openLink: (handlers) =>
      new VoiceLink({
        ...handlers,
        command: { file: process.execPath, args: [launcher, '__voice'] },
        stdio: VOICE_STDIO,
      }),
    openProjectNames: new NamesProcess({
      command: { file: process.execPath, args: [launcher, '__names'] },
      stdio: NAMES_STDIO,
      clock: systemClock,
    }).open,
    onEnded: () => void listening.close().finally(() => process.exit(0)),
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const)
    process.on(signal, () => void host?.end(signal));
  await host.start();
}

void main();
