// SVG files as PNG, by a browser without a window.
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Names of the browser by distribution. */
export const BROWSERS: readonly string[] = ['chromium', 'chromium-browser', 'google-chrome'];
/** A page of a few kilobytes is there at once; a loaded machine gets far more, in ms. */
const TIMEOUT_MS = 60_000;
/** Of a screen with twice as many points, as most have now. */
const SCALE = 2;

/** The first browser there is; undefined: none. */
export function findBrowser(path = process.env.PATH ?? ''): string | undefined {
  for (const name of BROWSERS) {
    for (const folder of path.split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // The next one.
      }
    }
  }
  return undefined;
}

/** Draws an SVG file into a PNG file. */
export async function drawPng(browser: string, svg: string, file: string): Promise<void> {
  const [, width, height] = /<svg[^>]* width="(\d+)" height="(\d+)"/u.exec(svg) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'codex-voice-png-'));
  try {
    const page = join(folder, 'page.html');
    await writeFile(
      page,
      `<!doctype html><meta charset="utf-8"><style>*{margin:0}svg{display:block}</style>${svg}`,
    );
    await run(
      browser,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        // Else a busy machine leaves parts undrawn.
        '--run-all-compositor-stages-before-draw',
        '--virtual-time-budget=2000',
        '--force-prefers-reduced-motion',
        '--default-background-color=00000000',
        `--user-data-dir=${folder}`,
        `--force-device-scale-factor=${SCALE}`,
        `--window-size=${width},${height}`,
        `--screenshot=${file}`,
        pathToFileURL(page).href,
      ],
      { timeout: TIMEOUT_MS, env: { ...process.env, HOME: folder } },
    );
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}
