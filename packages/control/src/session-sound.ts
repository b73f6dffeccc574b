// What a session has its voice process play and say: of all that its HUDs are told, what is to be heard
// too. How it sounds, and whether there is a voice at all, is decided there.
import type { AgentEvent } from '@codex-voice/drivers';
import type { SessionEvent, SessionSettings } from '@codex-voice/protocol';
import type { ScreenState } from '@codex-voice/session';
import { AgentAnswers } from './agent-answers.ts';
import { AgentWork } from './agent-work.ts';
import type { Clock } from './clock.ts';
import type { MomentCommand, VoiceProcessState } from './shared-voice.ts';

export interface SessionSoundParts {
  readonly sessionId: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly choices: {
    readonly settings: SessionSettings | undefined;
    readonly aloud: 'on' | 'off';
    setAloud(aloud: 'on' | 'off'): void;
  };
  readonly driver: { readonly screen: ScreenState };
  readonly voice: {
    readonly state: Pick<VoiceProcessState, 'state'>;
    tell(command: MomentCommand): void;
  };
  /** What the agent asks by its protocol, in words; undefined: nothing. */
  readonly asked: () => string | undefined;
}

export class SessionSound {
  readonly #parts: SessionSoundParts;
  readonly #work: AgentWork;
  readonly #answers = new AgentAnswers({
    onAnswer: (text) => this.#say('answers', text),
    onFailed: (message) => this.#say('failures', message),
  });
  #dialog: string | undefined;
  #count = 0;

  constructor(parts: SessionSoundParts) {
    this.#parts = parts;
    this.#work = new AgentWork(() => parts.voice.tell({ type: 'cue', cue: 'thinking' }));
  }

  /** Everything that the HUDs are told passes here. */
  event(event: SessionEvent): void {
    switch (event.type) {
      case 'screen':
        this.#screen(event.screen);
        return;
      case 'delivery':
        this.#delivery(event);
        return;
      case 'asked':
        if (event.command === 'read-back') this.#readBack();
        return;
      case 'voice':
        // A voice that fails can't say so.
        if (event.event.type === 'problem' && event.event.code !== 'speaking-failed')
          this.#say('failures', event.event.message);
        return;
      default:
    }
  }

  /** Everything that the agent's protocol tells passes here. */
  agent(event: AgentEvent): void {
    this.#answers.event(event);
  }

  /** What a person is to hear before they answer. */
  readAloud(text: string): void {
    this.#say('read-back', text);
  }

  /** What the agent wants said, whatever else is read aloud. The answer is why nobody can hear it. */
  speak(text: string): string | undefined {
    const { choices, voice } = this.#parts;
    const settings = choices.settings?.voice;
    if (settings?.start.speaking === undefined)
      return 'no voice reads aloud here: set [voice] in the config file, for the next session';
    if (choices.aloud === 'off') return 'the person has switched reading aloud off';
    if (voice.state.state !== 'up')
      return 'the voice process is not up: nobody has the session before them';
    this.#tell(text);
    return undefined;
  }

  /** Silent at once, and nothing that waited is said. */
  hush(): void {
    this.#parts.voice.tell({ type: 'hush' });
  }

  /** Reading aloud is switched; what the HUDs are told of it. */
  switched(wish: 'on' | 'off'): SessionEvent {
    const { choices } = this.#parts;
    choices.setAloud(wish);
    if (wish === 'off') this.hush();
    return { type: 'aloud', aloud: choices.aloud };
  }

  #screen(screen: ScreenState): void {
    this.#work.screen(screen, this.#parts.clock.nowMs());
    const dialog = screen.kind === 'dialog' ? screen.what : undefined;
    if (dialog !== undefined && dialog !== this.#dialog) this.#say('dialogs', dialog);
    this.#dialog = dialog;
  }

  #delivery({ state, why, text }: Extract<SessionEvent, { type: 'delivery' }>): void {
    if (state === 'sent') this.#work.sent(this.#parts.clock.nowMs());
    if (state === 'unconfirmed') this.#say('failures', `not confirmed: ${text}`);
    const isOwnWish = why === 'scratched' || why === 'cancelled';
    if (state === 'dropped' && !isOwnWish) this.#say('failures', `not sent: ${text}`);
  }

  #readBack(): void {
    const { screen } = this.#parts.driver;
    const asked = this.#parts.asked();
    if (asked !== undefined) {
      this.#say('read-back', asked);
      return;
    }
    if (screen.kind === 'dialog') {
      this.#say('read-back', screen.what);
      return;
    }
    const text =
      screen.kind === 'composer'
        ? screen.text
        : screen.kind === 'unknown'
          ? undefined
          : screen.composer?.text;
    if (text === undefined) this.#say('read-back', 'no composer is seen');
    else this.#say('read-back', text.trim() === '' ? 'the composer is empty' : text);
  }

  #say(what: SaidKind, text: string): void {
    const { choices } = this.#parts;
    const voice = choices.settings?.voice;
    if (choices.aloud === 'off' || voice?.say?.includes(what) !== true) return;
    this.#tell(text);
  }

  #tell(text: string): void {
    const { choices, sessionId } = this.#parts;
    const start = choices.settings?.voice?.start;
    if (start === undefined) return;
    this.#count += 1;
    const [language] = start.languages ?? [start.language];
    const inLanguage = language === undefined ? {} : { language };
    const id = `${sessionId}.${this.#count}`;
    this.#parts.voice.tell({ type: 'speak', id, sessionId, text, ...inLanguage });
  }
}

type SaidKind = NonNullable<NonNullable<SessionSettings['voice']>['say']>[number];
