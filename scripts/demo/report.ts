// The summary printed at the end of the demonstration: heard, received, and the time of each stage.
import type { DemoResult, JournalLine } from './run.ts';
import { EXPECTED_PROMPTS } from './script.ts';

export function report(result: DemoResult): string {
  const lines = ['', `codex-voice spoke to ${result.agentName}.`, '', 'Heard'];
  lines.push(`  ${' '.repeat(51)}  end of speech →`);
  lines.push(`  ${'words'.padEnd(24)}${'what became of it'.padEnd(27)}  closed    done`);
  for (const transcript of result.heard) {
    if (transcript.type === 'transcript') lines.push(row(transcript, result.heard));
  }
  lines.push('', 'Received by the agent');
  for (const prompt of result.received) lines.push(`  ${JSON.stringify(prompt)}`);
  if (result.received.length === 0) lines.push('  nothing');
  if (result.arrived) lines.push('', 'The words arrived.');
  else lines.push('', `The words did not arrive: expected ${JSON.stringify(EXPECTED_PROMPTS)}.`);
  return `${lines.join('\n')}\n`;
}

function row(
  transcript: Extract<JournalLine, { type: 'transcript' }>,
  heard: readonly JournalLine[],
): string {
  const outcomes = heard.flatMap((line) =>
    line.type === 'outcome' && line.id === transcript.id ? [line] : [],
  );
  const words = transcript.verdict === 'accepted' ? transcript.text : '(none of the phrases)';
  const became = outcomes.map((each) => OUTCOME_WORDS[each.outcome] ?? each.outcome).join(', ');
  const [first] = outcomes;
  const [closed, done] = [transcript.closedMs, first?.latencyMs].map((ms) =>
    (ms === undefined ? '–' : `${Math.round(ms)} ms`).padStart(8),
  );
  return `  ${words.padEnd(24)}${became.padEnd(27)}${closed}${done}`;
}

const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  composed: 'in the composer',
  sent: 'sent',
  obeyed: 'obeyed',
  unconfirmed: 'unconfirmed',
  dropped: 'taken back',
};
