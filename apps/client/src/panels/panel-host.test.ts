import { compareTerminals } from '@codex-voice/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { FACTS, PanelWorld } from './panel-world.test-support.ts';

let world: PanelWorld;

function begin(before: readonly string[] = []): PanelWorld {
  world = new PanelWorld(before);
  return world;
}

afterEach(() => world.dispose());

const DRAWING = 'one\r\n\x1b[1;31mtwo\x1b[m\r\nthree';
const entry = (id: string, text: string) =>
  ({ id, text, intent: 'send', origin: 'voice', queuedAtMs: 0, state: 'queued' }) as const;

describe('a panel over the agent', () => {
  it('comes, holds the output back, and goes without a trace', async () => {
    const { host } = begin();
    world.agent(DRAWING);
    await world.open('menu');
    expect(host.panel).toBe('menu');
    expect(world.isHeld).toBe(true);
    expect(world.screen()[0]).toBe('one');
    expect(world.screen().join('\n')).toContain('Listen all the time');
    world.agent(' and on');
    expect(world.screen()[2]).not.toContain('and on');
    host.close();
    expect(host.panel).toBeUndefined();
    expect(compareTerminals(world.raw, world.terminal)).toEqual([]);
    expect(world.changes).toEqual(['menu', undefined]);
  });

  it('below lines of a shell it leaves those alone, and gives the agent its own rows back', async () => {
    const { host } = begin(['$ ls', 'a  b', '$ codex-voice claude']);
    world.agent(DRAWING);
    const before = world.screen();
    expect(before.slice(2, 6)).toEqual(['$ codex-voice claude', 'one', 'two', 'three']);
    for (const panel of ['queue', 'menu', 'help'] as const) {
      await world.open(panel);
      expect(host.panel).toBe(panel);
      expect(world.screen().slice(0, 3)).toEqual(before.slice(0, 3));
      host.close();
      expect(world.screen()).toEqual(before);
    }
    world.agent(' and on');
    expect(world.screen()[5]).toBe('three and on');
  });

  it('bug: where its copy of the screen had lines back that the window has not, the agent’s rows came too low', async () => {
    const { host } = begin();
    world.raw.feed('given\r\nback\r\n'.repeat(5));
    world.agent(DRAWING);
    const before = world.screen();
    for (const panel of ['queue', 'menu'] as const) {
      await world.open(panel);
      host.close();
      expect(world.screen()).toEqual(before);
    }
    host.mend(() => 9);
    await world.settle();
    expect(world.screen()).toEqual(before);
    world.agent(' and on');
    expect(world.screen()[2]).toBe('three and on');
  });

  it('below more lines than leave it room it takes of those what it needs, and no row of the agent', async () => {
    const lines = Array.from({ length: 12 }, (_, row) => `shell ${row}`);
    const { host } = begin(lines);
    world.agent(DRAWING);
    const before = world.screen();
    await world.open('menu');
    expect(world.screen().slice(0, 4)).toEqual(lines.slice(0, 4));
    expect(world.screen().join('\n')).toContain('Listen all the time');
    host.close();
    expect(world.screen()).toEqual(before.map((row, at) => (at >= 4 && at < 12 ? '' : row)));
    // Lines that have gone up take what was below with them: from then on both have the same rows.
    for (let line = 0; line < 20; line += 1) world.agent(`\r\nline ${line}`);
    await world.open('menu');
    host.close();
    expect(world.screen().slice(0, 16)).toEqual(world.raw.screenRows());
  });

  it('output that the rows cover is shown before it is covered, and what follows is not', async () => {
    const { host } = begin();
    world.agent('a');
    world.beforeRows = () => {
      world.beforeRows = () => undefined;
      world.agent('b');
    };
    host.open('queue');
    world.agent('-');
    await world.settle();
    expect(world.screen()[0]).toBe('ab');
    world.agent('c');
    host.close();
    expect(world.screen()[0]).toBe('ab-c');
    expect(compareTerminals(world.raw, world.terminal)).toEqual([]);
  });

  it('waits for the end of an update, and lets it come', async () => {
    const { host } = begin();
    world.agent('\x1b[?2026hhalf');
    host.open('help');
    await world.settle(40);
    expect(host.panel).toBe('help');
    expect(world.screen().join('')).not.toContain('Help');
    world.agent(' whole\x1b[?2026l');
    await world.settle();
    expect(world.screen().join('')).toContain('Help');
    host.close();
    expect(compareTerminals(world.raw, world.terminal)).toEqual([]);
  });

  it.each(['gap', 'nothing'] as const)(
    'gives up in a line where the rows stay %s',
    async (what) => {
      const { host } = begin();
      world.agent(DRAWING);
      world.answers = what;
      await world.open('help');
      await world.settle(20_000);
      expect(world.said).toEqual(['the screen is moving: try again in a moment']);
      expect([host.takesKeys, world.isHeld]).toEqual([false, false]);
    },
  );

  it('says that there is no room', async () => {
    begin();
    world.size = () => ({ columns: 10, rows: 15 });
    await world.open('help');
    expect(world.said).toEqual(['no room for a panel here']);
    expect(world.host.takesKeys).toBe(false);
  });

  it('closed before it came, it never comes', async () => {
    const { host } = begin();
    host.toggle('help');
    host.toggle('help');
    await world.settle();
    expect([host.takesKeys, world.isHeld, world.changes]).toEqual([false, false, []]);
  });

  it('a lower panel gives rows back to the agent while it is open', async () => {
    const { host } = begin();
    for (let row = 0; row < 15; row += 1) world.agent(`${row === 0 ? '' : '\r\n'}agent ${row}`);
    await world.open('menu');
    expect(world.screen().filter((row) => row.startsWith('agent'))).toHaveLength(2);
    world.type('q');
    expect(host.panel).toBe('queue');
    const shown = world.screen();
    expect(shown.filter((row) => row.startsWith('agent'))).toHaveLength(13);
    expect(shown[12]).toBe('agent 12');
    expect(shown[14]?.trim()).toBe('Nothing waits.');
    world.facts = { ...FACTS, queue: [entry('a', 'first'), entry('b', 'second')] };
    host.refresh();
    expect(world.screen().slice(12, 15).join('\n')).toMatch(/Queue.*\n.*first.*\n.*second/u);
    host.close();
    expect(compareTerminals(world.raw, world.terminal)).toEqual([]);
  });
});

