// The messages between the host and its clients: HUDs, and commands from elsewhere. Every one is a
// `message` frame. Parsed here, once, at the boundary.
import * as v from 'valibot';
import {
  approvalEntry,
  approvalRequest,
  approvalsEvent,
  approvalsRequest,
  openApprovals,
  replyRequest,
} from './approvals.ts';
import { callEvent, commandEndedEvent, sessionCall } from './calls.ts';
import { listenMannerSchema, listenModeSchema } from './listening.ts';
import { terminalMeasured } from './measured.ts';
import { microphoneEvent, microphoneRequest, ownMicrophone } from './microphone.ts';
import { type Parsed, parseWith } from './parsed.ts';
import { recordingAnswer, recordingEvent, recordingTarget, recordRequest } from './recording.ts';
import { screenStateSchema } from './screen-state.ts';
import { keptAnswer, keptEvent, spoolRequest } from './spool.ts';
import {
  answeredAnswer,
  questionRequest,
  speakRequest,
  unansweredAnswer,
  waitingRequest,
} from './talkback.ts';
import { voiceEventSchema, voiceStart } from './voice.ts';

const intent = v.picklist(['compose', 'send']);
const mode = listenModeSchema;
/** Those of version 1 first. What each does: the `speech` package's `SPOKEN_COMMANDS`. */
const command = v.picklist([
  'send',
  'scratch',
  'new-line',
  'cancel',
  'stop',
  'clear',
  'listen',
  'mode-tap',
  'mode-auto',
  'mode-hold',
  'mode-hybrid',
  'mode-continuous',
  'mode-wake',
  'read-back',
  'hush',
  'scroll-up',
  'scroll-down',
  'approve',
  'deny',
  'confirm',
  'interrupt',
  'help',
  'detach',
]);
export type SessionCommand = v.InferOutput<typeof command>;

/** Longest text of one prompt, in UTF-16 units. */
const text = v.pipe(v.string(), v.maxLength(65_536));
/** Names a prompt for ever: a second one with it is taken for the first. */
const promptId = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

/** One phrase that may be said, and what it means. */
const phrase = v.object({
  spoken: v.string(),
  action: v.variant('kind', [
    v.object({
      kind: v.literal('text'),
      text: v.string(),
      afterwards: v.exactOptional(v.literal('send')),
      /** Somebody else wrote it: it waits in the composer, whatever is said with it. */
      held: v.exactOptional(v.literal(true)),
      /** An action that is carried out with the words by the terminal that types; nothing is typed. */
      does: v.exactOptional(v.string()),
    }),
    v.object({ kind: v.literal('command'), command }),
  ]),
  pronunciations: v.exactOptional(v.record(v.string(), v.array(v.string()))),
});

const phrasebook = v.object({
  /** All that version 1 knows of the languages. */
  language: v.picklist(['en', 'fr']),
  /** Those that are spoken, the usual one first; absent: `language`. */
  languages: v.exactOptional(v.array(v.picklist(['en', 'es', 'fr', 'de', 'ja', 'zh']))),
  /** Said before a command, any of them makes a command of it; absent: none does. */
  commandWords: v.exactOptional(v.array(v.string())),
  phrases: v.array(phrase),
});

/** How free speech is written: the `dictation` package's settings, and whether names are repaired first. */
const dictation = v.object({
  format: v.picklist(['on', 'off']),
  repair: v.picklist(['on', 'off']),
  formatters: v.picklist(['careful', 'eager']),
  formatterPrefix: v.string(),
  numbers: v.picklist(['auto', 'always', 'never']),
  /** What is said → what is typed. */
  replacements: v.record(v.string(), v.string()),
  /** Names of rules that are switched off; one that is not known is passed over. */
  off: v.array(v.string()),
});

/** `answers`: those that an agent gives in few words. */
export const SAID_KINDS = ['read-back', 'dialogs', 'failures', 'answers'] as const;

