// Who may import whom, as data: the right column of the package table in ARCHITECTURE.md is printed
// from here. A new edge is a decision about the architecture, so it is made in this file.

/** A member of the workspace, by folder name → the members its sources may import. */
export type ImportTable = Readonly<Record<string, readonly string[]>>;

export const IMPORT_TABLE: ImportTable = {
  protocol: [],
  actions: [],
  ansi: [],
  speech: [],
  terms: ['speech'],
  vocabulary: ['speech', 'terms'],
  overlay: ['ansi'],
  session: ['protocol'],
  agents: ['session', 'protocol'],
  drivers: [],
  pty: [],
  folders: [],
  shadow: ['agents', 'protocol', 'session'],
  ipc: ['folders', 'protocol'],
  control: ['dictation', 'drivers', 'protocol', 'session', 'speech', 'terms'],
  audio: ['speech'],
  dictation: ['speech'],
  recognizers: ['protocol', 'speech'],
  models: ['folders', 'protocol'],
  voices: ['audio', 'protocol', 'recognizers', 'speech'],
  engine: ['audio', 'folders', 'protocol', 'recognizers', 'speech', 'voices'],
  testing: [
    'agents',
    'ansi',
    'audio',
    'drivers',
    'overlay',
    'protocol',
    'pty',
    'session',
    'shadow',
    'speech',
  ],
  client: [
    'actions',
    'agents',
    'ansi',
    'control',
    'dictation',
    'folders',
    'ipc',
    'models',
    'overlay',
    'protocol',
    'pty',
    'session',
    'shadow',
    'speech',
  ],
  keeper: ['agents', 'ipc', 'protocol', 'pty', 'session', 'shadow'],
  host: ['control', 'folders', 'ipc', 'protocol', 'session', 'speech'],
  names: ['protocol', 'vocabulary'],
  recognizer: ['recognizers'],
  synthesizer: ['voices'],
  voice: ['audio', 'engine', 'protocol'],
  agent: [],
  embed: ['engine'],
};

/** What every test may import besides what its package may; nothing that ships may import it. */
export const TESTING_PACKAGE = 'testing';
