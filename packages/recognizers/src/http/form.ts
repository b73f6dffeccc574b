// A form with one recording, as the bytes of `multipart/form-data`. The platform's own form is read
// while it is sent, and throws out of the event loop where nobody takes it.
import { randomUUID } from 'node:crypto';

export interface RecordingForm {
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** A WAV file. */
  readonly wave: Uint8Array;
}

export interface EncodedForm {
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

export function encodeForm({ fields, wave }: RecordingForm): EncodedForm {
  const boundary = `codex-voice-${randomUUID()}`;
  const head = (name: string, more = ''): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n`;
  const texts = fields.map(([name, value]) => `${head(name)}\r\n${value}\r\n`);
  const file = head('file', '; filename="utterance.wav"');
  const parts = [
    Buffer.from(`${texts.join('')}${file}Content-Type: audio/wav\r\n\r\n`, 'utf8'),
    wave,
    Buffer.from(`\r\n--${boundary}--\r\n`, 'utf8'),
  ];
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: new Uint8Array(Buffer.concat(parts)),
  };
}