const aloud = v.picklist(['on', 'off']);

/** How a session listens and delivers: read from the person's configuration by the client that starts it. */
export const sessionSettingsSchema = v.object({
  intent,
  mode,
  /** What a prompt does to a working agent that has a protocol; absent: it waits. */
  whileBusy: v.exactOptional(v.picklist(['queue', 'steer', 'interrupt'])),
  /** Whether times and counts of it are recorded; absent: they are. */
  measured: v.exactOptional(v.literal('off')),
  /** It is recorded from its start on; absent: it is not. */
  record: v.exactOptional(recordingTarget),
  /** Where it is sent as well, by OTLP over HTTP; absent: nowhere. */
  measuredTo: v.exactOptional(v.string()),
  /** Absent: no voice in this session. */
  voice: v.exactOptional(
    v.object({
      start: voiceStart,
      /** The folder whose names are likely to be said; absent: nobody's. */
      folder: v.exactOptional(v.string()),
      /** How free speech is written; absent: as usual. */
      dictation: v.exactOptional(dictation),
      /** How each mode listens, where that is not as the start says. */
      manners: v.exactOptional(v.record(listenModeSchema, listenMannerSchema)),
      /** What is read aloud, where `start` has a voice; absent: nothing. */
      say: v.exactOptional(v.array(v.picklist(SAID_KINDS))),
      /** Whether it is read aloud until a person says otherwise; absent: where `start` has a voice. */
      aloud: v.exactOptional(aloud),
      /** What begins to be said ends the agent's turn, in `auto`; absent: it does not. */
      interrupts: v.exactOptional(v.literal('speech')),
      phrasebook,
    }),
  ),
});
export type SessionSettings = v.InferOutput<typeof sessionSettingsSchema>;

/** One change of a session's queue by a person, before the prompt is typed. */
const queueEdit = v.variant('do', [
  v.object({ do: v.literal('remove'), id: promptId }),
  v.object({ do: v.literal('edit'), id: promptId, text }),
  /** To the place `index`, 0 being the next to go. */
  v.object({ do: v.literal('move'), id: promptId, index: v.number() }),
  v.object({ do: v.literal('intent'), id: promptId, intent }),
  v.object({ do: v.literal('clear') }),
]);
export type QueueEdit = v.InferOutput<typeof queueEdit>;

const requestId = v.string();
const sessionId = v.string();

const hostRequestSchema = v.variant('type', [
  /** This connection is a HUD of the session: answered by `opened`, then by every change. */
  v.object({
    type: v.literal('open'),
    sessionId,
    settings: v.exactOptional(sessionSettingsSchema),
    /** This terminal's own is to be heard; absent: that of the machine the session runs on. */
    microphone: v.exactOptional(ownMicrophone),
  }),
  microphoneRequest,
  /** Of the opened session, as the rest up to `queue`. */
  v.object({ type: v.literal('talk'), do: v.picklist(['toggle', 'start', 'stop']) }),
  v.object({ type: v.literal('mode'), mode }),
  /** Listens in another manner, in whatever mode, until the session ends. */
  v.object({ type: v.literal('tune'), manner: listenMannerSchema }),
  v.object({ type: v.literal('intent'), intent }),
  /**
   * Other settings from now on, as the person's config file has them; mode and intent stay. `anew`: how
   * it is heard too, by a voice process that begins anew; `as-it-is`: all else.
   */
  v.object({
    type: v.literal('settings'),
    settings: sessionSettingsSchema,
    voice: v.picklist(['as-it-is', 'anew']),
  }),
  terminalMeasured,
  /** Whether texts are read aloud, until the session's control ends. */
  v.object({ type: v.literal('aloud'), aloud }),
  v.object({ type: v.literal('command'), command }),
  v.object({ type: v.literal('queue'), requestId, edit: queueEdit }),
  approvalRequest,
  replyRequest,
  approvalsRequest,
  speakRequest,
  questionRequest,
  waitingRequest,
  /** Put a text into a session from elsewhere. */
  v.object({
    type: v.literal('say'),
    requestId,
    sessionId,
    promptId,
    text,
    intent,
    /** Absent: from elsewhere. */
    origin: v.exactOptional(v.picklist(['key', 'plugin'])),
  }),
  recordRequest,
  spoolRequest,
  v.object({ type: v.literal('sessions'), requestId }),
  v.object({ type: v.literal('status'), requestId }),
  /**
   * The host ends; sessions live on. `when`: not before nobody is heard; absent, at once. A host that does
   * not know the word ends at once.
   */
  v.object({
    type: v.literal('shutdown'),
    requestId,
    when: v.exactOptional(v.literal('unheard')),
  }),
]);
export type HostRequest = v.InferOutput<typeof hostRequestSchema>;

