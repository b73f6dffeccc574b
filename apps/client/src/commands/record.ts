// `codex-voice record`: a running session into a file, or no more.
import type { RecordingTarget } from '@codex-voice/protocol';
import { askedRecording, newRecording } from '../recording-target.ts';
import { UserError, visible } from '../user-error.ts';
import { type CommandGiven, findSession, note, openAccess } from './session-access.ts';
import { withStartedHost } from './started-host.ts';

/** Throws `UserError`. */
export async function record(given: CommandGiven): Promise<number> {
  const { rest } = given.request;
  const stops = rest[0] === 'stop';
  const [name, file] = stops ? rest.slice(1) : rest;
  const target = stops ? undefined : targetOf(file, given);
  return await withStartedHost(given, async (host) => {
    const sources = openAccess(given).sources(host);
    const sessionId = await findSession(sources, { name, unnamed: 'it' });
    const reply = await host.ask((requestId) => ({
      ...{ type: 'record', requestId, sessionId },
      ...(target === undefined ? { do: 'stop' } : { do: 'start', target }),
    }));
    if (reply.kind === 'refused') throw new UserError(visible(reply.message));
    if (reply.kind !== 'done' || reply.recording === undefined)
      throw new UserError('the host does not record: codex-voice host renew, then again');
    return told(sessionId, reply.recording);
  });
}

/** Throws `UserError`. */
function targetOf(file: string | undefined, { config }: CommandGiven): RecordingTarget {
  return file === undefined ? askedRecording(config().recording.folder_mb) : newRecording(file);
}

function told(
  sessionId: string,
  {
    state,
    file = '',
  }: { readonly state: 'begun' | 'running' | 'stopped' | 'none'; readonly file?: string },
): number {
  switch (state) {
    case 'begun':
      note(
        `${visible(sessionId)} is recorded to ${visible(file)}; codex-voice record stop ends it`,
      );
      return 0;
    case 'running':
      note(`${visible(sessionId)} is recorded already, to ${visible(file)}`);
      return 0;
    case 'stopped':
      note(`the recording has ended: codex-voice replay ${visible(file)}`);
      return 0;
    case 'none':
      throw new UserError(`${visible(sessionId)} is not recorded: codex-voice record begins it`);
  }
}
