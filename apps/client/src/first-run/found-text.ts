// What was found, in plain words: what is good in a line each, what is not with the way out.
import type { Finding } from '@codex-voice/doctor';
import type { MachineFacts } from '@codex-voice/models';

const BYTES_PER_GIGABYTE = 1_000_000_000;

export function machineLine({ cores, memoryBytes, graphics }: MachineFacts): string {
  const memory = (memoryBytes / BYTES_PER_GIGABYTE).toFixed(0);
  const card =
    graphics === 'present'
      ? 'a graphics card (models here use the processor)'
      : 'no graphics card known, and none is needed';
  return `this machine: ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memory} GB, ${card}`;
}

/** Told even where all is well: what a person came to hear about. */
const ALWAYS = /^(?:agent|microphone$|terminal$)/u;

/** What shall listen is the next question. */
const ASKED_NEXT = 'recogniser';

export function foundLines(
  findings: readonly Finding[],
  servers: readonly string[],
): readonly string[] {
  const told = findings.filter(
    ({ id, state }) =>
      ALWAYS.test(id) || state === 'broken' || (state === 'weak' && id !== ASKED_NEXT),
  );
  return [
    ...told.flatMap((finding) => findingLines(finding)),
    ...servers.map((url) => `a whisper.cpp server runs at ${url}`),
  ];
}

function findingLines({ subject, state, fact, mend }: Finding): readonly string[] {
  const isGood = state === 'good' || state === 'unasked';
  const line = `${subject}${isGood ? '' : state === 'broken' ? ' (broken)' : ' (weak)'}: ${fact}`;
  if (mend === undefined || isGood) return [line];
  const { words, command } = mend;
  return [
    line,
    ...(words === undefined ? [] : [`  mend: ${words}`]),
    ...(command === undefined ? [] : [`  run:  ${command}`]),
  ];
}
