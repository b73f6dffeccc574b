// A person's new text for a prompt that waits: one that was joined to the text before it stays so.
import type { QueueEdit } from '@codex-voice/protocol';
import type { Prompt } from '@codex-voice/session';

export function spacedEdit(edit: QueueEdit, queued: readonly Prompt[]): QueueEdit {
  if (edit.do !== 'edit') return edit;
  const before = queued.find((prompt) => prompt.id === edit.id);
  const [space] = /^\s*/u.exec(before?.text ?? '') ?? [''];
  return /^\s/u.test(edit.text) || edit.text === '' ? edit : { ...edit, text: space + edit.text };
}
