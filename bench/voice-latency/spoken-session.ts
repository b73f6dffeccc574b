// One run of the whole program around the example agent with a recording as its microphone: starts it,
// tells its processes apart, and reads what journal and agent have written. Measuring is left to others.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type MetricRecord, readMetrics } from '@codex-voice/metrics';
import { makeScratchHome, type ScratchHome, TerminalProgram } from '@codex-voice/testing';
import { sleep } from '../statistics.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const START_PATIENCE_MS = 20_000;

export interface Transcript {
  readonly type: 'transcript';
  readonly id: string;
  readonly text: string;
  readonly verdict: 'accepted' | 'rejected';
  readonly sourceEndMs: number;
  readonly speechEndedMs: number;
  readonly closedMs: number;
  readonly decodedMs: number;
}

export interface OutcomeLine {
  readonly type: 'outcome';
  readonly id: string;
  readonly outcome: string;
  readonly latencyMs: number;
}

/** One read of the agent's standard input. */
export interface AgentRead {
  readonly atMs: number;
  readonly read: string;
}

export interface SessionOptions {
  readonly mode: 'tap' | 'auto' | 'wake';
  /** Absent: the microphone. */
  readonly recording?: string | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly config?: string;
}

/** Milliseconds on CLOCK_MONOTONIC, the clock of every stamp here. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export class SpokenSession {
  readonly program: TerminalProgram;
  readonly #home: ScratchHome;

  constructor(options: SessionOptions) {
    this.#home = makeScratchHome();
    const { path } = this.#home;
    if (options.config !== undefined) {
      mkdirSync(join(path, 'config/codex-voice'), { recursive: true });
      writeFileSync(join(path, 'config/codex-voice/config.toml'), options.config);
    }
    const audio = options.recording === undefined ? [] : ['--audio', options.recording];
    const agent = ['--import', join(ROOT, 'bench/voice-latency/stamp-reads.ts')];
    this.program = new TerminalProgram({
      file: process.execPath,
      args: [
        ...[join(ROOT, 'bin/codex-voice.js'), 'run', '--mode', options.mode, ...audio, '--'],
        ...[process.execPath, ...agent, join(ROOT, 'examples/agent/src/main.ts')],
      ],
      cwd: path,
      env: {
        ...this.#home.env,
        ...options.environment,
        READ_STAMPS: join(path, 'reads'),
      },
      columns: 100,
      rows: 30,
    });
  }

  /** The client and the voice process, the agent left out. */
  get pids(): { readonly client: number; readonly voice: number | undefined } {
    return { client: this.program.pid, voice: this.#home.pids('voice')[0] };
  }

  transcripts(): Transcript[] {
    return this.#journal().filter((line): line is Transcript => line.type === 'transcript');
  }

  outcomes(): OutcomeLine[] {
    return this.#journal().filter((line): line is OutcomeLine => line.type === 'outcome');
  }

  /** What was measured and is on disk: a second late. */
  metrics(): readonly MetricRecord[] {
    return readMetrics(join(this.#home.stateDirectory, 'metrics'), 0).records;
  }

  reads(): AgentRead[] {
    // Written by stamp-reads.ts, nobody else.
    return jsonLines(join(this.#home.path, 'reads')) as AgentRead[];
  }

  /** Resolves once `found` gives something else than undefined; throws after `patienceMs`. */
  async until<Found>(found: () => Found | undefined, patienceMs: number): Promise<Found> {
    const deadlineMs = performance.now() + patienceMs;
    for (;;) {
      const value = found();
      if (value !== undefined) return value;
      if (performance.now() > deadlineMs) {
        const screen = this.program.terminal.screenText();
        throw new Error(`nothing within ${patienceMs} ms; the screen:\n${screen}`);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** The row says that it listens; resolves with when that was seen. */
  async listening(): Promise<number> {
    await this.program.waitForText(LISTENING, START_PATIENCE_MS);
    return monotonicMs();
  }

  /** The row says that a wake phrase is waited for: the microphone is open. */
  async waitingForWake(): Promise<void> {
    await this.program.waitForText(AWAITS_PHRASE, START_PATIENCE_MS);
  }

  /** The row offers the talk key: the voice process is ready. */
  async ready(): Promise<void> {
    await this.program.waitForText(READY, START_PATIENCE_MS);
  }

  async end(): Promise<void> {
    await this.program.stop();
    this.#home[Symbol.dispose]();
  }

  #journal(): (Transcript | OutcomeLine)[] {
    const path = join(this.#home.stateDirectory, 'journal/utterances.jsonl');
    // Written by the journal, whose own tests hold it to these shapes.
    return jsonLines(path) as (Transcript | OutcomeLine)[];
  }
}

const LOOK_EVERY_MS = 5;
const LISTENING = /listening/i;
const READY = /ready/i;
const AWAITS_PHRASE = /say .*codex|waiting for the wake phrase/i;

/** The whole lines of a file that may still be growing. */
function jsonLines(path: string): unknown[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
