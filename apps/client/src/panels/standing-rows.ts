// How a session stands, and what is under way in it, in rows of the debug panel.
import type { HelpSection, HudModel } from '@codex-voice/overlay';
import type { QueueEntry } from '@codex-voice/protocol';
import type { PanelFacts } from './panel-facts.ts';

type Facts = Pick<
  PanelFacts,
  'sessionId' | 'role' | 'mode' | 'intent' | 'queue' | 'approvals' | 'nowMs'
>;

/** Prompts that are told one by one. */
const PROMPTS_SHOWN = 4;
/** Of a text so much stands beside its state, in UTF-16 units. */
const TEXT_SHOWN = 24;
const MS_PER_SECOND = 1_000;

/** What voice does just now, where it does anything. */
const AT_WORK: Readonly<Partial<Record<HudModel['voice']['state'], string>>> = {
  starting: 'its process starts',
  opening: 'the microphone opens',
  hearing: 'somebody is heard',
  deciding: 'what was said is being understood',
  speaking: 'a text is read aloud',
};

export function standing(
  facts: Facts,
  model: HudModel,
): { readonly now: HelpSection['rows']; readonly jobs: HelpSection['rows'] } {
  return { now: standingRows(facts, model), jobs: jobRows(facts, model) };
}

function standingRows(facts: Facts, { agent, voice }: HudModel): HelpSection['rows'] {
  const { sessionId = 'ends with its terminal', role, mode, intent, queue, approvals } = facts;
  const why = voice.reason === undefined ? '' : ` (${voice.reason})`;
  const opened =
    voice.microphoneOpenMs === undefined
      ? ''
      : ` · microphone opened in ${voice.microphoneOpenMs.toFixed(0)} ms`;
  // What it asks on its screen alone is told below, as its turn is.
  const asked =
    approvals.length === 0 ? '' : ` · the agent asks ${counted(approvals.length, 'thing')}`;
  return [
    { what: 'session', does: `${sessionId} · ${role} · Node ${process.versions.node}` },
    { what: 'agent', does: `${agent.name} ${agent.state} · ${agent.rung}` },
    { what: 'voice', does: `${voice.state}${why} · ${mode} · ${intent}${opened}` },
    { what: 'waiting', does: `${counted(queue.length, 'prompt')}${asked}` },
  ];
}

/** What is under way: words that are heard, the agent's turn, what waits and is being written. */
function jobRows(facts: Facts, { agent, voice, partial }: HudModel): HelpSection['rows'] {
  const atWork = AT_WORK[voice.state];
  const heard = partial === '' ? '' : `: ${shortened(partial)}`;
  const shown = facts.queue.slice(0, PROMPTS_SHOWN);
  const more = facts.queue.length - shown.length;
  return [
    ...(atWork === undefined ? [] : [{ what: 'voice', does: `${atWork}${heard}` }]),
    ...(agent.state === 'busy' ? [{ what: 'agent', does: 'works on a turn' }] : []),
    ...(agent.state === 'dialog' ? [{ what: 'agent', does: 'asks, and waits' }] : []),
    ...shown.map((entry) => promptRow(entry, facts.nowMs)),
    ...(more > 0 ? [{ what: '', does: `${counted(more, 'prompt')} more` }] : []),
  ];
}

function promptRow(entry: QueueEntry, nowMs: number): HelpSection['rows'][number] {
  const { state, why, origin, intent, text, queuedAtMs } = entry;
  const seconds = Math.max(0, Math.round((nowMs - queuedAtMs) / MS_PER_SECOND));
  const because = why === undefined ? '' : ` (${why})`;
  return {
    what: `prompt ${state}`,
    does: `${seconds} s · ${intent} · ${origin}${because} · ${shortened(text)}`,
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return line.length <= TEXT_SHOWN ? line : `${line.slice(0, TEXT_SHOWN).toWellFormed()}…`;
}
