// What a session leaves beside its output: `session.json`, which says what it is and how it ended, and
// `keeper.log`, which says what went wrong. Neither is ever waited for by the session.
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE_MODE = 0o600;

/** Lines of `keeper.log`, at most: an error that comes again and again must not fill the disk. */
const LOG_LINES = 1_000;

/** What stands in `session.json`. Times are wall clock, in ms since 1970. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly agent: { readonly name: string; readonly kind: string };
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly startedAtMs: number;
  readonly keeperPid: number;
  readonly agentPid: number;
  /** Absent while it runs, and for ever where the keeper was killed. */
  readonly ended?: {
    readonly endedAtMs: number;
    readonly exitCode: number;
    /** Number of the signal that ended the agent; 0: none. */
    readonly signal: number;
    readonly outputBytes: number;
  };
}

export class SessionFiles {
  readonly #directory: string;
  #lines = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  get outputPath(): string {
    return join(this.#directory, 'output.log');
  }

  /** Replaces `session.json` whole; a disk that refuses is noted. */
  record(record: SessionRecord): 'written' | 'failed' {
    const path = join(this.#directory, 'session.json');
    try {
      writeFileSync(`${path}.new`, `${JSON.stringify(record, undefined, 2)}\n`, {
        mode: FILE_MODE,
      });
      renameSync(`${path}.new`, path);
      return 'written';
    } catch (error) {
      rmSync(`${path}.new`, { force: true });
      this.note(`session.json could not be written: ${String(error)}`);
      return 'failed';
    }
  }

  /** A line with the time. */
  note(text: string): void {
    this.#lines += 1;
    if (this.#lines > LOG_LINES) return;
    try {
      const line = `${new Date().toISOString()} ${text}\n`;
      appendFileSync(join(this.#directory, 'keeper.log'), line, { mode: FILE_MODE });
    } catch {
      // There is nowhere left to say it.
    }
  }
}
