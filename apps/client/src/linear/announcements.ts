// What a session's events say in one line, for those who hear their terminal instead of seeing it.
// When lines are said, and which are left out, is `announcer.ts`'s.
import type { FinalEvent, SessionEvent, VoiceEvent } from '@codex-voice/protocol';
import { approvalText, settledText } from '../hud-approvals.ts';
import { failureText, noticeText, type Telling, waitWords } from '../hud-words.ts';
import type { LineWords, SessionWords } from '../words/session-words.ts';

export interface Announcement {
  /** What it is about: a newer one about the same replaces an older one not said yet. */
  readonly about: string;
  /** One line without `voice: `. */
  readonly text: string;
  readonly weight: 'usual' | 'urgent';
  /** A state is said when it changes; news may be the same again after a while. */
  readonly nature: 'state' | 'news';
}

type Delivery = Extract<SessionEvent, { type: 'delivery' }>;
type Device = Extract<VoiceEvent, { type: 'device' }>;

/** What an event says; undefined for one that is nothing to hear. Words being said are not. */
export function announcementOf(event: SessionEvent, telling: Telling): Announcement | undefined {
  const { words } = telling;
  const { line } = words;
  switch (event.type) {
    case 'voice':
      return voiceAnnouncement(event.event, telling);
    case 'delivery':
      return deliveryAnnouncement(event, words);
    case 'screen':
      return screenAnnouncement(event.screen.kind, line);
    case 'mode':
      return lasting('mode', line.mode[event.mode]);
    case 'intent':
      return lasting('intent', line.intent[event.intent]);
    case 'aloud':
      return lasting('aloud', line.aloud[event.aloud]);
    case 'voice-state':
      return voiceStateAnnouncement(event, line);
    case 'listening-elsewhere':
      return lasting('listening', line.anotherListens(event.sessionId));
    case 'notice':
      if (event.severity === 'info') return usual('notice', noticeText(event, words));
      return urgent('notice', `${line.severity[event.severity]}: ${noticeText(event, words)}`);
    case 'opened':
      return voiceStateAnnouncement(event.voice, line);
    case 'approvals':
      return approvalsAnnouncement(event, words);
    case 'call':
      return event.call && urgent('call', words.row.calls(event.call.text));
    case 'command-ended':
      return commandAnnouncement(event, words);
    case 'queue':
    case 'deciding':
    case 'asked':
    case 'action':
      return undefined;
  }
}

/** Only what went wrong: the rest is on the screen. */
function commandAnnouncement(
  { exitCode = 0 }: Extract<SessionEvent, { type: 'command-ended' }>,
  { row }: SessionWords,
): Announcement | undefined {
  return exitCode === 0 ? undefined : usual('command', row.commandFailed(exitCode));
}

/** What was settled, or what is asked now; in the words of our row. */
function approvalsAnnouncement(
  { open, settled }: Extract<SessionEvent, { type: 'approvals' }>,
  { row }: SessionWords,
): Announcement | undefined {
  // The one that a key answers, and no other.
  const asked = open.find(({ state }) => state === 'open');
  if (settled !== undefined) {
    const about = `approval ${settled.id}`;
    const told = settledText(settled, row.approval);
    if (asked === undefined) return usual(about, told);
    return urgent(about, `${told} · ${approvalText(asked, row.approval)}`);
  }
  return (
    asked && {
      ...lasting(`approval ${asked.id}`, approvalText(asked, row.approval)),
      weight: 'urgent',
    }
  );
}

function usual(about: string, text: string): Announcement {
  return { about, text, weight: 'usual', nature: 'news' };
}

function urgent(about: string, text: string): Announcement {
  return { about, text, weight: 'urgent', nature: 'news' };
}

function lasting(about: string, text: string): Announcement {
  return { about, text, weight: 'usual', nature: 'state' };
}

