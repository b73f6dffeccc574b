// Which noise suppression suits a recogniser, from the errors it made with each. Decides and explains;
// measures nothing.
import type { Denoise } from './measure-word-errors.ts';
import { errorCount, type WordErrors } from './word-errors.ts';

/** Errors of one suppression over the same words, in quiet and in all noises together. */
export interface DenoiseErrors {
  readonly denoise: Denoise;
  readonly asTheyAre: WordErrors;
  readonly all: WordErrors;
}

/**
 * A change must take away so many of the errors, as a share: fewer turn around with other recordings, and the
 * sound as it is costs nothing.
 */
const WORTHWHILE_SHARE = 0.1;

/** And so many of them, in words: in a handful of recordings a share of a few is chance. */
const WORTHWHILE_WORDS = 3;

export interface DenoiseVerdict {
  readonly denoise: Denoise;
  /** One line. */
  readonly reason: string;
}

/** `off` must be among them. */
export function denoiseVerdict(measured: readonly DenoiseErrors[]): DenoiseVerdict {
  const off = measured.find(({ denoise }) => denoise === 'off');
  if (off === undefined) throw new TypeError('measured: the sound as it is must be among them');
  const raw = errorCount(off.all);
  const others = measured.filter((each) => each !== off);
  // What helps in noise and harms without is no default.
  const harmless = others.filter(
    ({ asTheyAre }) => errorCount(asTheyAre) <= errorCount(off.asTheyAre),
  );
  const best = fewest(harmless);
  const gain = best === undefined ? 0 : raw - errorCount(best.all);
  if (best !== undefined && gain >= Math.max(WORTHWHILE_WORDS, raw * WORTHWHILE_SHARE)) {
    const reason = `${gain} of ${raw} errors fewer, and none more without noise`;
    return { denoise: best.denoise, reason };
  }
  const nearest = fewest(others);
  const made = nearest === undefined ? '' : ` against ${errorCount(nearest.all)} at the best`;
  return {
    denoise: 'off',
    reason: `${raw} errors in the sound as it is${made}: suppression takes too few away, or harms without noise`,
  };
}

function fewest(measured: readonly DenoiseErrors[]): DenoiseErrors | undefined {
  return measured.reduce<DenoiseErrors | undefined>(
    (best, each) =>
      best === undefined || errorCount(each.all) < errorCount(best.all) ? each : best,
    undefined,
  );
}
