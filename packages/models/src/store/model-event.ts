// What is told of an installation while it goes on, for a progress bar, a log or a program.
import type { CheckedAgainst } from '../download/download-file.ts';

export type ModelEvent =
  /** `bytes`: of all files, where it is known before. `from`: address or folder. */
  | {
      readonly type: 'started';
      readonly id: string;
      readonly files: number;
      readonly bytes: number | undefined;
      readonly from: string;
    }
  /** `modelBytes`: of all files that have come so far. */
  | {
      readonly type: 'bytes';
      readonly name: string;
      readonly fileBytes: number;
      readonly ofFileBytes: number | undefined;
      readonly modelBytes: number;
    }
  | { readonly type: 'resumed'; readonly name: string; readonly atBytes: number }
  | { readonly type: 'restarted'; readonly name: string; readonly why: string }
  | { readonly type: 'waiting'; readonly name: string; readonly ms: number; readonly why: string }
  /** It was there and is what it should be. */
  | { readonly type: 'kept'; readonly name: string; readonly bytes: number }
  | {
      readonly type: 'checked';
      readonly name: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly against: CheckedAgainst;
    }
  | {
      readonly type: 'installed';
      readonly id: string;
      readonly bytes: number;
      readonly folder: string;
    };

export type OnModelEvent = (event: ModelEvent) => void;
