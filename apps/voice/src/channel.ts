// The voice process's end of the wire: commands in, events out, on one duplex pipe. When the other
// side goes away the process is told, so that no voice process outlives its client.
import { Socket } from 'node:net';
import {
  openLineWire,
  parseVoiceCommand,
  type VoiceCommand,
  type VoiceEvent,
} from '@codex-voice/protocol';

/** File descriptor that the client hands to us. */
const CHANNEL_DESCRIPTOR = 3;

export interface ChannelHandlers {
  readonly onCommand: (command: VoiceCommand) => void;
  readonly onGone: () => void;
}

export interface Channel {
  send(event: VoiceEvent): void;
  /** Sends what is queued, then closes. */
  end(): Promise<void>;
}

/** Opens the pipe given by the client. Throws if there is none. */
export function openChannel(handlers: ChannelHandlers): Channel {
  const socket = new Socket({ fd: CHANNEL_DESCRIPTOR, readable: true, writable: true });
  const wire = openLineWire<VoiceCommand, VoiceEvent>({
    stream: socket,
    parse: parseVoiceCommand,
    onMessage: handlers.onCommand,
    onRefused: (message) =>
      wire.send({ type: 'problem', code: 'bad-message', message, severity: 'warning' }),
  });
  socket.on('error', handlers.onGone);
  socket.on('close', handlers.onGone);
  return {
    send: wire.send,
    end: () => new Promise((resolve) => socket.end(() => resolve())),
  };
}
