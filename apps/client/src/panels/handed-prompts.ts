// Prompts of this terminal on their way to the host. Until one is answered it is said again to the next
// host: under its own id, by which a host that has it already takes it once.
import type { HostRequest } from '@codex-voice/protocol';

type Said = Extract<HostRequest, { type: 'say' }>;

/** Beyond these the oldest is given up: nobody hands over so many before a host is there. */
const MOST_KEPT = 16;

export class HandedPrompts {
  readonly #request: (request: HostRequest) => 'sent' | 'away';
  /** In the order in which they were said. */
  readonly #unanswered: Said[] = [];

  constructor(request: (request: HostRequest) => 'sent' | 'away') {
    this.#request = request;
  }

  /** `away`: it waits for the next host. */
  say(said: Said): 'sent' | 'away' {
    this.#unanswered.push(said);
    if (this.#unanswered.length > MOST_KEPT) this.#unanswered.shift();
    return this.#request(said);
  }

  /** A host has opened the session. */
  opened(): void {
    for (const said of this.#unanswered) this.#request(said);
  }

  /** A host has answered, whatever it said. */
  answered(requestId: string): void {
    const place = this.#unanswered.findIndex((said) => said.requestId === requestId);
    if (place >= 0) this.#unanswered.splice(place, 1);
  }
}
