// What a session's events say in one line, for those who hear their terminal instead of seeing it.
// When lines are said, and which are left out, is `announcer.ts`'s.
import type { ListenMode, SessionEvent, VoiceEvent } from '@codex-voice/protocol';
import { waitWords } from '../hud-words.ts';

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
export function announcementOf(event: SessionEvent): Announcement | undefined {
  switch (event.type) {
    case 'voice':
      return voiceAnnouncement(event.event);
    case 'delivery':
      return deliveryAnnouncement(event);
    case 'screen':
      return screenAnnouncement(event.screen.kind);
    case 'mode':
      return lasting('mode', MODE_WORDS[event.mode]);
    case 'intent':
      return lasting(
        'intent',
        event.intent === 'send' ? 'what you say is sent' : 'what you say waits in the composer',
      );
    case 'voice-state':
      return voiceStateAnnouncement(event.state, event.reason);
    case 'listening-elsewhere':
      return lasting('listening', `another session listens now: ${event.sessionId}`);
    case 'notice':
      if (event.severity === 'info') return usual('notice', event.text);
      return urgent('notice', `${event.severity}: ${event.text}`);
    case 'opened':
      return voiceStateAnnouncement(event.voice.state, event.voice.reason);
    case 'queue':
    case 'deciding':
      return undefined;
  }
}

const MODE_WORDS: Readonly<Record<ListenMode, string>> = {
  tap: 'listens when asked',
  hold: 'listens while the key is held',
  hybrid: 'listens when asked, until you stop speaking',
  auto: 'listens all the time',
  continuous: 'listens all the time, for dictation',
  wake: 'listens for the wake phrase',
};

function usual(about: string, text: string): Announcement {
  return { about, text, weight: 'usual', nature: 'news' };
}

function urgent(about: string, text: string): Announcement {
  return { about, text, weight: 'urgent', nature: 'news' };
}

function lasting(about: string, text: string): Announcement {
  return { about, text, weight: 'usual', nature: 'state' };
}

function voiceAnnouncement(event: VoiceEvent): Announcement | undefined {
  switch (event.type) {
    case 'device':
      return deviceAnnouncement(event);
    case 'attention':
      return lasting(
        'listening',
        event.to === 'wake' ? 'waiting for the wake phrase' : 'listening',
      );
    case 'final':
      if (event.verdict === 'rejected')
        return usual(`heard ${event.utteranceId}`, 'not understood');
      return usual(`heard ${event.utteranceId}`, `heard: ${event.text}`);
    case 'problem':
      return urgent(
        'problem',
        `${event.severity === 'fatal' ? 'error' : 'warning'}: ${event.message}`,
      );
    case 'source-ended':
      return usual('source', 'the recording is over');
    case 'ready':
    case 'level':
    case 'speech-started':
    case 'speech-dropped':
    case 'partial':
      return undefined;
  }
}

function deviceAnnouncement({ state, detail, reason }: Device): Announcement | undefined {
  switch (state) {
    case 'open':
      return lasting('listening', 'listening');
    case 'closed':
      return lasting('listening', 'not listening');
    case 'unavailable':
      return {
        ...lasting('listening', `no microphone: ${detail ?? reason ?? 'unknown reason'}`),
        weight: 'urgent',
      };
    case 'opening':
      return undefined;
  }
}

function deliveryAnnouncement(event: Delivery): Announcement | undefined {
  const about = `fate ${event.id}`;
  const time = event.latencyMs === undefined ? '' : `, ${Math.round(event.latencyMs)} ms`;
  switch (event.state) {
    case 'waiting':
      return usual(about, `waiting: ${event.what ?? waitWords(event.why)}`);
    case 'composed':
      if (event.scratchRefused === undefined) return usual(about, `in the composer${time}`);
      return urgent(about, `warning: not taken back: ${waitWords(event.scratchRefused)}`);
    case 'sent':
      return usual(about, `sent${time}`);
    case 'unconfirmed':
      return urgent(about, 'warning: not confirmed: look at the composer');
    case 'dropped':
      return usual(about, event.why === 'scratched' ? 'taken back' : `dropped: ${event.text}`);
    case 'queued':
    case 'typing':
    case 'sending':
      return undefined;
  }
}

type ScreenKind = Extract<SessionEvent, { type: 'screen' }>['screen']['kind'];

function screenAnnouncement(kind: ScreenKind): Announcement | undefined {
  switch (kind) {
    case 'dialog':
      return { ...lasting('agent', 'the agent asks you something'), weight: 'urgent' };
    case 'busy':
      return lasting('agent', 'the agent is working');
    case 'composer':
      return lasting('agent', 'the agent is ready');
    case 'unknown':
      return undefined;
  }
}

type VoiceState = Extract<SessionEvent, { type: 'voice-state' }>['state'];

function voiceStateAnnouncement(
  state: VoiceState,
  reason: string | undefined,
): Announcement | undefined {
  switch (state) {
    case 'up':
      return lasting('voice', 'ready');
    case 'restarting':
      return { ...lasting('voice', 'warning: voice starts again'), weight: 'urgent' };
    case 'unavailable':
      return urgent(
        'voice',
        `error: voice is not available${reason === undefined ? '' : `: ${reason}`}`,
      );
    case 'off':
    case 'starting':
      return undefined;
  }
}
