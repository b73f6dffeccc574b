// Says which of "no audio system, no device, no permission, device busy, device lost" a failure of
// the native audio library is, and how to mend it. It opens nothing.

export type DeviceFailureReason =
  | 'no-audio-system'
  | 'no-device'
  | 'no-permission'
  | 'device-busy'
  | 'device-lost'
  | 'failed';

export interface DeviceFailure {
  readonly reason: DeviceFailureReason;
  /** One line for a person: what is wrong: how to mend it. */
  readonly detail: string;
}

/** The moment at which it failed: the same words mean other things then. */
export type DeviceStage = 'loading' | 'opening' | 'running';

export type DeviceKind = 'microphone' | 'loudspeaker';

/** Of a device that is no audio library's, and says itself what is wrong. */
export class DeviceFailedError extends Error {
  readonly failure: DeviceFailure;

  constructor(failure: DeviceFailure) {
    super(failure.detail);
    this.name = 'DeviceFailedError';
    this.failure = failure;
  }
}

/** Classifies an error of the audio library, its causes included. */
export function classifyDeviceFailure(failure: {
  readonly error: unknown;
  readonly stage: DeviceStage;
  /** The microphone, unless said otherwise. */
  readonly device?: DeviceKind;
}): DeviceFailure {
  const { error, stage, device = 'microphone' } = failure;
  if (error instanceof DeviceFailedError) return error.failure;
  const chain = causes(error);
  if (stage === 'loading') return loadingFailure(chain.map(({ message }) => message));
  const { code, message } = chain[0] ?? { code: '', message: 'unknown failure' };
  const reason = reasonOf(code, message, stage);
  return { reason, detail: detailOf(reason, message, device) };
}

function loadingFailure(messages: readonly string[]): DeviceFailure {
  const missing = messages.find((message) => message.includes('libasound'));
  const detail =
    missing === undefined
      ? `the audio library does not load on this machine (${firstLine(messages.at(1) ?? messages[0] ?? '')}): use --audio with a recording, or install codex-voice again`
      : `the sound library libasound.so.2 is missing: install it (Debian and Ubuntu: libasound2 or libasound2t64, Fedora and Arch: alsa-lib)`;
  return { reason: 'no-audio-system', detail };
}

function reasonOf(code: string, message: string, stage: DeviceStage): DeviceFailureReason {
  if (code === 'PERMISSION_DENIED' || /permission denied|EACCES|not permitted/iu.test(message)) {
    return 'no-permission';
  }
  if (/\bbusy\b|EBUSY|already in use|in use by another/iu.test(message)) return 'device-busy';
  if (stage === 'running') return 'device-lost';
  switch (code) {
    case 'NO_MICROPHONE_FOUND':
    case 'MICROPHONE_NOT_FOUND':
    case 'MULTIPLE_DEVICES_MATCH':
    case 'NOT_AN_INPUT_DEVICE':
    case 'NO_SPEAKER_FOUND':
    case 'SPEAKER_NOT_FOUND':
    case 'DEVICE_ENUMERATION_FAILED':
      return 'no-device';
    default:
      // ALSA's words for a default device that leads nowhere.
      return /no longer available|no such (?:file|device)|unplugged/iu.test(message)
        ? 'no-device'
        : 'failed';
  }
}

function detailOf(reason: DeviceFailureReason, message: string, device: DeviceKind): string {
  const said = firstLine(message);
  switch (reason) {
    case 'no-audio-system':
      return `no sound system (${said}): start PulseAudio or PipeWire`;
    case 'no-device':
      return `no ${device} (${said}): plug one in, or name another device`;
    case 'no-permission':
      return `the ${device} may not be used (${said}): allow it for your terminal, on Linux join the group "audio"`;
    case 'device-busy':
      return `another program holds the ${device} (${said}): close it, or use PulseAudio or PipeWire, which share it`;
    case 'device-lost':
      return `the ${device} is gone (${said}): plug it in again`;
    case 'failed':
      return `the ${device} does not open (${said}): name another device`;
  }
}

function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').trim().replace(/[.\s]+$/u, '');
}

/** An error followed by its causes, each with its code, the outermost first. */
function causes(error: unknown): { readonly code: string; readonly message: string }[] {
  const chain: { code: string; message: string }[] = [];
  let current = error;
  // Bounded, because a cause may lead in a circle.
  while (current !== undefined && current !== null && chain.length < 20) {
    if (!(current instanceof Error)) {
      chain.push({ code: '', message: String(current) });
      break;
    }
    chain.push({ code: 'code' in current ? String(current.code) : '', message: current.message });
    current = current.cause;
  }
  return chain;
}
