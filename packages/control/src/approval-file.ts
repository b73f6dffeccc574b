// The record of a session's approvals on disk: `approvals.jsonl`, one record a line, only appended to.
// A torn line is passed over and never joined to the next, and so are questions of our own tool: nobody
// asks them again.
import { closeSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ApprovalRecord } from '@codex-voice/session';
import * as v from 'valibot';
import type { ApprovalStore, SettledQuestion } from './approval-store.ts';
import type { Kept } from './queue-store.ts';
import { type ReadText, readText, textIfThere } from './text-if-there.ts';

const APPROVALS_FILE = 'approvals.jsonl';
/** Only the owner may read what an agent wanted to do. */
const FILE_MODE = 0o600;
/** A file longer than this, in bytes, becomes the older of two when a session is taken up again; both are read. */
export const APPROVALS_FILE_BYTES = 4_194_304;

const stamp = { id: v.pipe(v.string(), v.regex(/^a\d{1,9}$/u)), atMs: v.number() };
const answerer = v.picklist(['key', 'voice', 'command-line']);
const decision = v.picklist(['accept', 'accept-for-session', 'decline', 'cancel']);
const questionPart = v.object({
  partId: v.string(),
  question: v.string(),
  choices: v.array(v.object({ label: v.string(), description: v.exactOptional(v.string()) })),
  takesWords: v.boolean(),
  takesSeveral: v.exactOptional(v.literal(true)),
});
const recordSchema = v.variant('type', [
  v.object({
    type: v.literal('asked'),
    ...stamp,
    asked: v.object({
      approvalId: v.string(),
      subject: v.picklist(['command', 'patch', 'permissions', 'question']),
      text: v.string(),
      patch: v.exactOptional(v.string()),
      cut: v.exactOptional(v.literal(true)),
      cwd: v.exactOptional(v.string()),
      reason: v.exactOptional(v.string()),
      parts: v.exactOptional(v.array(questionPart)),
      decisions: v.array(decision),
    }),
    risk: v.exactOptional(
      v.picklist(['administrator', 'destructive', 'network', 'outside', 'permissions', 'unknown']),
    ),
  }),
  v.object({ type: v.literal('asked-again'), ...stamp }),
  v.object({
    type: v.literal('answered'),
    ...stamp,
    by: answerer,
    decision,
    answers: v.exactOptional(v.record(v.string(), v.array(v.string()))),
  }),
  v.object({ type: v.literal('reopened'), ...stamp, why: v.string() }),
  v.object({
    type: v.literal('settled'),
    ...stamp,
    by: v.picklist([...answerer.options, 'dialog', 'nobody']),
    outcome: v.picklist(['approved', 'denied', 'answered', 'lost', 'unconfirmed']),
  }),
]);

/** In a session's folder, which exists. It is made with the first record. */
export class ApprovalFile implements ApprovalStore {
  readonly #path: string;
  readonly #read: ReadText;
  #fd: number | undefined;

  /** `read`: for tests, another disk. */
  constructor(sessionDirectory: string, read: ReadText = readText) {
    this.#path = join(sessionDirectory, APPROVALS_FILE);
    this.#read = read;
  }

  load(): readonly ApprovalRecord[] {
    const records = [`${this.#path}.1`, this.#path].flatMap((path) =>
      recordsIn(textIfThere(path, this.#read) ?? ''),
    );
    try {
      if (statSync(this.#path).size > APPROVALS_FILE_BYTES)
        renameSync(this.#path, `${this.#path}.1`);
    } catch {
      // There is none, or it can't be moved: it goes on as it is.
    }
    return records;
  }

  append(records: readonly (ApprovalRecord | SettledQuestion)[]): Kept {
    const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    try {
      // What a line before left torn ends here.
      const isFirst = this.#fd === undefined;
      this.#fd ??= openSync(this.#path, 'a', FILE_MODE);
      const bytes = Buffer.from(isFirst ? `\n${text}` : text);
      for (let offset = 0; offset < bytes.length; )
        offset += writeSync(this.#fd, bytes, offset, bytes.length - offset);
      return { kind: 'kept' };
    } catch (error) {
      this.close();
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** The next record opens it again, on a line of its own. */
  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

function recordsIn(text: string): readonly ApprovalRecord[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      const parsed = v.safeParse(recordSchema, JSON.parse(line));
      return parsed.success ? [parsed.output] : [];
    } catch {
      return [];
    }
  });
}
