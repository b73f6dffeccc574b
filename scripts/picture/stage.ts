// Where the pictured run takes place: a home with a project, the real Codex in front of a scripted model, a
// microphone that hears what is said to it, and a shell in a terminal. What happens there is story.ts's.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type FilmEvent, type FilmedSession, SCREEN } from '@codex-voice/pictures';
import {
  codexHome,
  ensureCodex,
  makeScratchHome,
  startScriptedCodexServer,
  startVirtualMicrophone,
  TerminalProgram,
} from '@codex-voice/testing';
import type { Begun } from './begun.ts';
import { modelScript, PROJECT } from './model-script.ts';

const run = promisify(execFile);

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A loaded machine gets many times what anything here takes, in ms. */
const PATIENCE_MS = 60_000;
/** Between two letters of a command that is typed, in ms. */
const TYPING_MS = 55;
/** What was said, and a key, can be read a moment longer, in ms. */
const CAPTION_MS = 500;
/** What was said shows within this, or was not heard, in ms. */
const HEARD_MS = 10_000;
const MOST_TRIES = 4;
/** Driven by its protocol, Codex tells what it asks; the colours are those for a dark ground. */
const CONFIG = 'theme = "dark"\n[agents.codex]\ndriver = "structured"\n';
/** Flite speaks louder than a person at a desk does: with this the level is as of one. */
const LOUDNESS = 0.3;
const WAV_HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;
/** The questions for foreground (10) and background (11), as programs ask them. */
const COLOUR_QUESTION = /\u001b\](1[01]);\?(?:\u0007|\u001b\\)/gu;

/** A terminal in which things are done as a person does them, and recorded. */
export class Actor implements AsyncDisposable {
  readonly #shown: Pick<FilmedSession, 'title' | 'columns' | 'rows'>;
  readonly #program: TerminalProgram;
  readonly #say: (words: string) => Promise<void>;
  readonly #events: FilmEvent[] = [];

  constructor(stage: Stage, title: string, size: Size) {
    this.#shown = { title, ...size };
    this.#say = stage.say;
    this.#program = new TerminalProgram({
      file: 'bash',
      args: ['--norc', '--noprofile'],
      cwd: stage.project,
      env: stage.env,
      ...size,
      onOutput: (bytes) => {
        this.#events.push({ kind: 'output', atMs: performance.now(), bytes });
        this.#tellColours(bytes);
      },
    });
  }

  get recording(): FilmedSession {
    return { ...this.#shown, events: this.#events };
  }

  /** As terminals with colours do; programs choose theirs to go with them. */
  #tellColours(bytes: Uint8Array): void {
    for (const [, which] of Buffer.from(bytes).toString('latin1').matchAll(COLOUR_QUESTION)) {
      const value = which === '10' ? SCREEN.foreground : SCREEN.background;
      const parts = hexPairs(value).map((pair) => pair + pair);
      this.#program.send(`\u001b]${which};rgb:${parts.join('/')}\u001b\\`);
    }
  }

  begin(): void {
    this.#events.push({ kind: 'begins', atMs: performance.now() });
  }

  end(): void {
    this.#events.push({ kind: 'ends', atMs: performance.now() });
  }

  moment(name: string): void {
    this.#events.push({ kind: 'moment', atMs: performance.now(), name });
  }

  async type(text: string): Promise<void> {
    for (const letter of text) {
      this.#program.send(letter);
      await sleep(TYPING_MS);
    }
  }

  /** Presses what is shown as `keys`. */
  async press(keys: string, bytes: string): Promise<void> {
    this.#events.push({ kind: 'pressed', atMs: performance.now(), keys });
    await sleep(CAPTION_MS / 2);
    this.#program.send(bytes);
    await sleep(CAPTION_MS);
    this.#events.push({ kind: 'pressed', atMs: performance.now(), keys: undefined });
  }

  /** Says it into the microphone, up to its last sound. */
  async say(words: string): Promise<void> {
    this.#events.push({ kind: 'said', atMs: performance.now(), words });
    await this.#say(words);
    await sleep(CAPTION_MS);
    this.#events.push({ kind: 'said', atMs: performance.now(), words: undefined });
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.#program.waitForText(text, PATIENCE_MS);
  }

  /** Says it until it shows, as a person does who was not heard. */
  async saysUntil(words: string, shows: string | RegExp): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      await this.say(words);
      try {
        await this.#program.waitForText(shows, HEARD_MS);
        return;
      } catch (error) {
        if (tries === MOST_TRIES) throw error;
      }
    }
  }

  /** Says it again and again until something is over. */
  async says(words: string, { until }: { readonly until: Promise<void> }): Promise<void> {
    let isOver = false;
    const over = until.finally(() => {
      isOver = true;
    });
    while (!isOver) await this.#say(words);
    await over;
  }

  async lingers(milliseconds: number): Promise<void> {
    await sleep(milliseconds);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program.stop();
  }
}