const deliveryState = {
  state: v.picklist([
    'queued',
    'waiting',
    'typing',
    'composed',
    'sending',
    'sent',
    'unconfirmed',
    'dropped',
  ]),
  /** Why it waits, is unconfirmed or was dropped: a word of the `session` package. */
  why: v.exactOptional(v.string()),
  /** Names the dialog it waits for. */
  what: v.exactOptional(v.string()),
  scratchRefused: v.exactOptional(v.string()),
};

const queueEntry = v.object({
  id: promptId,
  text: v.string(),
  intent,
  origin: v.picklist(['voice', 'say', 'replay', 'key', 'plugin']),
  /** The folder stands at another commit than when it was queued. */
  stale: v.exactOptional(v.literal(true)),
  /** Wall clock, in ms since 1970. */
  queuedAtMs: v.number(),
  ...deliveryState,
});
export type QueueEntry = v.InferOutput<typeof queueEntry>;

const voiceState = v.object({
  state: v.picklist(['off', 'starting', 'up', 'restarting', 'unavailable']),
  reason: v.exactOptional(v.string()),
});

/**
 * How prompts reach the agent. `structured`: through its protocol. `typing`: it has one, which is away,
 * so they are typed. `plain`: there is only its terminal.
 */
const rung = v.picklist(['structured', 'typing', 'plain']);
export type SessionRung = v.InferOutput<typeof rung>;

const sessionRow = v.object({
  sessionId,
  agent: v.string(),
  cwd: v.string(),
  /** `idle`, `busy`, `dialog`, `unknown`: what its screen shows; `lost`: its keeper does not answer. */
  state: v.picklist(['idle', 'busy', 'dialog', 'unknown', 'lost']),
  columns: v.number(),
  rows: v.number(),
  startedAtMs: v.number(),
  terminals: v.number(),
  held: v.boolean(),
  queued: v.number(),
  /** Absent: `plain`. */
  rung: v.exactOptional(rung),
  /** Its program calls its person; absent: it does not. */
  call: v.exactOptional(sessionCall),
  /** The microphone is open for it; absent: it is not, or the host is older than this. */
  listening: v.exactOptional(v.literal(true)),
  keeperMemoryBytes: v.number(),
  agentMemoryBytes: v.exactOptional(v.number()),
});
export type SessionRow = v.InferOutput<typeof sessionRow>;

const hostStatus = v.object({
  pid: v.number(),
  version: v.string(),
  startedAtMs: v.number(),
  memoryBytes: v.number(),
  sessions: v.number(),
  clients: v.number(),
  voicePids: v.array(v.number()),
  logFile: v.string(),
});
export type HostStatus = v.InferOutput<typeof hostStatus>;

