// What a turn has done to files: how each was before it and is now, as one diff. Of a turn that changes more
// than its bound the paths alone are kept.
import { TEXT_BYTES } from '../bounded-event.ts';
import { cutText } from '../bounded-text.ts';
import type { AcpToolCall } from './acp-messages.ts';
import { changesOf, unshownPathsOf } from './acp-tools.ts';
import { patchOfChange, type TextChange, unshownChange } from './changed-text.ts';

/** Texts of files that are held for a turn's diff, in UTF-16 units: many times what its diff may have. */
const HELD_UNITS = 8_388_608;

export class TurnFiles {
  readonly #files = new Map<string, { readonly before: string | undefined; after: string }>();
  /** Changed, and too large to be held. */
  readonly #named = new Set<string>();
  #units = 0;

  /** A call that is over has changed what it says; the turn's whole diff since its beginning. */
  changed(call: AcpToolCall): string {
    for (const change of changesOf(call)) this.#note(change);
    for (const path of unshownPathsOf(call)) this.#name(path);
    const patches = [...this.#files].map(([path, texts]) => patchOfChange({ path, ...texts }));
    return cutText([...patches, ...[...this.#named].map(unshownChange)].join(''), TEXT_BYTES);
  }

  #note({ path, before, after }: TextChange): void {
    if (this.#named.has(path)) return;
    const known = this.#files.get(path);
    const { before: first } = known ?? { before };
    this.#units += known === undefined ? (before?.length ?? 0) : -known.after.length;
    this.#units += after.length;
    if (this.#units <= HELD_UNITS) {
      this.#files.set(path, { before: first, after });
      return;
    }
    this.#files.set(path, { before: first, after });
    this.#name(path);
  }

  #name(path: string): void {
    const held = this.#files.get(path);
    this.#units -= (held?.before?.length ?? 0) + (held?.after.length ?? 0);
    this.#files.delete(path);
    if (this.#named.size < MOST_NAMED) this.#named.add(path);
  }
}

/** Paths that are only named; a diff of more is cut anyway. */
const MOST_NAMED = 10_000;
