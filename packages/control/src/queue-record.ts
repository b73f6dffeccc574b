// One line of `queue.jsonl`: its form, checked where it enters, and the memory that lines add up to.
import {
  listenMannerSchema,
  listenModeSchema,
  type Parsed,
  parseWith,
  type SessionSettings,
  sessionSettingsSchema,
} from '@codex-voice/protocol';
import * as v from 'valibot';
import type { ControlMemory } from './queue-store.ts';

/** Ids of the newest prompts that are remembered over the death of a host. */
const REMEMBERED_IDS = 4_096;

const intent = v.picklist(['compose', 'send']);
const answer = v.picklist(['awaited', 'written']);
/** Version 1 knows no prompt that is being submitted: its readers would take it for one that waits. */
const VERSION = 2;

const prompt = v.object({
  id: v.string(),
  text: v.string(),
  alone: v.exactOptional(v.string()),
  intent,
  held: v.exactOptional(v.literal(true)),
  origin: v.picklist(['voice', 'say', 'replay', 'key', 'plugin']),
  head: v.exactOptional(v.string()),
  whileBusy: v.exactOptional(v.picklist(['steer', 'interrupt'])),
  enqueuedMs: v.number(),
});
const composer = v.object({
  text: v.string(),
  cursorOffset: v.exactOptional(v.number()),
  clipped: v.exactOptional(v.literal(true)),
});
const piece = v.object({
  id: v.string(),
  text: v.string(),
  held: v.exactOptional(v.literal(true)),
  before: composer,
  shown: composer,
});

const record = v.object({
  /** Of this form of the file. */
  version: v.picklist([1, VERSION]),
  /** Ids taken since the line before. */
  newIds: v.array(v.string()),
  delivery: v.object({
    queue: v.array(prompt),
    phase: v.variant('kind', [
      v.object({ kind: v.literal('idle') }),
      v.object({
        kind: v.literal('typing'),
        prompt,
        before: composer,
        as: v.picklist(['paste', 'keys']),
        answer,
      }),
      v.object({ kind: v.literal('sending'), answer }),
      v.object({ kind: v.literal('erasing'), piece, keys: v.number(), answer }),
      v.object({
        kind: v.literal('submitting'),
        prompt,
        manner: v.picklist(['turn', 'steer']),
        answer: v.picklist(['awaited', 'unconfirmed']),
        cancelled: v.exactOptional(v.literal(true)),
      }),
    ]),
    draft: v.array(piece),
    sendRequested: v.boolean(),
    keysWritten: v.number(),
  }),
  dictation: v.object({
    followed: v.array(v.tuple([v.string(), v.number()])),
    underWay: v.array(v.object({ id: v.string(), text: v.string(), intent, leaving: v.boolean() })),
    waited: v.array(v.string()),
    settled: v.array(v.string()),
    linesDue: v.number(),
  }),
  /** Where they are others than in the lines before. */
  settings: v.exactOptional(sessionSettingsSchema),
  mode: v.exactOptional(listenModeSchema),
  intent: v.exactOptional(intent),
  aloud: v.exactOptional(v.picklist(['on', 'off'])),
  tuned: v.exactOptional(listenMannerSchema),
});

/** What the lines of a file hold once for all. */
export interface Known {
  readonly ids: ReadonlySet<string>;
  readonly settings: SessionSettings | undefined;
}

/** The line that keeps `memory`, its end included, after lines that hold what is known. */
export function queueLine(memory: ControlMemory, known: Known): string {
  const { ids, ...delivery } = memory.delivery;
  const newIds = ids.filter((id) => !known.ids.has(id));
  const { settings, ...rest } = memory;
  const news = settings === known.settings ? {} : { settings };
  return `${JSON.stringify({ version: VERSION, newIds, ...rest, ...news, delivery })}\n`;
}

/** Whether a release that writes an older form would find lines of its own in a file's text. */
export function hasOldLines(text: string): boolean {
  return text.split('\n').some((line) => line.startsWith('{"version":1,'));
}

/** The memory that a file's text adds up to; undefined when no line of it is whole. */
export function memoryOf(text: string): ControlMemory | undefined {
  let last: v.InferOutput<typeof record> | undefined;
  const ids = new Set<string>();
  let settings: SessionSettings | undefined;
  for (const line of text.split('\n')) {
    const parsed = line === '' ? undefined : parseLine(line);
    if (parsed?.kind !== 'message') continue;
    last = parsed.message;
    settings = last.settings ?? settings;
    for (const id of last.newIds) ids.add(id);
  }
  if (last === undefined) return undefined;
  const { version: _, newIds: __, delivery, ...rest } = last;
  const told = settings === undefined ? {} : { settings };
  return { ...rest, ...told, delivery: { ...delivery, ids: [...ids].slice(-REMEMBERED_IDS) } };
}

function parseLine(line: string): Parsed<v.InferOutput<typeof record>> | undefined {
  try {
    return parseWith(record, JSON.parse(line));
  } catch {
    return undefined;
  }
}
