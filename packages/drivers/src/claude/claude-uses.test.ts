// The drift check of hooks and transcript: two recordings, one with planted differences, are compared by
// their structure.
import { expect, test } from 'vitest';
import { messageShapes, shapeChanges } from '../drift/message-shape.ts';
import { type ClaudeRecording, claudeMessages, claudeUses } from './claude-uses.ts';

const place = { session_id: 's', transcript_path: '/project/s.jsonl', cwd: '/project' };

/** A recording as some version might make it; what is said differs each time. */
function recording(words: string): { hooks: object[]; transcript: object[] } {
  return {
    hooks: [
      { ...place, hook_event_name: 'UserPromptSubmit', prompt: words, permission_mode: 'default' },
      { ...place, hook_event_name: 'Stop', last_assistant_message: words, extra: { a: 1 } },
    ],
    transcript: [
      { type: 'user', uuid: words, timestamp: 'x', message: { role: 'user', content: words } },
      {
        type: 'assistant',
        uuid: 'u',
        message: {
          id: 'm',
          content: [
            { type: 'text', text: words },
            { type: 'tool_use', id: 't', name: 'Bash', input: { command: words } },
          ],
          usage: { input_tokens: words.length, output_tokens: 2 },
        },
      },
      { type: 'system', subtype: 'turn_duration', uuid: 'u' },
      { type: 'mode', files: { [`/project/${words}`]: words } },
    ],
  };
}

function shapes({ hooks, transcript }: { hooks: object[]; transcript: object[] }) {
  const lines = (values: object[]) => values.map((value) => JSON.stringify(value));
  const said: ClaudeRecording = { hooks: lines(hooks), transcript: lines(transcript) };
  return messageShapes(claudeMessages(said));
}

const compared = (newer: ReturnType<typeof recording>) =>
  shapeChanges({ older: shapes(recording('one')), newer: shapes(newer), uses: claudeUses() });

test('CLAUDE-11: two recordings of other words have the same structure', () => {
  expect(compared(recording('quite another thing'))).toEqual({ used: [], others: [] });
});

test('CLAUDE-11: each planted difference of what is used is named, and others apart', () => {
  const { hooks, transcript } = recording('two');
  const [submitted, stopped] = hooks;
  const [user, assistant, over, mode] = transcript;
  const newer = {
    hooks: [
      { ...submitted, prompt: ['two'] },
      { ...stopped, last_assistant_message: undefined, extra: { b: 1 } },
    ],
    transcript: [
      { ...user, timestamp: 5 },
      JSON.parse(JSON.stringify(assistant).replace('input_tokens', 'tokens_in')),
      { ...over, subtype: 'turn_over' },
      mode,
      { type: 'brand-new', uuid: 'u' },
    ],
  };
  expect(compared(newer)).toEqual({
    used: [
      'hook Stop: last_assistant_message is gone',
      'hook UserPromptSubmit: prompt was string, is array',
      'line assistant: message.usage.input_tokens is gone',
      'line system turn_duration is gone',
      'line user: timestamp was string, is number',
    ],
    others: [
      'hook Stop: extra.a is gone',
      'hook Stop: extra.b is new',
      'hook UserPromptSubmit: prompt[] is new',
      'line assistant: message.usage.tokens_in is new',
      'line brand-new is new',
      'line system turn_over is new',
    ],
  });
});

test('CLAUDE-11: no word of what was said, and no path, is in a structure', () => {
  expect(JSON.stringify(shapes(recording('secret')))).not.toMatch(/secret|project|Bash/u);
});

test('CLAUDE-11: what is used is what the schemas of the driver name', () => {
  const uses = claudeUses();
  expect(uses['hook PermissionRequest']).toContain('permission_suggestions[].type');
  expect(uses['line assistant']).toContain('message.usage.output_tokens');
  // Of which prompt it is, is read of what belongs to a turn.
  expect(uses['hook Stop']).toContain('prompt_id');
  expect(uses['hook SessionStart']).not.toContain('prompt_id');
  expect(uses['block tool_result']).toEqual(['type', 'tool_use_id', 'is_error']);
});

test('CLAUDE-11: lines that are no messages are passed over', () => {
  expect(claudeMessages({ hooks: ['', '{', '[]', '{}'], transcript: ['5', '{"a":1}'] })).toEqual(
    [],
  );
});
