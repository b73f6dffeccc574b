// Messages between our own processes, whichever version or stranger speaks: each schema on each value.
import * as protocol from '@codex-voice/protocol';
import { parseAsked, parseSaid } from '../../packages/drivers/src/desk/desk-messages.ts';
import { type Fuzzer, fuzzer, textOf, valuesOf } from './fuzzer.ts';

const src = 'packages/protocol/src';

/** Its place, and the parser itself. */
const PARSERS: readonly (readonly [string, (value: unknown) => protocol.Parsed<unknown>])[] = [
  [`${src}/host.ts#parseHostEvent`, protocol.parseHostEvent],
  [`${src}/host.ts#parseHostRequest`, protocol.parseHostRequest],
  [`${src}/keeper.ts#parseKeeperEvent`, protocol.parseKeeperEvent],
  [`${src}/keeper.ts#parseKeeperRequest`, protocol.parseKeeperRequest],
  [`${src}/keyword-process.ts#parseKeywordAnswer`, protocol.parseKeywordAnswer],
  [`${src}/keyword-process.ts#parseKeywordRequest`, protocol.parseKeywordRequest],
  [`${src}/link.ts#parseLinkEvent`, protocol.parseLinkEvent],
  [`${src}/link.ts#parseLinkRequest`, protocol.parseLinkRequest],
  [`${src}/names.ts#parseNamesAnswer`, protocol.parseNamesAnswer],
  [`${src}/names.ts#parseNamesRequest`, protocol.parseNamesRequest],
  [`${src}/recognizer-process.ts#parseRecognizerAnswer`, protocol.parseRecognizerAnswer],
  [`${src}/recognizer-process.ts#parseRecognizerRequest`, protocol.parseRecognizerRequest],
  [`${src}/speaker-process.ts#parseSpeakerAnswer`, protocol.parseSpeakerAnswer],
  [`${src}/speaker-process.ts#parseSpeakerRequest`, protocol.parseSpeakerRequest],
  [`${src}/voice.ts#parseVoiceCommand`, protocol.parseVoiceCommand],
  [`${src}/voice.ts#parseVoiceEvent`, protocol.parseVoiceEvent],
  [`${src}/voice-model.ts#parseVoiceModelAnswer`, protocol.parseVoiceModelAnswer],
  [`${src}/voice-model.ts#parseVoiceModelRequest`, protocol.parseVoiceModelRequest],
];

/** What was accepted is accepted again after a way over the wire, and comes out as it went in. */
function acceptedBy(value: unknown): string[] {
  return PARSERS.flatMap(([name, parse]) => {
    const parsed = parse(value);
    if (parsed.kind === 'refused') return [];
    const sent = JSON.stringify(parsed.message);
    const again = parse(JSON.parse(sent));
    if (again.kind === 'refused') throw new Error(`${name} refuses its own: ${again.reason}`);
    if (JSON.stringify(again.message) !== sent) throw new Error(`${name} changes its own: ${sent}`);
    return [name];
  });
}

export const MESSAGE_FUZZERS: readonly Fuzzer[] = [
  fuzzer('messages', [...PARSERS.map(([name]) => name), `${src}/parsed.ts#parseWith`], (input) =>
    valuesOf(input).map(acceptedBy),
  ),
  fuzzer('journal-lines', [`${src}/journal.ts#parseJournalLine`], (input) =>
    textOf(input).split('\n').map(protocol.parseJournalLine),
  ),
  fuzzer(
    'desk',
    [
      'packages/drivers/src/desk/desk-messages.ts#parseAsked',
      'packages/drivers/src/desk/desk-messages.ts#parseSaid',
    ],
    (input) => valuesOf(input).map((value) => [parseAsked(value), parseSaid(value)]),
  ),
];
