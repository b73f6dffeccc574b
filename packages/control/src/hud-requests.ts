// What a session's HUDs may ask of it by key, and what each request sets in motion.
import {
  type AskedRequest,
  type HostAnswer,
  type HostRequest,
  listensByItself,
  type SessionEvent,
  type SessionSettings,
} from '@codex-voice/protocol';
import type { Dictation } from './dictation.ts';
import type { SessionChoices } from './session-choices.ts';
import type { Hud } from './session-control-parts.ts';
import type { SessionProject } from './session-project.ts';
import type { SessionSound } from './session-sound.ts';
import type { SessionVoice } from './session-voice.ts';

const NO_HOST: HostAnswer = { kind: 'refused', message: 'there is no host here' };

type Of<Type extends HostRequest['type']> = Extract<HostRequest, { type: Type }>;

export interface HudRequestParts {
  readonly voice: SessionVoice;
  readonly choices: SessionChoices;
  readonly sound: SessionSound;
  readonly project: Pick<SessionProject, 'prepare'>;
  readonly emit: (event: SessionEvent) => void;
  /** What has changed is to be known to a successor. */
  readonly keep: () => void;
  readonly obey: (command: Parameters<Dictation['obey']>[0]) => void;
  readonly microphone: (said: Of<'microphone'>['said'], hud: Hud) => void;
  readonly measured: (told: Of<'measured'>) => void;
  readonly edit: (request: Of<'queue'>) => HostAnswer;
  readonly say: (request: Of<'say'>) => HostAnswer;
  readonly approval: (request: AskedRequest) => Promise<HostAnswer>;
}

export class HudRequests {
  readonly #parts: HudRequestParts;

  constructor(parts: HudRequestParts) {
    this.#parts = parts;
  }

  take(request: HostRequest, hud: Hud): void {
    const { choices, voice, sound, keep, emit } = this.#parts;
    switch (request.type) {
      case 'talk':
        this.#talk(request);
        return;
      case 'mode':
        this.switchMode(request.mode);
        return;
      case 'tune':
        choices.tune(request.manner);
        keep();
        voice.retune();
        return;
      case 'settings':
        this.#reconfigure(request);
        return;
      case 'intent':
        choices.setIntent(request.intent);
        keep();
        emit({ type: 'intent', intent: request.intent });
        return;
      case 'aloud':
        emit(sound.switched(request.aloud));
        keep();
        return;
      case 'command':
        this.#parts.obey(request.command);
        keep();
        return;
      case 'microphone':
        this.#parts.microphone(request.said, hud);
        return;
      case 'measured':
        this.#parts.measured(request);
        return;
      case 'open':
        return;
      case 'queue':
      case 'say':
      case 'approval':
      case 'reply':
      case 'approvals':
      case 'speak':
      case 'question':
      case 'waiting':
      case 'spool':
      case 'record':
      case 'sessions':
      case 'status':
      case 'shutdown':
        this.#answer(request, hud);
    }
  }

  /** As the person asks for it: it begins or ends at once. */
  switchMode(mode: SessionSettings['mode']): void {
    this.#parts.voice.silence();
    this.setMode(mode);
    if (listensByItself(mode)) this.#parts.voice.listenNow();
  }

  setMode(mode: SessionSettings['mode']): void {
    this.#parts.choices.setMode(mode);
    this.#parts.keep();
    this.#parts.emit({ type: 'mode', mode });
  }

  #reconfigure({ settings, voice: how }: Of<'settings'>): void {
    const { choices, voice, keep, project } = this.#parts;
    choices.reconfigure(settings, how);
    keep();
    const start = choices.settings?.voice?.start;
    if (how === 'anew' && start !== undefined) voice.restart(start);
    project.prepare();
    voice.retune();
  }

  #talk(request: Of<'talk'>): void {
    const { voice, choices } = this.#parts;
    const wasListening = voice.isListening;
    voice.talk(request.do);
    // Who stops it does not want to be listened to again until they say so.
    if (wasListening && !voice.isListening && listensByItself(choices.mode)) this.setMode('tap');
  }

  #answer(request: Extract<HostRequest, { readonly requestId: string }>, hud: Hud): void {
    const { requestId } = request;
    const answer = (said: HostAnswer): void =>
      hud.send({ type: 'answer', requestId, answer: said });
    switch (request.type) {
      case 'queue':
        answer(this.#parts.edit(request));
        return;
      case 'say':
        answer(this.#parts.say(request));
        return;
      case 'approval':
      case 'reply':
      case 'approvals':
        void this.#parts.approval(request).then(answer);
        return;
      case 'speak':
      case 'question':
      case 'waiting':
      case 'spool':
      case 'sessions':
      case 'status':
      case 'shutdown':
        answer(NO_HOST);
    }
  }
}