describe('keys of a panel', () => {
  it('go to the panel from the moment it was asked for, and not to the agent', async () => {
    const { host } = begin();
    world.agent(DRAWING);
    host.open('menu');
    world.type('\x1b[B');
    world.type('\x1b[B');
    await world.settle();
    expect(world.screen().find((row) => row.startsWith(' › '))).toContain('Send what');
    world.type('\x1b[?62c');
    world.type('\x1bq');
    world.type('\x1b');
    world.type('x');
    expect(host.takesKeys).toBe(false);
    expect(world.passed).toBe('\x1b[?62c');
  });

  it('what is typed behind the key that closes goes nowhere', async () => {
    begin();
    await world.open('help');
    world.type('qabc\x1b[I');
    expect(world.host.takesKeys).toBe(false);
    expect([world.wishes, world.passed]).toEqual([[], '\x1b[I']);
  });

  it('an entry of the menu closes it first, then is done', async () => {
    begin();
    world.agent(DRAWING);
    await world.open('menu');
    world.type('t');
    expect(world.wishes).toEqual([{ kind: 'action', action: 'talk' }]);
    expect(world.host.takesKeys).toBe(false);
    expect(compareTerminals(world.raw, world.terminal)).toEqual([]);
  });

  it('a change of the queue leaves it open, and a refusal is told in it', async () => {
    const { host } = begin();
    world.facts = { ...FACTS, queue: [entry('a', 'first')] };
    expect(host.notice({ text: 'refused', severity: 'error' })).toBe(false);
    await world.open('queue');
    world.type('d');
    expect(world.wishes).toEqual([{ kind: 'queue', edit: { do: 'remove', id: 'a' } }]);
    expect(host.notice({ text: 'refused: it is going in', severity: 'error' })).toBe(true);
    expect(world.screen().join('\n')).toContain('refused: it is going in');
  });

  it('a setting is shown at once; the one of our rows lets the panel make way and come back', async () => {
    const { host } = begin();
    world.agent(DRAWING);
    await world.open('settings');
    world.type('\x1b[C');
    expect(world.wishes).toEqual([{ kind: 'setting', name: 'mode', value: 'auto' }]);
    expect(host.panel).toBe('settings');
    expect(world.screen().join('\n')).toContain('< auto >');
    world.wishes.length = 0;
    world.type(`${'\x1b[B'.repeat(2)}\x1b[C`);
    expect(world.wishes).toEqual([{ kind: 'setting', name: 'silence', value: '400 ms' }]);
    world.wishes.length = 0;
    world.type(`${'\x1b[B'.repeat(2)}\x1b[C`);
    expect(world.wishes).toEqual([{ kind: 'setting', name: 'hud', value: 'full' }]);
    expect(world.isHeld).toBe(true);
    await world.settle();
    expect(host.panel).toBe('settings');
    expect(world.screen().find((row) => row.startsWith(' › '))).toContain('Our rows');
  });

  it('another session is switched to with the panel gone; one is ended with it open', async () => {
    begin();
    const row = (sessionId: string) => ({
      sessionId,
      agent: 'codex',
      cwd: '/people/person/src',
      state: 'idle' as const,
      ...{ columns: 80, rows: 24, startedAtMs: 0, terminals: 1, held: true, queued: 0 },
      keeperMemoryBytes: 1,
    });
    world.facts = { ...FACTS, sessions: [row('codex-k3fa'), row('claude-p0zz')] };
    await world.open('sessions');
    expect(world.screen().join('\n')).toContain('~/src');
    world.type('jxy');
    expect(world.wishes).toEqual([{ kind: 'session', do: 'kill', sessionId: 'claude-p0zz' }]);
    expect(world.host.panel).toBe('sessions');
    world.type('\r');
    expect(world.wishes.at(-1)).toEqual({
      kind: 'session',
      do: 'switch',
      sessionId: 'claude-p0zz',
    });
    expect(world.host.panel).toBeUndefined();
  });
});

