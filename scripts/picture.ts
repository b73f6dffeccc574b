// Makes the pictures of the documents from one real run: codex-voice around the real Codex, with generated
// speech in its microphone and a scripted model behind it. Writes docs/pictures; `--keep FILE` keeps the
// recording, `--from FILE` draws one again.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  type Film,
  type FilmedSession,
  filmOf,
  Looks,
  movingSvg,
  stillSvg,
} from '@codex-voice/pictures';
import { Begun } from './picture/begun.ts';
import { BROWSERS, drawPng, findBrowser } from './picture/png.ts';
import { readRecordings, writtenRecordings } from './picture/recording.ts';
import { Actor, setStage } from './picture/stage.ts';
import { playDoctor, playStory, SPOKEN } from './picture/story.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** To read what came in the end. */
const REST_MS = 3_500;
/** Shown where nothing moves. */
const TELLING = 'approval';
const DESCRIPTION =
  'A terminal: Codex in codex-voice is spoken to, asks for approval, gets it by voice, and works.';
/** What each moment shows, for those who don't see it. */
const MOMENTS: Readonly<Record<string, string>> = {
  listening: 'While you speak, our row below Codex shows the level and the words so far.',
  composed: 'What was said stands in Codex’s composer and waits to be sent.',
  approval: 'Codex asks to run a command; our row shows what, and how to answer.',
  queue: 'The queue panel with one prompt that waits, and why.',
  settings: 'The settings panel.',
  doctor: 'codex-voice doctor tells what is there and what is missing.',
};

async function recorded(): Promise<FilmedSession[]> {
  await using begun = new Begun();
  const stage = await setStage(root, { spoken: SPOKEN, begun });
  const story = begun.use(new Actor(stage, 'codex-voice codex', { columns: 92, rows: 26 }));
  await playStory(story);
  // As high as the findings are: what goes off above is the command and what system it is.
  const doctor = begun.use(new Actor(stage, 'codex-voice doctor', { columns: 92, rows: 43 }));
  await playDoctor(doctor);
  return [story.recording, doctor.recording];
}

async function draw(recording: FilmedSession, folder: string): Promise<void> {
  const looks = new Looks();
  const film = filmOf(recording, looks);
  if (film.frames.length > 0) await drawMoving(film, looks, folder);
  const browser = findBrowser();
  if (browser === undefined) console.log(`no PNGs: they take ${BROWSERS.join(' or ')} on the PATH`);
  for (const [name, frame] of film.moments) {
    if (browser === undefined) continue;
    const description = MOMENTS[name] ?? name;
    const file = join(folder, `${name}.png`);
    const rows = frame.rows.findLastIndex((marks) => marks !== '') + 1;
    await drawPng(browser, stillSvg({ ...film, rows, frame, looks, description }), file);
    told(file, (await readFile(file)).length);
  }
}

async function drawMoving(film: Film, looks: Looks, folder: string): Promise<void> {
  const still = film.moments.get(TELLING);
  if (still === undefined) throw new Error(`the recording has no moment "${TELLING}"`);
  const svg = movingSvg({ film, looks, description: DESCRIPTION, still, restMs: REST_MS });
  const file = join(folder, 'spoken-session.svg');
  await writeFile(file, svg);
  const seconds = (film.frames.at(-1)?.atMs ?? 0) / 1000;
  console.log(`${film.frames.length} frames in ${seconds.toFixed(1)} s`);
  told(file, svg.length);
}

function told(file: string, bytes: number): void {
  console.log(`${relative(root, file)}: ${(bytes / 1000).toFixed(0)} kB`);
}

const { values } = parseArgs({
  options: { keep: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
});
const folder = values.to ?? join(root, 'docs', 'pictures');
await mkdir(folder, { recursive: true });
const recordings =
  values.from === undefined ? await recorded() : readRecordings(await readFile(values.from));
if (values.keep !== undefined) await writeFile(values.keep, writtenRecordings(recordings));
for (const recording of recordings) await draw(recording, folder);
