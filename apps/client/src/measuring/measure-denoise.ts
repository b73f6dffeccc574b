// `codex-voice bench denoise`: the same recordings with and without noise suppression, in quiet and in noise,
// and which of them suits the recogniser of this machine.

import { type CommandGiven, printJson } from '../commands/session-access.ts';
import { EXIT_FAILURE, EXIT_INTERRUPTED, visible } from '../user-error.ts';
import { type DenoiseErrors, denoiseVerdict } from './denoise-verdict.ts';
import {
  type Denoise,
  type Measured,
  noiseLevels,
  startWordErrors,
} from './measure-word-errors.ts';
import { errorRate, summed } from './word-errors.ts';

/** From a quiet office to a full canteen, in dB. */
const USUAL_LEVELS = '20,10,5,0';

const SUPPRESSIONS: readonly Denoise[] = ['off', 'tap', 'path'];

/** All that was heard in one condition. */
interface Row {
  readonly snrDb: number | undefined;
  readonly measured: Readonly<Record<Denoise, Measured>>;
}

export async function measureDenoise(given: CommandGiven): Promise<number> {
  const { options } = given.request;
  const { run, kind, faults, interrupted } = startWordErrors(given);
  const isText = options.json !== true;
  if (isText) process.stdout.write(heading(kind));
  const rows: Row[] = [];
  const conditions = [undefined, ...noiseLevels(options.noise ?? USUAL_LEVELS)].flatMap((snrDb) =>
    SUPPRESSIONS.map((denoise) => ({ snrDb, denoise })),
  );
  const heard: Measured[] = [];
  const how = await run.measure({ conditions, interrupted }, (measured) => {
    heard.push(measured);
    const [off, tap, path] = heard;
    if (off === undefined || tap === undefined || path === undefined) return;
    heard.length = 0;
    const row = { snrDb: off.snrDb, measured: { off, tap, path } };
    rows.push(row);
    if (isText) process.stdout.write(rowText(row));
  });
  if (how === 'interrupted') return EXIT_INTERRUPTED;
  tell(rows, isText ? 'text' : 'json');
  return run.hasFailed || faults.length > 0 ? EXIT_FAILURE : 0;
}

function tell(rows: readonly Row[], form: 'text' | 'json'): void {
  const verdict = denoiseVerdict(SUPPRESSIONS.map((denoise) => errorsOf(rows, denoise)));
  const recognizer = rows[0]?.measured.off.recognizer ?? '';
  if (form === 'json') {
    const conditions = rows.map(({ snrDb, measured }) => ({
      snrDb: snrDb ?? null,
      ...Object.fromEntries(
        SUPPRESSIONS.map((denoise) => {
          const errors = summed(measured[denoise].recordings);
          return [denoise, { ...errors, wordErrorRate: errorRate(errors) }];
        }),
      ),
    }));
    printJson({ recognizer, conditions, ...verdict });
    return;
  }
  process.stdout.write(
    `by ${visible(recognizer)}\n[audio] denoise = "${verdict.denoise}": ${verdict.reason}\n`,
  );
}

function errorsOf(rows: readonly Row[], denoise: Denoise): DenoiseErrors {
  const heard = rows.map(({ measured }) => measured[denoise].recordings);
  return { denoise, asTheyAre: summed(heard[0] ?? []), all: summed(heard.flat()) };
}

function heading(kind: string): string {
  return `${`words wrong, ${kind}`.padEnd(24)}${SUPPRESSIONS.map((each) => each.padStart(10)).join('')}\n`;
}

function rowText({ snrDb, measured }: Row): string {
  const name = snrDb === undefined ? 'as they are' : `at ${snrDb} dB`;
  const rates = SUPPRESSIONS.map((denoise) => {
    const rate = errorRate(summed(measured[denoise].recordings));
    return `${(rate * 100).toFixed(2)} %`.padStart(10);
  });
  return `${name.padEnd(24)}${rates.join('')}\n`;
}
