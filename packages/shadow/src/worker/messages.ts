// What the two threads tell each other. Output itself goes through the ring.
import type { PictureWish, ShadowAssessment, ShadowSize } from '@codex-voice/session';
import type { ShadowOptions } from '../shadow.ts';
import type { ScreenSnapshot } from '../shadow-screen.ts';

/** What a worker is started with. */
export interface WorkerStart {
  readonly options: ShadowOptions;
  readonly ring: SharedArrayBuffer;
  /** Offset of the first byte it reads. */
  readonly startOffset: number;
  /** Orders given to those before it. */
  readonly startOrders: number;
}

/** To the worker. An order takes effect between the byte before `at` and that at it. */
export type Order =
  | { readonly kind: 'wake' }
  | { readonly kind: 'resize'; readonly at: number; readonly size: ShadowSize }
  | { readonly kind: 'snapshot' | 'rows'; readonly at: number; readonly requestId: number }
  | {
      readonly kind: 'open-picture';
      readonly at: number;
      readonly id: string;
      readonly wish: PictureWish;
    }
  | { readonly kind: 'close-picture'; readonly at: number; readonly id: string };

/** From the worker. */
export type Told =
  | { readonly kind: 'assessed'; readonly assessment: ShadowAssessment }
  | { readonly kind: 'picture'; readonly id: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'reply'; readonly atOffset: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'viewport';
      readonly requestId: number;
      readonly snapshot: Omit<ScreenSnapshot, 'whole'>;
    }
  /** Follows its viewport, with nothing taken in between. */
  | {
      readonly kind: 'whole';
      readonly requestId: number;
      readonly bytes: Uint8Array<ArrayBuffer> | undefined;
    }
  | {
      readonly kind: 'rows';
      readonly requestId: number;
      readonly at: number;
      readonly torn: boolean;
      readonly cursorRow: number;
      readonly rows: Uint8Array<ArrayBuffer>;
    };
