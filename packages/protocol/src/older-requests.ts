// A request as an older version has it: what that version lacks is left out where the rest still means
// what it says, and else the request is not made.
import type { HostRequest, SessionCommand, SessionSettings } from './host.ts';
import { hostRequestIsIn, oldMode } from './versions.ts';

/** The first version that has languages, command words, triggers and all commands. */
const ALL_COMMANDS_SINCE = 2;

const OLD_COMMANDS: readonly SessionCommand[] = ['send', 'scratch', 'new-line', 'cancel', 'stop'];

/** The request for a host of this version; undefined: that version has none like it. */
export function hostRequestAs(version: number, request: HostRequest): HostRequest | undefined {
  if (!hostRequestIsIn(version, request.type)) return undefined;
  if (version >= ALL_COMMANDS_SINCE) return request;
  if (request.type === 'mode') return { ...request, mode: oldMode(request.mode) };
  if (request.type === 'command')
    return OLD_COMMANDS.includes(request.command) ? request : undefined;
  if (request.type !== 'open' || request.settings === undefined) return request;
  return { ...request, settings: oldSettings(request.settings) };
}

/** Without voice where the languages are none that the version has: it would listen in another one. */
function oldSettings({ voice, mode, ...others }: SessionSettings): SessionSettings {
  const settings = { ...others, mode: oldMode(mode) };
  if (voice === undefined) return settings;
  const { languages, commandWords: _, ...phrasebook } = voice.phrasebook;
  const { language } = phrasebook;
  if (languages !== undefined && !languages.includes(language)) return settings;
  const phrases = phrasebook.phrases.filter(({ action }) =>
    action.kind === 'command'
      ? OLD_COMMANDS.includes(action.command)
      : !action.text.includes('{transcript}') &&
        action.held === undefined &&
        action.does === undefined,
  );
  const { languages: _spoken, wakePhrases: _wake, wakeModel: _model, ...known } = voice.start;
  const { wakeConfirmed: _confirmed, speaking: _voice, ...start } = known;
  return { ...settings, voice: { start, phrasebook: { ...phrasebook, phrases } } };
}
