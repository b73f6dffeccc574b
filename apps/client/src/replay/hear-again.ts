// What was said in a recorded session is heard again, where its sound still lies in this person's journal and is
// the very same, by the recognisers that are set up here. What can't be heard again is counted with its reason.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { RecordedUtterance } from '@codex-voice/control';
import type { FinalEvent, VoiceStart } from '@codex-voice/protocol';
import type { CommandGiven } from '../commands/session-access.ts';
import { ourPlaces } from '../places.ts';
import { hear, interruption } from '../transcripts/hearing.ts';
import { hearingStart } from '../transcripts/hearing-start.ts';
import { voiceCommand } from '../voice-start.ts';

export interface HeardAgain {
  readonly same: number;
  readonly different: readonly { readonly utterance: RecordedUtterance; readonly text: string }[];
  readonly uncompared: readonly { readonly what: string; readonly count: number }[];
}

/** As the journal names utterances: nothing else leads to a file. */
const UTTERANCE_ID = /^[0-9a-f-]{1,64}$/u;

export async function hearAgain(
  given: CommandGiven,
  utterances: readonly RecordedUtterance[],
): Promise<HeardAgain> {
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const found = utterances.filter((utterance) => {
    const why = whyNot(utterance);
    if (why !== undefined) count(why);
    return why === undefined;
  });
  const different: { utterance: RecordedUtterance; text: string }[] = [];
  let same = 0;
  // Each list was heard in its own way.
  for (const [start, some] of byStart(found)) {
    const own = await ownStart(given, start);
    if (own === undefined) {
      for (const _ of some) count('utterances heard by recognisers that are not set up here');
      continue;
    }
    const texts = await textsOf(given, own, some);
    some.forEach((utterance, at) => {
      const text = texts[at];
      if (text === undefined) count('utterances that could not be heard again');
      else if (text === utterance.text.trim()) same += 1;
      else different.push({ utterance, text });
    });
  }
  return {
    same,
    different,
    uncompared: Array.from(counts, ([what, number]) => ({ what, count: number })),
  };
}

function audioFile(id: string): string {
  return join(ourPlaces().journalDirectory, 'audio', `${id}.wav`);
}

/** Why it is not heard again; undefined: it can be. */
function whyNot({ id, text, audio, final, start }: RecordedUtterance): string | undefined {
  if (final.verdict !== 'accepted') return 'utterances that were not understood then';
  if (text.includes('[redacted:')) return 'utterances with a redacted text';
  if (audio === undefined) return 'utterances whose sound the recording does not name';
  if (start === undefined || !UTTERANCE_ID.test(id))
    return 'utterances that could not be heard again';
  try {
    const sha256 = createHash('sha256')
      .update(readFileSync(audioFile(id)))
      .digest('hex');
    return sha256 === audio.sha256 ? undefined : 'utterances whose sound is another than then';
  } catch {
    return 'utterances whose sound is not kept here';
  }
}

function byStart(
  utterances: readonly RecordedUtterance[],
): readonly (readonly [VoiceStart, readonly RecordedUtterance[]])[] {
  const groups = new Map<string, { start: VoiceStart; some: RecordedUtterance[] }>();
  for (const utterance of utterances) {
    const { start } = utterance;
    if (start === undefined) continue;
    const key = JSON.stringify(start);
    const group = groups.get(key) ?? { start, some: [] };
    group.some.push(utterance);
    groups.set(key, group);
  }
  return Array.from(groups.values(), ({ start, some }) => [start, some] as const);
}

/**
 * How it is listened again: with this person's recognisers where they are those of then, never with what a
 * recording names, which may be a server or a program of somebody else.
 */
async function ownStart(given: CommandGiven, then: VoiceStart): Promise<VoiceStart | undefined> {
  const own = await hearingStart(given, {
    source: { kind: 'files', paths: [], pace: 'fast' },
    journal: 'none',
    ...(hasOnlyPhrases(then) ? { recognizers: 'phrases' as const } : {}),
  });
  if (!hasOnlyPhrases(then) && !isDeepStrictEqual(own.recognizers, then.recognizers))
    return undefined;
  const { phrases, segmenter, language, languages, commands } = then;
  return {
    ...own,
    ...{ phrases, segmenter, language },
    ...(languages === undefined ? {} : { languages }),
    ...(commands === undefined ? {} : { commands }),
  };
}

function hasOnlyPhrases({ recognizers = [] }: VoiceStart): boolean {
  return recognizers.every(({ kind }) => kind === 'phrases');
}

/** The words of each; undefined: it could not be heard. */
async function textsOf(
  given: CommandGiven,
  start: VoiceStart,
  utterances: readonly RecordedUtterance[],
): Promise<readonly (string | undefined)[]> {
  const finals = utterances.map((): FinalEvent[] => []);
  const broken = new Set<number>();
  await hear({
    start: {
      ...start,
      source: { kind: 'files', paths: utterances.map(({ id }) => audioFile(id)), pace: 'fast' },
    },
    manner: {},
    command: voiceCommand(given.launcher),
    interrupted: interruption(),
    onEvent: (event, recording) => {
      if (event.type === 'final') finals[recording]?.push(event);
      if (event.type === 'problem' && event.code === 'bad-audio') broken.add(recording);
    },
    onBroken: (_, recording) => {
      for (let at = recording; at < utterances.length; at += 1) broken.add(at);
    },
  });
  return finals.map((some, at) =>
    broken.has(at)
      ? undefined
      : some
          .filter(({ verdict }) => verdict === 'accepted')
          .map(({ text }) => text.trim())
          .join(' '),
  );
}
