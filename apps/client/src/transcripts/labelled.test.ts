import type { FinalEvent, SpeakerTurnMessage } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { labelled } from './labelled.ts';
import { transcriptText } from './transcript-format.ts';

const turns: readonly SpeakerTurnMessage[] = [
  { startMs: 0, endMs: 2_000, speaker: 1, name: 'Ana' },
  { startMs: 2_100, endMs: 5_000, speaker: 2 },
];

test('unknown speakers are numbered from 1 as they begin, however many known ones there are', () => {
  const known = { startMs: 0, endMs: 1_000, speaker: 1, name: 'Ana' };
  const other = { startMs: 1_000, endMs: 2_000, speaker: 2, name: 'Ben' };
  const first = { startMs: 2_000, endMs: 3_000, speaker: 3 };
  const second = { startMs: 3_000, endMs: 4_000, speaker: 4 };
  const all = [known, other, second, first, { ...second, startMs: 9_000, endMs: 9_900 }];
  const said = [final(100, 900), final(1_100, 1_900), final(2_100, 2_900), final(3_100, 3_900)];
  const speakers = labelled([...said, final(9_000, 9_800)], all).map(({ speaker }) => speaker);
  expect(speakers).toEqual(['Ana', 'Ben', 'Speaker 1', 'Speaker 2', 'Speaker 2']);
});

function final(startMs: number, endMs: number, words?: FinalEvent['words']): FinalEvent {
  return {
    type: 'final',
    utteranceId: 'u',
    segmentId: '0.0',
    text: words?.map(({ text }) => text).join(' ') ?? 'so it is',
    verdict: 'accepted',
    ...(words === undefined ? {} : { words }),
    endedBy: 'silence',
    startMs,
    endMs,
    audioStartMs: startMs - 100,
    stamps: { speechEndedMs: 0, segmentClosedMs: 0, decodedMs: 0, journaledMs: 0 },
  };
}

test('an utterance is whose turn shares most with it, or who is near; else nobody is named', () => {
  expect(labelled([final(100, 1_900)], turns)[0]?.speaker).toBe('Ana');
  expect(labelled([final(1_500, 4_000)], turns)[0]?.speaker).toBe('Speaker 1');
  expect(labelled([final(5_300, 5_600)], turns)[0]?.speaker).toBe('Speaker 1');
  expect(labelled([final(9_000, 9_500)], turns)[0]).not.toHaveProperty('speaker');
  expect(labelled([final(100, 1_900)], [])).toEqual([final(100, 1_900)]);
});

test('what two say is cut between their words, and no word is lost', () => {
  const words = [
    { text: 'is', startMs: 500, endMs: 700 },
    { text: 'it?', startMs: 800, endMs: 1_000 },
    { text: 'it', startMs: 1_300, endMs: 1_500 },
    { text: 'is', startMs: 1_600, endMs: 1_800 },
  ];
  const parts = labelled([final(1_000, 3_000, words)], turns);
  expect(parts).toMatchObject([
    { speaker: 'Ana', text: 'is it?', startMs: 1_000, endMs: 1_900 },
    { speaker: 'Speaker 1', text: 'it is', startMs: 2_200, endMs: 3_000 },
  ]);
  expect(parts.flatMap((part) => part.words ?? [])).toEqual(words);
});

test('words that are not those of the text are left whole', () => {
  const words = [
    { text: 'is', startMs: 500, endMs: 700 },
    { text: 'it', startMs: 1_600, endMs: 1_800 },
  ];
  const spoken = { ...final(1_000, 3_000, words), text: 'Is it?' };
  expect(labelled([spoken], turns)).toHaveLength(1);
});

test('each format says who speaks', () => {
  const [first] = labelled([final(100, 1_900)], turns);
  if (first === undefined) throw new TypeError('nothing');
  expect(transcriptText('text').utterance(first, {})).toBe('Ana: so it is\n');
  expect(JSON.parse(transcriptText('json').utterance(first, {}))).toMatchObject({ speaker: 'Ana' });
  expect(transcriptText('srt').utterance(first, {})).toContain('\nAna: so it is\n');
  expect(transcriptText('vtt').utterance(first, {})).toContain('\n<v Ana>so it is\n');
  const odd = { ...first, speaker: 'a<b\u001b' };
  expect(transcriptText('vtt').utterance(odd, {})).toContain('<v a&lt;b>');
  expect(transcriptText('text').utterance(odd, {})).toBe('a<b: so it is\n');
});
