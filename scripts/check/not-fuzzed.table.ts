// Functions whose names sound like parsers of what comes from outside, and why no fuzzer is theirs.

/** `path#name` → the reason. */
export const NOT_FUZZED: Readonly<Record<string, string>> = {
  'apps/client/src/commands/prompt-text.ts#readText': 'takes text from a stream as it is',
  'apps/client/src/config.ts#readConfig': 'reads a file for parseConfig, which has a fuzzer',
  'apps/client/src/replay/recording-files.ts#readRecording':
    'reads a file for CastReader, which has a fuzzer',
  'apps/client/src/key-actions.ts#readKeys':
    'hands names of keys to parseKeyBindings, which has a fuzzer',
  'apps/client/src/replay/read-recording.ts#readNamed':
    'reads a file for readRecording, by its name',
  'packages/knowledge/src/read-notes.ts#readNotes':
    'walks folders for snippetsOf, which has a fuzzer',
  'packages/metrics/src/metrics-log.ts#readMetrics':
    'reads files for parseRecord, which has a fuzzer',
  'packages/notes/src/notes-folder.ts#readDay': 'hands a file on as it is',
  'packages/pictures/src/cell-looks.ts#readLooks': 'reads cells of our own emulator',
  'packages/speech/src/wave-file.ts#decodePcm16': 'any bytes are samples',
  'packages/pty/src/descriptor.ts#readNow': 'takes bytes from a descriptor as they are',
};
