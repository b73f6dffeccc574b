// A screen with its clock: looks at it once output rests, tells what it shows, and draws its pictures
// no more often than the eye follows. Feeding it in time is left to the thread it lives on.
import type { PictureWish, ScreenShadowListener } from '@codex-voice/session';
import { LookSchedule } from './look-schedule.ts';
import { monotonicMs } from './monotonic.ts';
import { Picture } from './picture.ts';
import { ShadowScreen, type ShadowScreenOptions } from './shadow-screen.ts';

/** Least time between two states of a picture, in ms: 30 a second. */
const PICTURE_EVERY_MS = 33;

/** A picture, and how far it is behind the screen. */
interface Watched {
  readonly picture: Picture;
  readonly everyMs: number;
  drawnMs: number;
  state: 'drawn' | 'behind';
}

export class ShadowWatch {
  readonly screen: ShadowScreen;
  readonly #listener: ScreenShadowListener;
  readonly #schedule: LookSchedule;
  readonly #pictures = new Map<string, Watched>();
  #picturesDue: NodeJS.Timeout | undefined;

  constructor(options: Omit<ShadowScreenOptions, 'onReply'>, listener: ScreenShadowListener) {
    this.#listener = listener;
    this.screen = new ShadowScreen({ ...options, onReply: listener.reply.bind(listener) });
    this.#schedule = new LookSchedule(() => this.#look(), monotonicMs);
  }

  /** The screen was fed, or has another size. */
  changed(): void {
    this.#schedule.changed();
  }

  openPicture(id: string, { columns, rows, everyMs = PICTURE_EVERY_MS }: PictureWish): void {
    const watched: Watched = {
      picture: new Picture({ columns, rows }),
      everyMs: Math.max(PICTURE_EVERY_MS, everyMs),
      drawnMs: Number.NEGATIVE_INFINITY,
      state: 'behind',
    };
    this.#pictures.set(id, watched);
    this.#draw(id, watched);
  }

  closePicture(id: string): void {
    this.#pictures.delete(id);
  }

  dispose(): void {
    this.#schedule.dispose();
    clearTimeout(this.#picturesDue);
    this.#pictures.clear();
    this.screen.dispose();
  }

  #look(): 'settled' | 'mid-update' {
    const assessment = this.screen.assess();
    this.#listener.assessed(assessment);
    for (const watched of this.#pictures.values()) watched.state = 'behind';
    this.#drawDue();
    return assessment.midUpdate ? 'mid-update' : 'settled';
  }

  /** Draws the pictures that are behind and may be drawn, and comes back for those that may not yet. */
  #drawDue(): void {
    clearTimeout(this.#picturesDue);
    this.#picturesDue = undefined;
    // Half an update is not shown; the look after its end comes here again.
    if (this.screen.midUpdate) return;
    const nowMs = monotonicMs();
    let soonestMs = Number.POSITIVE_INFINITY;
    for (const [id, watched] of this.#pictures) {
      if (watched.state === 'drawn') continue;
      const waitMs = watched.drawnMs + watched.everyMs - nowMs;
      if (waitMs <= 0) this.#draw(id, watched);
      else soonestMs = Math.min(soonestMs, waitMs);
    }
    if (soonestMs < Number.POSITIVE_INFINITY)
      this.#picturesDue = setTimeout(() => this.#drawDue(), soonestMs);
  }

  #draw(id: string, watched: Watched): void {
    watched.drawnMs = monotonicMs();
    watched.state = 'drawn';
    const bytes = this.screen.update(watched.picture);
    if (bytes !== undefined) this.#listener.picture(id, bytes);
  }
}
