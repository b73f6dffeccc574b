// Runs Vitest as a process of its own, with a time limit, and hands back its exit status and what has ended of its files.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FILE_REPORTS } from './file-reports.ts';
import type { FileReport, FinishedRun } from './totals.ts';

/** What to run: a config, optionally only some files, and how long it may take where that has an end. */
export interface VitestRequest {
  readonly root: string;
  readonly config: string;
  /** From the root. */
  readonly files: readonly string[];
  readonly limitMs?: number;
  /** Stops it, or lets it not begin. */
  readonly stop: AbortSignal;
  /** Keeps what it prints and hands it back, for runs that stand beside others. */
  readonly quiet?: boolean;
}

/** How it ended, and what it printed if it was asked to be quiet. */
export interface VitestRun extends FinishedRun {
  readonly printed: string;
}

/** Between the polite signal and the last one, so that suites can end what they started. */
const GRACE_MS = 5_000;
/** For output still in the pipe when the process has ended. */
const PIPE_MS = 500;

/** Runs it with the same Node as this process. Output goes to this process's own output. */
export async function runVitest(request: VitestRequest): Promise<VitestRun> {
  const { root, files, stop } = request;
  if (stop.aborted) return { exitCode: 1, printed: '', asked: files, files: [] };
  const scratch = mkdtempSync(join(tmpdir(), 'codex-voice-report-'));
  const reportPath = join(scratch, 'files.jsonl');
  try {
    const end = await runToEnd(request, reportPath);
    const told = fileReports(reportPath, root);
    return { ...end, ...told, asked: [...new Set([...files, ...told.asked])] };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function runToEnd(
  request: VitestRequest,
  reportPath: string,
): Promise<Pick<VitestRun, 'exitCode' | 'printed'>> {
  const entry = join(request.root, 'node_modules/vitest/vitest.mjs');
  const options = ['--config', request.config, '--reporter=default'];
  const reporter = join(import.meta.dirname, 'file-reports.ts');
  const report = [`--reporter=${reporter}`, `--outputFile.${FILE_REPORTS}=${reportPath}`];
  const child = spawn(process.execPath, [entry, 'run', ...options, ...report, ...request.files], {
    cwd: request.root,
    // Each test has a home of its own, and would compile the same program anew for each process it starts.
    env: { ...process.env, NODE_COMPILE_CACHE: join(request.root, '.cache/compiled') },
    stdio: ['ignore', request.quiet ? 'pipe' : 'inherit', request.quiet ? 'pipe' : 'inherit'],
  });
  const closed = once(child, 'close').catch(() => undefined);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const startMs = performance.now();
  const end = (): void => {
    const seconds = Math.round((performance.now() - startMs) / 1_000);
    console.log(`stopped: no end after ${seconds} s: ${request.files.join(' ')}`);
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  };
  const limit = request.limitMs === undefined ? undefined : setTimeout(end, request.limitMs);
  request.stop.addEventListener('abort', end);
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code) => resolve(code ?? 1));
    });
    // What a suite left running may hold the pipe open: the last of the output has a moment, no more.
    await Promise.race([closed, sleep(PIPE_MS)]);
    return { exitCode, printed };
  } finally {
    clearTimeout(limit);
    request.stop.removeEventListener('abort', end);
  }
}

type ReportLine =
  | { readonly asked: string }
  | (Omit<FileReport, 'path'> & { readonly ended: string });

/** What the reporter has written; whoever is stopped leaves the last line unfinished. */
function fileReports(path: string, root: string): Pick<FinishedRun, 'asked' | 'files'> {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  const asked: string[] = [];
  const files: FileReport[] = [];
  for (const line of lines) {
    const told: ReportLine = JSON.parse(line);
    if ('asked' in told) asked.push(relative(root, told.asked));
    else {
      const { ended, ...report } = told;
      files.push({ path: relative(root, ended), ...report });
    }
  }
  return { asked, files };
}
