// One change of a session's queue by a person, and its answer in words.
import type { HostAnswer, QueueEdit } from '@codex-voice/protocol';
import type { Delivery } from '@codex-voice/session';
import type { KeeperDriver } from './keeper-driver.ts';
import { spacedEdit } from './spaced-edit.ts';
import { REFUSAL_WORDS } from './told-words.ts';

export function editQueue(
  edit: QueueEdit,
  { delivery, driver }: { readonly delivery: Delivery; readonly driver: KeeperDriver },
): HostAnswer {
  const output = delivery.edit(spacedEdit(edit, delivery.queued));
  driver.apply(output);
  const { refusal } = output;
  if (refusal === undefined) return { kind: 'done' };
  return { kind: 'refused', message: REFUSAL_WORDS[refusal] };
}