function voiceAnnouncement(event: VoiceEvent, telling: Telling): Announcement | undefined {
  const { line } = telling.words;
  switch (event.type) {
    case 'device':
      return deviceAnnouncement(event, line);
    case 'attention':
      return lasting('listening', event.to === 'wake' ? line.awaitsPhrase : line.listening);
    case 'final':
      return finalAnnouncement(event, telling);
    case 'problem':
      return urgent(
        'problem',
        `${line.severity[event.severity === 'fatal' ? 'error' : 'warning']}: ${event.message}`,
      );
    case 'source-ended':
      return usual('source', line.recordingOver);
    case 'ready':
    case 'level':
    case 'microphones':
    case 'speech-started':
    case 'speech-dropped':
    case 'partial':
      return undefined;
  }
}

function finalAnnouncement(event: FinalEvent, telling: Telling): Announcement | undefined {
  const { line } = telling.words;
  const about = `heard ${event.utteranceId}`;
  const { failure, text, verdict, refusedBy } = event;
  // Others may talk on for an hour: that is nothing to be read aloud each time.
  if (refusedBy === 'other-voice') return undefined;
  if (failure !== undefined)
    return urgent(about, `${line.severity.warning}: ${failureText(failure, telling)}`);
  return usual(about, verdict === 'rejected' ? line.notUnderstood : line.heard(text));
}

function deviceAnnouncement(
  { state, detail, reason }: Device,
  line: LineWords,
): Announcement | undefined {
  switch (state) {
    case 'open':
      return lasting('listening', line.listening);
    case 'closed':
      return lasting('listening', line.notListening);
    case 'opening':
      // With a reason it is waited for.
      return reason === undefined ? undefined : absence(detail ?? reason, line);
    case 'unavailable':
      return absence(detail ?? reason ?? line.unknownReason, line);
  }
}

function absence(why: string, line: LineWords): Announcement {
  return { ...lasting('listening', line.noMicrophone(why)), weight: 'urgent' };
}

function deliveryAnnouncement(event: Delivery, words: SessionWords): Announcement | undefined {
  const { line, row } = words;
  const about = `fate ${event.id}`;
  const time = event.latencyMs === undefined ? '' : `, ${Math.round(event.latencyMs)} ms`;
  switch (event.state) {
    case 'waiting':
      return usual(about, line.waiting(event.what ?? waitWords(event.why, words)));
    case 'composed':
      if (event.scratchRefused === undefined) return usual(about, `${line.composed}${time}`);
      return urgent(
        about,
        `${line.severity.warning}: ${row.notTakenBack(waitWords(event.scratchRefused, words))}`,
      );
    case 'sent':
      return usual(about, `${line.sent}${time}`);
    case 'unconfirmed':
      return urgent(about, `${line.severity.warning}: ${row.notConfirmed}`);
    case 'dropped':
      return usual(about, event.why === 'scratched' ? line.takenBack : line.dropped(event.text));
    case 'queued':
    case 'typing':
    case 'sending':
      return undefined;
  }
}

type ScreenKind = Extract<SessionEvent, { type: 'screen' }>['screen']['kind'];

function screenAnnouncement(kind: ScreenKind, { agent }: LineWords): Announcement | undefined {
  switch (kind) {
    case 'dialog':
      return { ...lasting('agent', agent.dialog), weight: 'urgent' };
    case 'busy':
      return lasting('agent', agent.busy);
    case 'composer':
      return lasting('agent', agent.composer);
    case 'unknown':
      return undefined;
  }
}

type VoiceState = Omit<Extract<SessionEvent, { type: 'voice-state' }>, 'type'>;

function voiceStateAnnouncement(
  { state, reason }: VoiceState,
  line: LineWords,
): Announcement | undefined {
  switch (state) {
    case 'up':
      return lasting('voice', line.voiceReady);
    case 'restarting':
      return {
        ...lasting('voice', `${line.severity.warning}: ${line.voiceAgain}`),
        weight: 'urgent',
      };
    case 'unavailable':
      return urgent(
        'voice',
        `${line.severity.error}: ${line.voiceMissing}${reason === undefined ? '' : `: ${reason}`}`,
      );
    case 'off':
    case 'starting':
      return undefined;
  }
}
