// Which keys do what: the defaults, the first program's set, and the person's own, as key
// specifications. Recognising them in the byte stream is the input filter's task.
import type { Config } from './config-schema.ts';

export interface KeyNames {
  readonly talk: string;
  readonly leader: string;
  /** Keys of their own beside the leader's letters. */
  readonly send?: string;
  readonly scratch?: string;
  readonly quit?: string;
}

const DEFAULT_KEYS: KeyNames = { talk: 'F2', leader: 'Ctrl-\\' };
/** As the first program had them: record, send, quit. */
const CLASSIC_KEYS: KeyNames = {
  talk: 'Ctrl-R',
  leader: 'Ctrl-\\',
  send: 'Ctrl-V',
  quit: 'Ctrl-Q',
};

export function keyNames(keys: Config['keys']): KeyNames {
  if (keys === 'default') return DEFAULT_KEYS;
  if (keys === 'classic') return CLASSIC_KEYS;
  const { talk, leader, send, scratch } = keys;
  return {
    talk,
    leader,
    ...(send === undefined ? {} : { send }),
    ...(scratch === undefined ? {} : { scratch }),
  };
}
