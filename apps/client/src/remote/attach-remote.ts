// `codex-voice attach ssh://…`: a session of another machine in this terminal, from its address to how it
// ended here.
import { lostUtterances, readJournalTail, VOICE_STDIO, VoiceLink } from '@codex-voice/control';
import type { VoiceStart } from '@codex-voice/protocol';
import { addressText, machineText, type RemoteAddress } from '@codex-voice/remote';
import type { CommandGiven } from '../commands/session-access.ts';
import { afterLeader } from '../key-names.ts';
import { LateSettings } from '../late-settings.ts';
import { monotonicMs } from '../monotonic.ts';
import { checkRecordings } from '../recordings.ts';
import type { SessionStart } from '../session.ts';
import { type SessionEnd, tellEnd } from '../session-end.ts';
import { type SessionOptions, sessionOptions } from '../session-options.ts';
import { showSession } from '../show-session.ts';
import { agentSize, requireTerminal } from '../terminal-checks.ts';
import { UserError } from '../user-error.ts';
import { voiceCommand } from '../voice-start.ts';
import { type RemoteBackend, remoteBackend } from './remote-backend.ts';
import { programThere, remoteAddress } from './remote-choice.ts';
import { RemoteSession } from './remote-session.ts';
import { remoteWords } from './remote-words.ts';
import { openSshLink } from './ssh-link.ts';
import { TerminalVoice, type TerminalVoiceParts } from './terminal-voice.ts';

/** Nobody's project: what a folder of this machine says is not about a session of another one. */
const NO_FOLDER = '/';

/** Resolves when this terminal has left the session. Throws `UserError`. */
export async function attachRemote(given: CommandGiven, word: string): Promise<number> {
  const { options } = given.request;
  const hold = options.view === true ? 'never' : options.take === true ? 'take' : 'if-free';
  return await shown(given, { address: remoteAddress(word), hold });
}

interface Wanted {
  readonly address: RemoteAddress;
  readonly hold: Exclude<SessionStart, 'new'>;
  /** Of the session that this terminal has left for it. */
  readonly note?: string | undefined;
}

async function shown(given: CommandGiven, { address, hold, note }: Wanted): Promise<number> {
  const { request, launcher } = given;
  const config = given.config();
  const usual = sessionOptions(request, config);
  const machine = machineText(address);
  const options = {
    ...usual,
    telling: { ...usual.telling, words: remoteWords(usual.telling.words, machine) },
  };
  requireTerminal();
  checkRecordings(options.recordings);
  let backend: RemoteBackend | undefined;
  const session = new RemoteSession({
    address,
    program: programThere(given),
    open: openSshLink,
    nowMs: monotonicMs,
    after: (delayMs, call) => {
      const timer = setTimeout(call, delayMs);
      return () => clearTimeout(timer);
    },
    onLink: (state) => backend?.linkIs(state),
  });
  await session.reach({ hold, size: agentSize(options) });
  backend = remoteBackend({
    session,
    words: options.telling.words.link,
    machine,
    isHeard: hold !== 'never',
    prefix: addressText({ ...address, session: '' }),
    paletteKey: () => afterLeader(options.keys, 'commands'),
    makeVoice: (start, parts) => terminalVoice(start, { ...parts, session, launcher }),
  });
  const end = await showSession({
    backend,
    settings: new LateSettings(async () => {
      const { preparedSettings } = await import('../prepared-settings.ts');
      return (await preparedSettings({ request, config, options, folder: NO_FOLDER })).settings;
    }),
    options,
    start: hold,
    note,
  });
  const { untold } = backend;
  if (end.kind !== 'switched') return tellLeft(end, { session, untold, options });
  const next = { address: remoteAddress(end.sessionId), hold: end.hold };
  return await shown(given, { ...next, note: untold });
}

interface Left {
  readonly session: Pick<RemoteSession, 'name' | 'gaveUp'>;
  readonly untold: string | undefined;
  readonly options: Pick<SessionOptions, 'telling'>;
}

/** Returns the exit status. Throws `UserError`. */
function tellLeft(
  end: Exclude<SessionEnd, { kind: 'switched' }>,
  { session, untold, options }: Left,
): number {
  const { end: words } = options.telling.words;
  if (end.kind === 'lost' && session.gaveUp !== undefined) {
    const told = untold === undefined ? '' : `; ${untold}`;
    throw new UserError(`${session.gaveUp}${told}; ${words.goesOn(session.name)}`);
  }
  if (untold !== undefined) process.stdout.write(`${untold}\n`);
  return tellEnd(end, { sessionId: session.name, words, keptAt: 'there' });
}

type VoiceOf = Pick<TerminalVoiceParts, 'say' | 'show'> & {
  readonly session: RemoteSession;
  readonly launcher: string;
};

function terminalVoice(start: VoiceStart, { session, launcher, ...parts }: VoiceOf): TerminalVoice {
  const sessionName = session.name;
  return new TerminalVoice({
    ...parts,
    start,
    sessionName,
    theirSessionId: () => session.sessionId,
    openLink: (handlers) =>
      new VoiceLink({ ...handlers, command: voiceCommand(launcher), stdio: VOICE_STDIO }),
    toTheirClock: (ms) => ms + (session.clock.offsetMs ?? 0),
    nowMs: monotonicMs,
    leftWords: async () => {
      const { journalDirectory } = start;
      if (journalDirectory === undefined) return [];
      const records = await readJournalTail(journalDirectory);
      const facts = { records, sessionId: sessionName, nowMs: Date.now() };
      return lostUtterances({ ...facts, livePids: new Set() });
    },
  });
}
