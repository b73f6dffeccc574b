// What is shown while a model comes: a bar in a terminal, a line now and then elsewhere, an object a line
// for programs.
import type { ModelEvent, OnModelEvent } from '@codex-voice/models';
import { SingleBar } from 'cli-progress';
import { visible } from '../user-error.ts';
import { note } from './session-access.ts';
import { megabytes } from './session-table.ts';

export interface Progress {
  readonly onEvent: OnModelEvent;
  /** Before anything else is written. */
  end(): void;
}

/** For programs: every event as it is, on standard output. */
export function jsonProgress(model: string): Progress {
  return {
    onEvent: (event) => process.stdout.write(`${JSON.stringify({ model, ...event })}\n`),
    end: () => undefined,
  };
}

/** Between two lines of one file where there is no terminal: a tenth of it. */
const LINE_EVERY = 0.1;

/** `tell`: by default on standard error, so that standard output is the result alone. */
export function lineProgress(tell: (line: string) => void = note): Progress {
  let told = 0;
  return {
    onEvent: (event) => {
      const line = eventLine(event);
      if (line !== undefined) tell(line);
      if (event.type !== 'bytes') told = 0;
      else if (event.ofFileBytes !== undefined) {
        const part = event.fileBytes / event.ofFileBytes;
        if (part < told + LINE_EVERY) return;
        told = part;
        tell(`${visible(event.name)}: ${amount(event.fileBytes, event.ofFileBytes)}`);
      }
    },
    end: () => undefined,
  };
}

/** How often the bar is drawn anew at most, in a second. */
const FRAMES_A_SECOND = 8;

export interface BarPlace {
  /** Left of the bar. */
  readonly margin?: string;
  /** Lines that are no bar. */
  readonly tell?: (line: string) => void;
}

export function barProgress(
  stream: NodeJS.WriteStream,
  { margin = '', tell = note }: BarPlace = {},
): Progress {
  const bar = new SingleBar({
    format: `${margin} {bar} {percentage} %  {amount}  {name}`,
    stream,
    fps: FRAMES_A_SECOND,
    clearOnComplete: true,
    hideCursor: true,
    // The command itself decides what an interrupt means.
    gracefulExit: false,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
  });
  let name: string | undefined;
  const stop = (): void => {
    if (name !== undefined) bar.stop();
    name = undefined;
  };
  return {
    onEvent: (event) => {
      const line = eventLine(event);
      if (line !== undefined || event.type === 'checked') stop();
      if (line !== undefined) tell(line);
      if (event.type !== 'bytes') return;
      const total = event.ofFileBytes ?? event.fileBytes;
      const told = { name: visible(event.name), amount: amount(event.fileBytes, total) };
      if (name !== event.name) {
        stop();
        name = event.name;
        bar.start(total, event.fileBytes, told);
      } else bar.update(event.fileBytes, told);
    },
    end: stop,
  };
}

/** Of what a person wants to know; the rest is seen from the bar. */
function eventLine(event: ModelEvent): string | undefined {
  switch (event.type) {
    case 'started': {
      const size = event.bytes === undefined ? '' : `, ${megabytes(event.bytes)} MB`;
      return `${visible(event.id)}: ${files(event.files)}${size} from ${visible(hostOf(event.from))}`;
    }
    case 'resumed':
      return `${visible(event.name)}: goes on after ${megabytes(event.atBytes)} MB`;
    case 'restarted':
      return `${visible(event.name)}: begins anew, ${event.why}`;
    case 'waiting':
      return `${visible(event.name)}: ${visible(event.why)}; next try in ${(event.ms / 1_000).toFixed(1)} s`;
    case 'kept':
      return `${visible(event.name)}: is there already`;
    case 'bytes':
    case 'checked':
    case 'installed':
      return undefined;
  }
}

/** An address is longer than a line, and a folder is told whole. */
function hostOf(from: string): string {
  return /^https?:/u.test(from) && URL.canParse(from) ? new URL(from).host : from;
}

const BYTES_PER_MEGABYTE = 1_000_000;

function amount(have: number, of: number): string {
  if (of >= BYTES_PER_MEGABYTE) return `${megabytes(have)} of ${megabytes(of)} MB`;
  return `${Math.ceil(have / 1_000)} of ${Math.ceil(of / 1_000)} kB`;
}

export function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}
