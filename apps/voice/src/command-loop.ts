// What the wire's commands mean to the engine. Refuses another version, and ends with the engine.
import { listMicrophones } from '@codex-voice/audio';
import { VoiceEngine } from '@codex-voice/engine';
import { VOICE_PROTOCOL_VERSION, type VoiceCommand, type VoiceEvent } from '@codex-voice/protocol';

/** The same program, in the role of a recogniser's process. */
const RECOGNIZER_COMMAND = {
  file: process.execPath,
  args: [process.argv[1] ?? '', '__recognizer'],
};

/** Likewise, of a voice's model. */
const SYNTHESIZER_COMMAND = {
  file: process.execPath,
  args: [process.argv[1] ?? '', '__synthesizer'],
};

export interface CommandLoopParts {
  readonly emit: (event: VoiceEvent) => void;
  /** Everything has been said and closed: the process may end. */
  readonly finished: (exitStatus: number) => void;
}

export class CommandLoop {
  readonly #parts: CommandLoopParts;
  readonly #engine: VoiceEngine;

  constructor(parts: CommandLoopParts) {
    this.#parts = parts;
    this.#engine = new VoiceEngine({
      emit: parts.emit,
      onFailed: () => parts.finished(1),
      recognizerCommand: RECOGNIZER_COMMAND,
      synthesizerCommand: SYNTHESIZER_COMMAND,
    });
  }

  handle(command: VoiceCommand): void {
    void this.#carryOut(command);
  }

  #carryOut(command: VoiceCommand): Promise<void> | void {
    switch (command.type) {
      case 'start': {
        const { type: _, version, ...settings } = command;
        return version === VOICE_PROTOCOL_VERSION
          ? this.#engine.start(settings)
          : this.#refuseVersion(version);
      }
      case 'open':
        return this.#engine.open(command);
      case 'expect':
        return this.#engine.expect(command);
      case 'close':
        return this.#engine.close();
      case 'cancel':
        return this.#engine.cancel();
      case 'outcome':
        return this.#engine.keepOutcome(command);
      case 'cue':
        return this.#engine.thinking();
      case 'speak':
        return this.#engine.speak(command);
      case 'hush':
        return this.#engine.hush();
      case 'list-microphones':
        return this.#listMicrophones();
      case 'shutdown':
        return this.#engine.shutdown().then(() => this.#parts.finished(0));
    }
  }

  #refuseVersion(version: number): void {
    const versions = `the client speaks version ${version}, voice ${VOICE_PROTOCOL_VERSION}`;
    const message = `${versions}: install one release of both`;
    this.#parts.emit({ type: 'problem', code: 'version-mismatch', message, severity: 'fatal' });
    this.#parts.finished(1);
  }

  async #listMicrophones(): Promise<void> {
    const listing = await listMicrophones();
    if (listing.state === 'listed') {
      this.#parts.emit({ type: 'microphones', devices: [...listing.devices] });
      return;
    }
    const { reason, detail } = listing;
    this.#parts.emit({ type: 'microphones', devices: [], unavailable: { reason, detail } });
  }
}
