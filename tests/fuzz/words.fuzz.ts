// What a person types or says: command lines, addresses, actions, dictated words, styles.
import { DICTATION_LANGUAGES, format } from '@codex-voice/dictation';
import { defaultPhrasebook, interpret, PHRASE_LANGUAGES } from '@codex-voice/speech';
import { readGiven } from '../../apps/acp/src/given.ts';
import { parseCommandLine } from '../../apps/client/src/command-line.ts';
import { UserError } from '../../apps/client/src/user-error.ts';
import { parseActionLine } from '../../packages/actions/src/action-line.ts';
import { expandTemplate } from '../../packages/actions/src/prompt-template.ts';
import { readCommand } from '../../packages/actions/src/toolchain/toolchain.ts';
import { parseStyle } from '../../packages/overlay/src/style-text.ts';
import { isVersion } from '../../packages/releases/src/versions.ts';
import { addressText, readAddress } from '../../packages/remote/src/remote-address.ts';
import { sshRefusal } from '../../packages/remote/src/ssh-refusal.ts';
import { type Fuzzer, fuzzer, orNamed, textOf } from './fuzzer.ts';

function address(input: Uint8Array): unknown {
  const read = readAddress(textOf(input));
  if (read.kind === 'refused') return read;
  const written = addressText(read.address);
  const again = readAddress(written);
  if (JSON.stringify(again) !== JSON.stringify(read)) throw new Error(`another one: ${written}`);
  return read;
}

export const WORD_FUZZERS: readonly Fuzzer[] = [
  fuzzer('command-lines', ['apps/client/src/command-line.ts#parseCommandLine'], (input) =>
    orNamed([UserError], () => JSON.stringify(parseCommandLine(textOf(input).split('\n')))),
  ),
  fuzzer('addresses', ['packages/remote/src/remote-address.ts#readAddress'], address),
  fuzzer('ssh-words', ['packages/remote/src/ssh-refusal.ts#sshRefusal'], (input) =>
    sshRefusal({
      spawnError: undefined,
      exitCode: 255,
      machine: 'machine',
      program: 'codex-voice',
      stderr: textOf(input),
    }),
  ),
  fuzzer(
    'actions',
    [
      'packages/actions/src/action-line.ts#parseActionLine',
      'packages/actions/src/toolchain/toolchain.ts#readCommand',
      'packages/actions/src/prompt-template.ts#expandTemplate',
    ],
    (input) => [
      parseActionLine(textOf(input)),
      readCommand(textOf(input)),
      expandTemplate(textOf(input), { args: 'one' }),
      isVersion(textOf(input)),
    ],
  ),
  fuzzer(
    'dictation',
    [
      'packages/dictation/src/format.ts#format',
      'packages/dictation/src/utterance-reader.ts#readUtterance',
      'packages/speech/src/interpret.ts#interpret',
    ],
    (input) => [
      DICTATION_LANGUAGES.map((language) => format(textOf(input), { language }).text),
      PHRASE_LANGUAGES.map(
        (language) => interpret(textOf(input), defaultPhrasebook(language)).kind,
      ),
    ],
  ),
  fuzzer('styles', ['packages/overlay/src/style-text.ts#parseStyle'], (input) =>
    parseStyle(textOf(input)),
  ),
  fuzzer('acp-words', ['apps/acp/src/given.ts#readGiven'], (input) =>
    readGiven(textOf(input).split('\n'), {}),
  ),
];
