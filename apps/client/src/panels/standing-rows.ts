// How a session stands, in rows of the debug panel.
import type { HelpSection, HudModel } from '@codex-voice/overlay';
import type { PanelFacts } from './panel-data.ts';

type Facts = Pick<PanelFacts, 'sessionId' | 'role' | 'mode' | 'intent' | 'queue' | 'approvals'>;

export function standingRows(facts: Facts, { agent, voice }: HudModel): HelpSection['rows'] {
  const { sessionId = 'ends with its terminal', role, mode, intent, queue, approvals } = facts;
  const why = voice.reason === undefined ? '' : ` (${voice.reason})`;
  const opened =
    voice.microphoneOpenMs === undefined
      ? ''
      : ` · microphone opened in ${voice.microphoneOpenMs.toFixed(0)} ms`;
  return [
    { what: 'session', does: `${sessionId} · ${role} · Node ${process.versions.node}` },
    { what: 'agent', does: `${agent.name} ${agent.state} · ${agent.rung}` },
    { what: 'voice', does: `${voice.state}${why} · ${mode} · ${intent}${opened}` },
    {
      what: 'waiting',
      does: `${queue.length} prompts · the agent asks ${approvals.length} things`,
    },
  ];
}
