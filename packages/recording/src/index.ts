// The front door.
export { CastReader, type ReadCast, type ReadFaults, readCast } from './cast-reader.ts';
export {
  type CastBounds,
  type CastRoom,
  CastWriter,
  FILE_BOUND_BYTES,
  FULL_MARK,
  NO_OUTPUT_MARK,
  OUTPUT_BOUND_BYTES,
} from './cast-writer.ts';
export {
  type CastEvent,
  type CastHeader,
  type CastSize,
  HEARD_CODES,
  isSize,
  LONGEST_INTERVAL_S,
  LONGEST_LINE_UNITS,
  LONGEST_SIDE_CELLS,
  MOST_CELLS,
  type RecordingCode,
  RecordingError,
  SESSION_FORMAT,
  type SessionFacts,
  SHOWN_CODES,
  sizeOf,
} from './format.ts';
export { type Mark, marksOf, momentOf, timeText } from './marks.ts';
export { PictureRows, PictureWriter, type ShownScreen } from './picture-rows.ts';
export { redacted, redactedJson, textsIn } from './redact-json.ts';
export {
  type FoundSecret,
  highestStandIn,
  KNOWN_SECRETS,
  movedOffset,
  Redactor,
  type SecretFinders,
  SHORTEST_KNOWN_UNITS,
  type StoodIn,
  withStandIns,
} from './redactor.ts';
