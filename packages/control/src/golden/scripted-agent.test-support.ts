// An agent of ours for golden transcripts: prompts come by Enter or by a protocol, its turns go as the
// script says, and it tells its drivers and its keeper's screen what it does. Its model is in it.
import { ASKED_COMMAND, type GoldenTurn } from '@codex-voice/testing';

/** What the agent tells, as a driver of it would hear. */
export interface AgentListener {
  started(prompt: string, promptId: string | undefined): void;
  added(prompt: string, promptId: string): void;
  said(text: string): void;
  asked(command: string): void;
  answered(by: 'here' | 'elsewhere'): void;
  ended(how: 'finished' | 'interrupted' | 'failed'): void;
}

export interface ScriptedAgentParts {
  /** `line`: a program that answers each line at once and shows nothing of its work, as a plain one does. */
  readonly kind: 'agent' | 'line';
  readonly model: (told: { cause: 'prompt' | 'tool-result'; prompt: string }) => void;
}

export class ScriptedAgent {
  /** How the turns to come go. */
  turn: GoldenTurn = 'answers';
  listener: AgentListener | undefined;
  readonly #parts: ScriptedAgentParts;
  #prompt: string | undefined;
  #asks = false;

  constructor(parts: ScriptedAgentParts) {
    this.#parts = parts;
  }

  get works(): boolean {
    return this.#prompt !== undefined && !this.#asks;
  }

  get asks(): boolean {
    return this.#asks;
  }

  take(prompt: string, promptId?: string): void {
    this.#parts.model({ cause: 'prompt', prompt });
    if (this.#parts.kind === 'line') return;
    this.#prompt = prompt;
    this.listener?.started(prompt, promptId);
    switch (this.turn) {
      case 'answers':
        this.finish();
        return;
      case 'asks':
        this.#asks = true;
        this.listener?.asked(ASKED_COMMAND);
        return;
      case 'fails':
        this.#end('failed');
        return;
      case 'works':
    }
  }

  /** Into the turn that runs. */
  add(prompt: string, promptId: string): void {
    this.#parts.model({ cause: 'prompt', prompt });
    this.listener?.added(prompt, promptId);
  }

  finish(word = 'Heard'): void {
    if (this.#prompt === undefined) return;
    this.listener?.said(`${word}: ${this.#prompt.trim()}`);
    this.#end('finished');
  }

  interrupt(): void {
    if (this.#prompt !== undefined) this.#end('interrupted');
  }

  approve(by: 'here' | 'elsewhere'): void {
    if (!this.#asks) return;
    this.#asks = false;
    this.listener?.answered(by);
    this.#parts.model({ cause: 'tool-result', prompt: this.#prompt ?? '' });
    this.finish('Done');
  }

  #end(how: 'finished' | 'interrupted' | 'failed'): void {
    this.#prompt = undefined;
    this.#asks = false;
    this.listener?.ended(how);
  }
}
