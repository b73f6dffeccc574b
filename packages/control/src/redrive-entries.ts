// What a recording says that it says a session's control was told: each input held against a form before it is
// believed. A recording comes from anywhere.
import {
  parseHostRequest,
  parseKeeperEvent,
  parseVoiceEvent,
  sessionSettingsSchema,
} from '@codex-voice/protocol';
import * as v from 'valibot';

const at = v.number();
/** Turns of the microtask queue. */
const turns = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64));
/** Which call of the control's it came inside of. */
const inside = v.exactOptional(v.string());
const common = { at, inside, along: v.exactOptional(turns), wall: v.exactOptional(v.number()) };

/** A value that a parser of the wire takes. */
function parsed<Message>(
  parse: (
    value: unknown,
  ) =>
    | { readonly kind: 'message'; readonly message: Message }
    | { readonly kind: 'refused'; readonly reason: string },
) {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, Message>(({ dataset, addIssue, NEVER }) => {
      const result = parse(dataset.value);
      if (result.kind === 'message') return result.message;
      addIssue({ message: result.reason });
      return NEVER;
    }),
  );
}

const request = parsed(parseHostRequest);
const text = v.string();
const item = v.looseObject({ itemId: text, kind: text, text, promptId: v.exactOptional(text) });
const rung = v.picklist(['structured', 'typing']);
const activity = v.picklist(['idle', 'busy', 'waiting']);
const decision = v.picklist(['accept', 'accept-for-session', 'decline', 'cancel']);
const warnings = v.exactOptional(
  v.array(v.picklist(['network', 'destructive', 'permissions', 'unknown'])),
);
const part = v.object({
  partId: text,
  question: text,
  choices: v.array(v.object({ label: text, description: v.exactOptional(text) })),
  takesWords: v.boolean(),
  takesSeveral: v.exactOptional(v.literal(true)),
});

const agentEvent = v.variant('kind', [
  v.object({ kind: v.literal('session'), threadId: text, cwd: text }),
  v.object({ kind: v.literal('rung'), rung, why: text }),
  v.object({
    kind: v.literal('prompt'),
    promptId: text,
    state: v.picklist(['offered', 'taken', 'refused', 'unconfirmed']),
  }),
  v.object({ kind: v.literal('turn-started'), turnId: text }),
  v.object({
    kind: v.literal('turn-completed'),
    turnId: text,
    how: v.picklist(['finished', 'interrupted']),
  }),
  v.object({ kind: v.literal('turn-failed'), turnId: text, message: text }),
  v.object({ kind: v.picklist(['item-started', 'item-completed']), turnId: text, item }),
  v.object({ kind: v.literal('item-delta'), turnId: text, itemId: text, delta: text }),
  v.object({
    kind: v.literal('approval-requested'),
    approval: v.object({
      approvalId: text,
      turnId: text,
      subject: v.picklist(['command', 'patch', 'permissions', 'question']),
      text,
      reason: v.exactOptional(text),
      cwd: v.exactOptional(text),
      patch: v.exactOptional(text),
      warnings,
      parts: v.exactOptional(v.array(part)),
      decisions: v.array(decision),
    }),
  }),
  v.object({
    kind: v.literal('approval-resolved'),
    approvalId: text,
    by: v.picklist(['here', 'elsewhere', 'lost']),
    decision: v.exactOptional(decision),
  }),
  v.object({ kind: v.literal('status'), activity }),
  v.object({
    kind: v.literal('error'),
    message: text,
    isOurs: v.exactOptional(v.literal(true)),
  }),
  // Nothing is decided by these.
  v.looseObject({ kind: v.picklist(['plan-updated', 'diff-updated', 'usage', 'raw']) }),
]);

const look = v.object({
  rung,
  activity,
  keepsOnDisk: v.boolean(),
  capabilities: v.array(
    v.picklist([
      ...['structured', 'confirms', 'alone', 'steer', 'interrupt'],
      ...['approvals', 'fork', 'revert', 'sandboxed-exec'],
    ] as const),
  ),
});

/** In so many turns of the microtask queue the answer was there; absent: it came from outside. */
const ticks = v.exactOptional(turns);

const terms = v.array(v.object({ text, spoken: v.exactOptional(text) }));

