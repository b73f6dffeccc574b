// Where a replay stands and how it moves: time is an argument, what is drawn is others'.
import type { Film } from './replay-film.ts';

/** How far the arrow keys go, in ms. */
const LEAP_MS = 5_000;
const SLOWEST = 0.1;
const FASTEST = 100;

export type ReplayKey =
  | 'pause'
  | 'step'
  | 'back'
  | 'on'
  | 'next-mark'
  | 'previous-mark'
  | 'faster'
  | 'slower'
  | 'start';

export class Playhead {
  readonly #film: Film;
  #speed: number;
  #isPaused = false;
  #atMs: number;
  #sinceMs: number;

  constructor(
    film: Film,
    given: { readonly speed: number; readonly atMs: number; readonly nowMs: number },
  ) {
    this.#film = film;
    this.#speed = given.speed;
    this.#atMs = Math.min(given.atMs, film.lengthMs);
    this.#sinceMs = given.nowMs;
  }

  get speed(): number {
    return this.#speed;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** In ms of what is shown. */
  at(nowMs: number): number {
    if (this.#isPaused) return this.#atMs;
    return Math.min(this.#film.lengthMs, this.#atMs + (nowMs - this.#sinceMs) * this.#speed);
  }

  isOver(nowMs: number): boolean {
    return this.at(nowMs) >= this.#film.lengthMs;
  }

  /** How long until the next scene, in ms; undefined: none comes by itself. */
  waitMs(nowMs: number, next: number | undefined): number | undefined {
    if (this.#isPaused || next === undefined) return undefined;
    return Math.max(0, (next - this.at(nowMs)) / this.#speed);
  }

  press(key: ReplayKey, nowMs: number): void {
    const atMs = this.at(nowMs);
    const { scenes, marks, lengthMs } = this.#film;
    switch (key) {
      case 'pause':
        this.#stand(this.isOver(nowMs) && !this.#isPaused ? 0 : atMs, nowMs);
        this.#isPaused = !this.#isPaused && atMs < lengthMs;
        return;
      case 'step':
        this.#isPaused = true;
        this.#stand(scenes.find((scene) => scene.atMs > atMs)?.atMs ?? lengthMs, nowMs);
        return;
      case 'back':
        this.#stand(atMs - LEAP_MS, nowMs);
        return;
      case 'on':
        this.#stand(atMs + LEAP_MS, nowMs);
        return;
      case 'next-mark':
        this.#stand(marks.find((mark) => mark.atMs > atMs)?.atMs ?? lengthMs, nowMs);
        return;
      case 'previous-mark':
        // Somebody who has just come to one means the one before it.
        this.#stand(marks.findLast((mark) => mark.atMs < atMs - 1_000)?.atMs ?? 0, nowMs);
        return;
      case 'faster':
      case 'slower': {
        this.#stand(atMs, nowMs);
        const speed = this.#speed * (key === 'faster' ? 2 : 0.5);
        this.#speed = Math.min(FASTEST, Math.max(SLOWEST, speed));
        return;
      }
      case 'start':
        this.#stand(0, nowMs);
    }
  }

  #stand(atMs: number, nowMs: number): void {
    this.#atMs = Math.max(0, Math.min(atMs, this.#film.lengthMs));
    this.#sinceMs = nowMs;
  }
}
