// What a viewer is shown: a picture of the screen that the shadow draws for its window. A viewer that
// takes nothing gets none, and a whole one when it takes again.
import type { CellSize, KeeperConnection } from '@codex-voice/protocol';
import type { ScreenShadow } from '../screen-shadow.ts';
import type { Cancel, SetTimer } from './output-flow.ts';

/** Bytes waiting for a viewer beyond which its picture is closed: a few whole screens. */
export const VIEWER_BACKLOG_BYTES = 256 * 1024;

/** Between two looks at whether such a viewer takes again, in ms. */
const RECOVERY_INTERVAL_MS = 100;

export interface PictureFeedPorts {
  readonly connection: KeeperConnection;
  readonly shadow: ScreenShadow;
  readonly setTimer: SetTimer;
  /** A name no picture of this session has had. */
  readonly nextId: () => string;
  /** The viewer's window. */
  readonly size: CellSize;
  /** At least so long between two states of it, in ms; absent: as often as the eye follows. */
  readonly everyMs: number | undefined;
}

export class PictureFeed {
  readonly #ports: PictureFeedPorts;
  #size: CellSize;
  #id: string | undefined;
  #cancel: Cancel | undefined;

  constructor(ports: PictureFeedPorts) {
    this.#ports = ports;
    this.#size = ports.size;
    this.#open();
  }

  /** The picture's name; absent while there is none. */
  get id(): string | undefined {
    return this.#id;
  }

  picture(bytes: Uint8Array): void {
    const { connection, shadow } = this.#ports;
    if ((connection.waitingBytes ?? 0) <= VIEWER_BACKLOG_BYTES) {
      connection.picture(bytes);
      return;
    }
    if (this.#id !== undefined) shadow.closePicture(this.#id);
    this.#id = undefined;
    this.#awaitRecovery();
  }

  resize(size: CellSize): void {
    this.#size = size;
    if (this.#id === undefined) return;
    this.#ports.shadow.closePicture(this.#id);
    this.#open();
  }

  close(): void {
    this.#cancel?.();
    if (this.#id !== undefined) this.#ports.shadow.closePicture(this.#id);
    this.#id = undefined;
  }

  #open(): void {
    this.#id = this.#ports.nextId();
    const { shadow, everyMs } = this.#ports;
    const pace = everyMs === undefined ? {} : { everyMs };
    shadow.openPicture(this.#id, { ...this.#size, ...pace });
  }

  #awaitRecovery(): void {
    this.#cancel = this.#ports.setTimer(RECOVERY_INTERVAL_MS, () => {
      if ((this.#ports.connection.waitingBytes ?? 0) > 0) this.#awaitRecovery();
      else this.#open();
    });
  }
}