const SCHEMAS = {
  c: v.object({
    at,
    wallMs: v.number(),
    sessionId: text,
    head: v.exactOptional(v.boolean(), false),
    names: v.exactOptional(v.boolean(), false),
    memory: v.exactOptional(v.unknown()),
    asked: v.exactOptional(v.array(v.looseObject({ id: text, atMs: v.number(), type: text })), []),
  }),
  k: v.variant('is', [
    v.object({ ...common, is: v.picklist(['connected', 'disconnected']) }),
    v.object({ ...common, is: v.literal('event'), event: parsed(parseKeeperEvent) }),
  ]),
  v: v.variant('is', [
    v.object({
      ...common,
      is: v.literal('event'),
      seat: v.number(),
      event: parsed(parseVoiceEvent),
    }),
    v.object({
      ...common,
      is: v.literal('state'),
      seat: v.number(),
      state: v.variant('state', [
        v.object({ state: v.picklist(['off', 'starting', 'up']) }),
        v.object({ state: v.picklist(['restarting', 'unavailable']), reason: text }),
      ]),
    }),
    v.object({
      ...common,
      is: v.literal('not-heard'),
      seat: v.number(),
      by: v.exactOptional(text),
    }),
    v.object({
      ...common,
      is: v.literal('lost'),
      seat: v.number(),
      utterances: v.array(
        v.object({
          id: text,
          text,
          speechEndedMs: v.number(),
          age: v.picklist(['fresh', 'late']),
          cut: v.exactOptional(v.literal(true)),
        }),
      ),
    }),
    v.object({ ...common, is: v.literal('unread'), seat: v.number(), why: text }),
    v.object({
      ...common,
      is: v.literal('played-out'),
      seat: v.number(),
      isPlayedOut: v.boolean(),
    }),
    v.object({
      ...common,
      is: v.literal('audio'),
      utteranceId: text,
      sha256: text,
      ms: v.number(),
    }),
  ]),
  q: v.variant('is', [
    v.object({
      ...common,
      is: v.literal('open'),
      hud: v.number(),
      microphone: v.exactOptional(v.picklist(['closed', 'open', 'none'])),
      settings: v.exactOptional(sessionSettingsSchema),
    }),
    v.object({ ...common, is: v.literal('request'), hud: v.number(), request }),
    v.object({ ...common, is: v.literal('close'), hud: v.number() }),
    v.object({
      ...common,
      is: v.literal('say'),
      said: v.object({
        promptId: text,
        text,
        intent: v.picklist(['compose', 'send']),
        origin: v.exactOptional(v.picklist(['key', 'plugin'])),
      }),
    }),
    v.object({ ...common, is: v.literal('asked'), request }),
    v.object({ ...common, is: v.literal('ask'), number: v.number(), request }),
    v.object({ ...common, is: v.literal('withdraw'), number: v.number() }),
    v.object({
      ...common,
      is: v.literal('notice'),
      notice: v.object({
        severity: v.picklist(['info', 'warning', 'error']),
        text,
        code: v.exactOptional(text),
      }),
    }),
    v.object({ ...common, is: v.literal('dispose') }),
  ]),
  a: v.variant('is', [
    v.object({
      ...common,
      is: v.literal('driver'),
      driver: v.exactOptional(v.number()),
      look: v.exactOptional(look),
    }),
    v.object({ ...common, is: v.literal('look'), driver: v.number(), look }),
    v.object({
      ...common,
      is: v.literal('told'),
      to: v.number(),
      told: v.object({
        number: v.number(),
        atMs: v.number(),
        fromBefore: v.exactOptional(v.literal(true)),
        event: agentEvent,
      }),
    }),
    v.object({ ...common, is: v.literal('again'), to: v.number() }),
    v.object({
      ...common,
      is: v.literal('prompt-state'),
      promptId: text,
      state: v.exactOptional(v.picklist(['offered', 'taken', 'refused', 'unconfirmed'])),
    }),
    v.object({
      ...common,
      is: v.literal('answered'),
      call: v.number(),
      ticks,
      result: v.looseObject({
        kind: v.picklist(['taken', 'repeated', 'done', 'unconfirmed', 'refused']),
      }),
    }),
    v.object({ ...common, is: v.literal('failed'), call: v.number(), ticks, message: text }),
  ]),
  p: v.variant('is', [
    v.object({ ...common, is: v.literal('head'), head: v.exactOptional(text) }),
    v.object({ ...common, is: v.picklist(['unkept', 'unkept-approval']), message: text }),
    v.object({ ...common, is: v.picklist(['terms', 'terms-read']), terms }),
    v.object({ ...common, is: v.literal('knows'), word: text, knows: v.boolean() }),
    v.object({ ...common, is: v.literal('names'), names: v.array(text) }),
    v.object({ ...common, is: v.literal('names-left-out'), count: v.number() }),
  ]),
  t: v.object({ ...common, n: v.number(), dueMs: v.number() }),
} as const;

export type InputCode = keyof typeof SCHEMAS;
type InputOf<Code extends InputCode> = { readonly code: Code } & v.InferOutput<
  (typeof SCHEMAS)[Code]
>;
/** One input, as the control is to be told it. */
export type RedriveInput = { readonly [Code in InputCode]: InputOf<Code> }[InputCode];

export type ReadInput =
  | { readonly kind: 'input'; readonly input: RedriveInput }
  | { readonly kind: 'refused'; readonly reason: string };

export function isInputCode(code: string): code is InputCode {
  return Object.hasOwn(SCHEMAS, code);
}

export function readInput(code: InputCode, data: unknown): ReadInput {
  const result = v.safeParse(SCHEMAS[code], data);
  if (result.success) {
    // The schema of the code is the one it was held against.
    return { kind: 'input', input: { code, ...result.output } as RedriveInput };
  }
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  return { kind: 'refused', reason: path === null ? issue.message : `${path}: ${issue.message}` };
}