/** What a session tells its HUDs; the first is `opened`. */
export const sessionEventSchema = v.variant('type', [
  v.object({
    type: v.literal('opened'),
    sessionId,
    screen: screenStateSchema,
    queue: v.array(queueEntry),
    mode,
    intent,
    voice: voiceState,
    /** Whether the microphone is open for this session. */
    listening: v.boolean(),
    /** Whether texts are read aloud; absent: they are not. */
    aloud: v.exactOptional(aloud),
    /** Absent: `plain`. */
    rung: v.exactOptional(rung),
    /** Its program calls its person; absent: it does not. */
    call: v.exactOptional(sessionCall),
    /** What the agent asks; absent: nothing. */
    approvals: v.exactOptional(openApprovals),
    /** The session is heard by this terminal's microphone; absent: by that of its own machine. */
    microphone: v.exactOptional(v.literal('yours')),
  }),
  approvalsEvent,
  callEvent,
  commandEndedEvent,
  keptEvent,
  recordingEvent,
  v.object({ type: v.literal('screen'), screen: screenStateSchema }),
  v.object({ type: v.literal('queue'), entries: v.array(queueEntry) }),
  v.object({
    type: v.literal('delivery'),
    id: promptId,
    text: v.string(),
    ...deliveryState,
    /** With `composed` and `sent`: end of speech → this, in ms, where nothing but we were slow. */
    latencyMs: v.exactOptional(v.number()),
  }),
  v.object({ type: v.literal('voice'), event: voiceEventSchema }),
  v.object({ type: v.literal('voice-state'), ...voiceState.entries }),
  v.object({ type: v.literal('mode'), mode }),
  v.object({ type: v.literal('intent'), intent }),
  v.object({ type: v.literal('aloud'), aloud }),
  v.object({ type: v.literal('rung'), rung, why: v.string() }),
  /** A spoken command that only the terminal which types can obey. */
  v.object({
    type: v.literal('asked'),
    command: v.picklist(['help', 'detach', 'read-back', 'scroll-up', 'scroll-down']),
  }),
  /** A spoken action, for the terminal that types; `words`: what was said behind its name. */
  v.object({ type: v.literal('action'), name: v.string(), words: v.string() }),
  /** The stop key was taken: what was said is being decided. */
  v.object({ type: v.literal('deciding') }),
  /** Another session listens now. */
  v.object({ type: v.literal('listening-elsewhere'), sessionId }),
  v.object({
    type: v.literal('notice'),
    severity: v.picklist(['info', 'warning', 'error']),
    text: v.string(),
    /** Which of the usual notices it is, for who says it in another language. */
    code: v.exactOptional(v.string()),
  }),
]);
export type SessionEvent = v.InferOutput<typeof sessionEventSchema>;

const hostEventSchema = v.variant('type', [
  ...sessionEventSchema.options,
  microphoneEvent,
  v.object({
    type: v.literal('answer'),
    requestId,
    answer: v.variant('kind', [
      /** `unkept`: why a text that was taken is not on disk; absent: it is. */
      v.object({
        kind: v.literal('done'),
        unkept: v.exactOptional(v.string()),
        recording: v.exactOptional(recordingAnswer),
      }),
      v.object({ kind: v.literal('refused'), message: v.string() }),
      v.object({ kind: v.literal('sessions'), sessions: v.array(sessionRow) }),
      v.object({ kind: v.literal('status'), status: hostStatus }),
      v.object({ kind: v.literal('approvals'), approvals: v.array(approvalEntry) }),
      v.object({ kind: v.literal('waiting'), entries: v.array(queueEntry) }),
      keptAnswer,
      answeredAnswer,
      unansweredAnswer,
    ]),
  }),
]);
export type HostEvent = v.InferOutput<typeof hostEventSchema>;
export type HostAnswer = Extract<HostEvent, { type: 'answer' }>['answer'];

/** Parses what enters the host. Never throws. */
export function parseHostRequest(value: unknown): Parsed<HostRequest> {
  return parseWith(hostRequestSchema, value);
}

/** Parses what the host says. Never throws. */
export function parseHostEvent(value: unknown): Parsed<HostEvent> {
  return parseWith(hostEventSchema, value);
}
