import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassthroughFilter } from '@codex-voice/ansi';
import { VirtualTerminal } from '@codex-voice/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { ENGLISH } from '../words/en.ts';
import { AnnounceFile } from './announce-file.ts';
import { linearMode, rowsBeside } from './linear-choice.ts';
import { LinearOutput, type LinearOutputParts } from './linear-output.ts';

const SIZE = { columns: 30, rows: 8 };
const LISTENING = {
  type: 'voice',
  event: { type: 'device', state: 'open' },
} as const;

class World {
  readonly filter = new PassthroughFilter({ ...SIZE, reservedRows: 0 });
  readonly terminal = new VirtualTerminal(SIZE);
  readonly output: LinearOutput;
  nowMs = 0;
  #timers: { dueMs: number; act: () => void }[] = [];

  constructor(more: Partial<LinearOutputParts> = {}) {
    this.filter.start({ row: 0, column: 0 });
    this.output = new LinearOutput({
      telling: { words: ENGLISH, sound: 'kept' },
      filter: () => this.filter,
      write: (bytes) => this.terminal.feed(bytes),
      glyphs: 'unicode',
      terminal: 'other',
      nowMs: () => this.nowMs,
      later: (waitMs, act) => {
        const timer = { dueMs: this.nowMs + waitMs, act };
        this.#timers.push(timer);
        return () => {
          this.#timers = this.#timers.filter((one) => one !== timer);
        };
      },
      ...more,
    });
  }

  agent(text: string): void {
    for (const part of this.filter.write(new TextEncoder().encode(text))) this.terminal.feed(part);
    this.output.agentWrote();
  }

  pass(waitMs: number): void {
    const endMs = this.nowMs + waitMs;
    for (;;) {
      const next = this.#timers.toSorted((left, right) => left.dueMs - right.dueMs)[0];
      if (next === undefined || next.dueMs > endMs) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.nowMs = next.dueMs;
      next.act();
    }
    this.nowMs = endMs;
  }

  get timers(): number {
    return this.#timers.length;
  }

  lines(): string[] {
    return this.terminal
      .screenRows()
      .map((row) => row.trimEnd())
      .filter((row) => row !== '');
  }
}

const notice = (text: string) => ({ type: 'notice', severity: 'info', text }) as const;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('announced lines in the terminal', () => {
  it('stand between the agent’s lines, at once where it is at the start of one', () => {
    const world = new World();
    world.agent('one\r\n');
    world.output.session(LISTENING);
    world.agent('two\r\n');
    expect(world.lines()).toEqual(['one', 'voice: listening', 'two']);
    expect(world.timers).toBe(0);
  });

  it('wait while the agent is inside a line, until it ends or rests', () => {
    const world = new World();
    world.agent('working');
    world.output.session(LISTENING);
    world.pass(200);
    expect(world.lines()).toEqual(['working']);
    world.agent('...\r\n');
    expect(world.lines()).toEqual(['working...', 'voice: listening']);
    world.agent('$ ');
    world.output.session(notice('hello'));
    world.pass(1_000);
    expect(world.lines().slice(2)).toEqual(['$', 'voice: hello']);
    expect(world.terminal.cursor).toMatchObject({ row: 4, column: 2 });
  });

  it('on a dumb terminal they are text and line ends alone', () => {
    let written = '';
    const world = new World({
      terminal: 'dumb',
      write: (bytes) => {
        written += new TextDecoder().decode(bytes);
      },
    });
    world.agent('$ ');
    world.output.session(LISTENING);
    world.pass(1_000);
    expect(written).toBe('\r\nvoice: listening\r\n');
  });

  it('never go into a program that draws, and are old news after a while', () => {
    const world = new World();
    world.agent('\x1b[?1049h\x1b[H\x1b[2Jfull screen');
    world.output.session(LISTENING);
    world.pass(20_000);
    expect(world.lines()).toEqual(['full screen']);
    expect(world.timers).toBe(0);
    world.agent('\x1b[?1049l\r');
    expect(world.lines()).toEqual([]);
    world.output.session(notice('back'));
    expect(world.lines()).toEqual(['voice: back']);
  });

  it('long ones are several lines', () => {
    const world = new World();
    world.output.session(notice('a text that is longer than this terminal is wide'));
    expect(world.lines()).toEqual(['voice: a text that is longer', 'than this terminal is wide']);
    expect(world.terminal.snapshot().normal.rows.some((row) => row.wrapped)).toBe(false);
  });

  it('after the end nothing is said', () => {
    const world = new World();
    world.agent('$ ');
    world.output.session(LISTENING);
    world.output.end();
    world.output.session(notice('late'));
    world.pass(5_000);
    expect([world.lines(), world.timers]).toEqual([['$'], 0]);
  });
});

describe('announced lines in a file', () => {
  it('all go there, and none into the terminal', () => {
    const folder = mkdtempSync(join(tmpdir(), 'announce-'));
    folders.push(folder);
    const path = join(folder, 'lines');
    const file = new AnnounceFile(path, () => undefined);
    const world = new World({ file: (line) => file.write(line) });
    world.agent('\x1b[?1049h');
    world.output.session(LISTENING);
    world.output.session(notice('hello'));
    file.close();
    expect(readFileSync(path, 'utf8')).toBe('voice: listening\nvoice: hello\n');
    expect(world.lines()).toEqual([]);
  });

  it('what can’t be written is lost, told once, and never thrown', () => {
    const problems: string[] = [];
    const file = new AnnounceFile('/nowhere/at/all', (message) => problems.push(message));
    file.write('one');
    file.write('two');
    file.close();
    expect(problems).toEqual(['nothing can be announced in /nowhere/at/all: ENOENT']);
  });
});

describe('whether to announce', () => {
  it.each([
    ['line', undefined, 'xterm', 'off', 'line'],
    ['linear', undefined, 'xterm', 'terminal', 'off'],
    ['line', undefined, 'dumb', 'terminal', 'off'],
    ['line', '/dev/tty9', 'xterm', 'file', 'line'],
    ['linear', '/dev/tty9', 'xterm', 'file', 'off'],
  ] as const)('hud %s, file %s, TERM %s: %s, rows %s', (hud, announceFile, term, mode, rows) => {
    expect(linearMode({ hud, announceFile, term })).toBe(mode);
    expect(rowsBeside(hud, term)).toBe(rows);
  });
});
