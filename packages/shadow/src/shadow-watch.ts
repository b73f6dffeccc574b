// A screen with its clock: looks at it once output rests, tells what it shows, and draws its pictures
// no more often than the eye follows. Feeding it in time is left to the thread it lives on.
import type { ScreenShadowListener } from '@codex-voice/session';
import { LookSchedule } from './look-schedule.ts';
import { monotonicMs } from './monotonic.ts';
import { Picture } from './picture.ts';
import { type ScreenSize, ShadowScreen, type ShadowScreenOptions } from './shadow-screen.ts';

/** Least time between two states of a picture, in ms: 30 a second. */
const PICTURE_EVERY_MS = 33;

export class ShadowWatch {
  readonly screen: ShadowScreen;
  readonly #listener: ScreenShadowListener;
  readonly #schedule: LookSchedule;
  readonly #pictures = new Map<string, Picture>();
  #picturesDue: NodeJS.Timeout | undefined;
  #picturedMs = Number.NEGATIVE_INFINITY;

  constructor(options: Omit<ShadowScreenOptions, 'onReply'>, listener: ScreenShadowListener) {
    this.#listener = listener;
    this.screen = new ShadowScreen({ ...options, onReply: listener.reply.bind(listener) });
    this.#schedule = new LookSchedule(() => this.#look(), monotonicMs);
  }

  /** The screen was fed, or has another size. */
  changed(): void {
    this.#schedule.changed();
  }

  openPicture(id: string, size: ScreenSize): void {
    const picture = new Picture(size);
    this.#pictures.set(id, picture);
    this.#draw(id, picture);
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
    if (this.#pictures.size > 0) this.#picturesSoon();
    return assessment.midUpdate ? 'mid-update' : 'settled';
  }

  #picturesSoon(): void {
    if (this.#picturesDue !== undefined) return;
    const waitMs = this.#picturedMs + PICTURE_EVERY_MS - monotonicMs();
    if (waitMs <= 0) this.#drawAll();
    else this.#picturesDue = setTimeout(() => this.#drawAll(), waitMs);
  }

  #drawAll(): void {
    this.#picturesDue = undefined;
    // Half an update is not shown; the look after its end comes here again.
    if (this.screen.midUpdate) return;
    this.#picturedMs = monotonicMs();
    for (const [id, picture] of this.#pictures) this.#draw(id, picture);
  }

  #draw(id: string, picture: Picture): void {
    const bytes = this.screen.update(picture);
    if (bytes !== undefined) this.#listener.picture(id, bytes);
  }
}
