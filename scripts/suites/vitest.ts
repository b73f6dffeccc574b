// Runs Vitest as a process of its own, with a time limit, and hands back its exit status and report.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FinishedRun } from './totals.ts';

/** What to run: a config, optionally only some files, and how long it may take. */
export interface VitestRequest {
  readonly root: string;
  readonly config: string;
  readonly files: readonly string[];
  readonly limitMs: number;
}

/** Between the polite signal and the last one, so that suites can end what they started. */
const GRACE_MS = 5_000;

/** Runs it with the same Node as this process. Output goes to this process's own output. */
export async function runVitest(request: VitestRequest): Promise<FinishedRun> {
  const scratch = mkdtempSync(join(tmpdir(), 'codex-voice-report-'));
  const reportPath = join(scratch, 'report.json');
  try {
    const exitCode = await runToEnd(request, reportPath);
    return { exitCode, report: readReport(reportPath) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function runToEnd(request: VitestRequest, reportPath: string): Promise<number> {
  const entry = join(request.root, 'node_modules/vitest/vitest.mjs');
  const options = ['--config', request.config, '--reporter=default'];
  const report = ['--reporter=json', `--outputFile.json=${reportPath}`];
  const child = spawn(process.execPath, [entry, 'run', ...options, ...report, ...request.files], {
    cwd: request.root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const limit = setTimeout(() => {
    console.log(`stopped: no end after ${request.limitMs / 1000} s`);
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  }, request.limitMs);
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    clearTimeout(limit);
  }
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // It died before writing one: the exit status tells.
  }
}
