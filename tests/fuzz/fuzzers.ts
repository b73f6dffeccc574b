// All fuzzers. Whether every parser of what comes from outside has one is held by `scripts/check/fuzzers.ts`.
import { AGENT_FUZZERS } from './agents.fuzz.ts';
import { FILE_FUZZERS } from './files.fuzz.ts';
import type { Fuzzer } from './fuzzer.ts';
import { MESSAGE_FUZZERS } from './messages.fuzz.ts';
import { SOUND_FUZZERS } from './sound.fuzz.ts';
import { STREAM_FUZZERS } from './streams.fuzz.ts';
import { WORD_FUZZERS } from './words.fuzz.ts';

export const FUZZERS: readonly Fuzzer[] = [
  ...STREAM_FUZZERS,
  ...MESSAGE_FUZZERS,
  ...FILE_FUZZERS,
  ...AGENT_FUZZERS,
  ...SOUND_FUZZERS,
  ...WORD_FUZZERS,
];