function hexPairs(value: number): string[] {
  return value.toString(16).padStart(6, '0').match(/../gu) ?? [];
}

export interface Stage {
  readonly project: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (words: string) => Promise<void>;
}

export interface StageParts {
  /** All that will be said. */
  readonly spoken: readonly string[];
  /** Ends what is begun here. */
  readonly begun: Begun;
}

export async function setStage(root: string, { spoken, begun }: StageParts): Promise<Stage> {
  const codex = await ensureCodex();
  const home = begun.use(makeScratchHome());
  const project = join(home.path, 'average');
  const programs = join(home.path, '.local', 'bin');
  const config = join(home.path, '.config', 'codex-voice');
  for (const folder of [project, programs, config]) mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(PROJECT)) writeFileSync(join(project, name), text);
  writeFileSync(join(config, 'config.toml'), CONFIG);
  symlinkSync(codex, join(programs, 'codex'));
  symlinkSync(process.execPath, join(programs, 'node'));
  symlinkSync(join(root, 'bin', 'codex-voice'), join(programs, 'codex-voice'));
  const server = begun.use(await startScriptedCodexServer({ script: modelScript() }));
  const settings = begun.use(await codexHome({ baseUrl: server.origin, cwd: project }));
  const microphone = begun.use(await startVirtualMicrophone());
  const clips = new Map<string, string>();
  for (const words of spoken) {
    const path = join(home.path, 'tmp', `${words.replaceAll(' ', '-')}.wav`);
    await run('flite', ['-voice', 'slt', '-t', words, '-o', path]);
    writeFileSync(path, quieter(readFileSync(path)));
    clips.set(words, path);
  }
  return {
    project,
    env: {
      ...home.env,
      ...microphone.env,
      ...settings.env,
      PATH: `${programs}:${process.env.PATH}`,
      COLORTERM: 'truecolor',
      // Nobody is asked for newer versions of anything.
      NPM_CONFIG_UPDATE_NOTIFIER: 'false',
      PS1: String.raw`\[\e[38;5;108m\]\w\[\e[0m\] $ `,
      // Below the home, as on a person's machine.
      ...Object.fromEntries(
        ['CONFIG', 'STATE', 'CACHE', 'DATA'].map((name) => [`XDG_${name}_HOME`, undefined]),
      ),
    },
    say: async (words) => {
      const clip = clips.get(words);
      if (clip === undefined) throw new RangeError(`words: nobody made a sound of "${words}"`);
      await microphone.play(clip);
    },
  };
}

/** A recording as Flite writes it, of 16-bit samples behind a header. */
function quieter(wav: Buffer): Buffer {
  const quiet = Buffer.from(wav);
  for (let at = WAV_HEADER_BYTES; at + SAMPLE_BYTES <= quiet.length; at += SAMPLE_BYTES) {
    quiet.writeInt16LE(Math.round(quiet.readInt16LE(at) * LOUDNESS), at);
  }
  return quiet;
}