describe('when the screen changes under a panel', () => {
  it('a resize takes it away, and what stood under it is to be asked for anew', async () => {
    const { host } = begin();
    expect(host.resized()).toBe('whole');
    await world.open('help');
    expect(host.resized()).toBe('stale');
    expect([host.takesKeys, world.isHeld, world.filter.covered]).toEqual([false, false, false]);
  });

  it('a second resize before the first is settled does not forget what stood under it', async () => {
    const { host } = begin();
    await world.open('help');
    expect([host.resized(), host.resized()]).toEqual(['stale', 'stale']);
    host.screenRestarted();
    expect(host.resized()).toBe('whole');
  });

  it('a screen begun anew by someone else has no panel any more', async () => {
    await begin().open('help');
    world.host.screenRestarted();
    expect([world.host.takesKeys, world.isHeld, world.log]).toEqual([false, false, []]);
  });

  it('over a viewer’s picture nothing is put back: the picture is drawn anew', async () => {
    begin();
    world.standsFor = 'picture';
    world.answers = 'nothing';
    await world.open('help');
    expect(world.host.panel).toBe('help');
    world.host.close();
    expect(world.log).toEqual(['redraw']);
    expect(world.isHeld).toBe(false);
  });
});

describe('rows that may hold some of ours', () => {
  const remnant = '\x1b[2;6Hour row\x1b[3;6H';

  it('are the agent’s again, those written last, and the output goes on', async () => {
    const { host } = begin();
    world.agent('one\r\ntwo\r\nthree');
    world.terminal.feed(remnant);
    host.mend(() => 2);
    expect(world.isHeld).toBe(true);
    world.agent(' and on');
    await world.settle();
    expect(world.isHeld).toBe(false);
    expect(compareTerminals(world.raw, world.terminal)).toEqual([]);
    world.terminal.feed(`${remnant}\x1b[3;13H`);
    host.mend(() => 1);
    await world.settle();
    expect(world.screen()[1]).toContain('our row');
  });

  it('below lines of a shell, and those leave as they are', async () => {
    const { host } = begin(['$ ls', 'a  b']);
    world.agent(DRAWING);
    const before = world.screen();
    world.terminal.feed('\x1b[4;6Hour row\x1b[5;6H');
    host.mend(() => 9);
    await world.settle();
    expect(world.screen()).toEqual(before);
  });

  it('are mended once a panel has gone that stood over them, or came meanwhile', async () => {
    const { host } = begin();
    world.agent('one\r\ntwo\r\nthree');
    for (const asked of ['before', 'meanwhile'] as const) {
      world.terminal.feed(remnant);
      if (asked === 'before') await world.open('queue');
      host.mend(() => 9);
      await (asked === 'before' ? world.settle() : world.open('queue'));
      await world.settle(20_000);
      expect([host.panel, world.isHeld]).toEqual(['queue', true]);
      expect(world.screen()[1]).toContain('our row');
      host.close();
      await world.settle();
      expect(compareTerminals(world.raw, world.terminal)).toEqual([]);
      expect(world.isHeld).toBe(false);
    }
  });

  it('are mended when what has changed again stands', async () => {
    const { host } = begin();
    world.agent('one\r\ntwo\r\nthree');
    world.terminal.feed(remnant);
    host.mend(() => 9);
    host.resized();
    expect(world.isHeld).toBe(false);
    await world.settle(20_000);
    expect(compareTerminals(world.raw, world.terminal)).toEqual([]);
  });

  it('are nobody’s once the screen was begun anew, or the session left', async () => {
    const { host } = begin();
    world.agent('one\r\ntwo\r\nthree');
    for (const end of [() => host.screenRestarted(), () => host.dispose()]) {
      world.terminal.feed(remnant);
      host.mend(() => 9);
      end();
      await world.settle(20_000);
      expect(world.screen()[1]).toContain('our row');
      expect(world.isHeld).toBe(false);
    }
  });

  it('are mended later where the copy of the screen is late', async () => {
    const { host } = begin();
    world.agent('one\r\ntwo\r\nthree');
    world.terminal.feed(remnant);
    world.answers = 'gap';
    let asked = 0;
    // More often than one panel would wait for.
    world.beforeRows = () => {
      asked += 1;
      if (asked > 20) world.answers = 'rows';
    };
    host.mend(() => 9);
    await world.settle(20_000);
    expect(asked).toBe(21);
    expect(compareTerminals(world.raw, world.terminal)).toEqual([]);
    expect(world.isHeld).toBe(false);
  });

  it('of a viewer’s picture are left alone', async () => {
    const { host } = begin();
    world.agent(DRAWING);
    world.standsFor = 'picture';
    host.mend(() => 9);
    await world.settle();
    expect(world.isHeld).toBe(false);
  });
});
