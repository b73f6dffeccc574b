import { textWidth } from '@codex-voice/ansi';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HudModel } from './hud-model.ts';
import { HUD_ROWS } from './hud-rows.ts';
import { PLAIN, READY, textOf, VOICE_STATES, withVoice } from './hud-samples.test-support.ts';
import { HUD_LANGUAGES } from './hud-words.ts';
import { METER_AT_REST, meterStep } from './meter.ts';
import { type HudOptions, renderHud } from './render-hud.ts';
import { cellsOf } from './text-fit.ts';
import { themeNames } from './theme.ts';

function line(model: HudModel, columns = 120, options: Partial<HudOptions> = {}): string {
  return textOf(renderHud(model, { ...PLAIN, columns, ...options })[0]);
}

const nastyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '👨‍👩‍👧',
        '🇫🇷',
        '👍🏽',
        '❤️',
        '1️⃣',
        '你好',
        'e\u0301',
        '\u0301',
        '\x1b[2J',
        '\u009b1m',
        '\r\n',
        '\t',
      ),
      fc.constantFrom(
        '\u202e',
        '\u200b',
        '\ud800',
        'שלום',
        'नमस्ते',
        '각',
        '\u1100\u1161',
        'ﷺ',
        '…',
        '　',
        'word ',
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const anyModel: fc.Arbitrary<HudModel> = fc.record(
  {
    agent: fc.record({
      name: nastyText,
      state: fc.constantFrom('starting', 'idle', 'busy', 'dialog', 'exited', 'unknown'),
      rung: nastyText,
    }),
    voice: fc.record(
      {
        state: fc.constantFrom(...VOICE_STATES),
        mode: fc.constantFrom('tap', 'auto'),
        reason: nastyText,
        meter: fc.record({
          heights: fc.array(fc.double({ min: -1, max: 2 }), { maxLength: 12 }),
          level: fc.double(),
          slotAgeMs: fc.constant(0),
        }),
        microphoneOpenMs: fc.double(),
      },
      { requiredKeys: ['state', 'mode', 'meter'] },
    ),
    partial: nastyText,
    lastHeard: fc.record({
      text: nastyText,
      verdict: fc.constantFrom(
        'composed',
        'sent',
        'obeyed',
        'waiting',
        'unconfirmed',
        'scratched',
        'dropped',
        'rejected',
        'failed',
      ),
    }),
    queueLength: fc.nat(1_000),
    waitingFor: nastyText,
    lastLatencyMs: fc.double(),
    message: fc.record(
      {
        text: nastyText,
        severity: fc.constantFrom('info', 'warning', 'error'),
        whole: fc.record({ key: nastyText, does: nastyText }),
      },
      { requiredKeys: ['text', 'severity'] },
    ),
    keyHints: fc.array(fc.record({ key: nastyText, does: nastyText }), { maxLength: 4 }),
    leader: nastyText,
  },
  { requiredKeys: ['agent', 'voice', 'partial', 'queueLength', 'keyHints'] },
);

const anyOptions: fc.Arbitrary<HudOptions> = fc.record({
  columns: fc.oneof(fc.nat(30), fc.nat(300)),
  colour: fc.constantFrom('none', '16', '256', 'truecolor'),
  glyphs: fc.constantFrom('unicode', 'ascii'),
  theme: fc.constantFrom(...themeNames),
  mode: fc.constantFrom('line', 'full'),
  language: fc.constantFrom(...HUD_LANGUAGES),
});

describe('rows', () => {
  test('OVERLAY-1 OVERLAY-2 OVERLAY-3 rows are as wide as asked, printable, and reset', () => {
    fc.assert(
      fc.property(anyModel, anyOptions, (model, options) => {
        const rows = renderHud(model, options);
        expect(rows.length).toBe(HUD_ROWS[options.mode]);
        for (const row of rows) {
          const text = textOf(row);
          expect(cellsOf(text)).toBe(options.columns);
          expect(textWidth(text)).toBeLessThanOrEqual(options.columns);
          expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]|\ufe0f/u);
          expect(new TextDecoder().decode(row).endsWith('\x1b[0m')).toBe(true);
          if (options.glyphs === 'ascii') expect(text).toMatch(/^[\x20-\x7e]*$/u);
        }
      }),
      { seed: 3, numRuns: 600 },
    );
  });

  test('OVERLAY-1 every state at every width down to none', () => {
    for (const state of VOICE_STATES) {
      for (let columns = 0; columns <= 130; columns += 1) {
        expect(line(withVoice(state), columns).length).toBe(columns);
      }
    }
  });

  test('OVERLAY-1 columns that are no number of cells are a mistake', () => {
    for (const columns of [-1, 1.5, Number.NaN]) {
      expect(() => renderHud(READY, { ...PLAIN, columns })).toThrow(RangeError);
    }
  });

  test('OVERLAY-2 each row begins from a reset, whatever the theme', () => {
    for (const theme of themeNames) {
      const [row] = renderHud(withVoice('hearing'), { ...PLAIN, theme, colour: 'truecolor' });
      expect(new TextDecoder().decode(row)).toMatch(/^\x1b\[0[;m]/u);
    }
  });

  test('OVERLAY-3 texts are cleaned', () => {
    const model = { ...READY, partial: 'a\x1b[2Jb\r\n\tc\u202e 👨‍👩‍👧 🇫🇷 👍🏽 ❤️ 1️⃣ \u200bd' };
    expect(line(model)).toContain('a[2Jb c 👨 FR 👍 ❤ 1 d▏');
    expect(line({ ...model, partial: 'naïve “café” — 你' }, 120, { glyphs: 'ascii' })).toContain(
      'naive "cafe" - ?_',
    );
  });
});

describe('layout', () => {
  const FULL: HudModel = {
    ...READY,
    voice: {
      ...READY.voice,
      state: 'hearing',
      mode: 'auto',
      meter: meterStep(METER_AT_REST, { levelDb: -20, elapsedMs: 500 }),
    },
    agent: { name: 'codex', state: 'busy', rung: 'plain' },
    queueLength: 2,
    waitingFor: 'a dialog is open',
    lastLatencyMs: 212,
  };

  test('OVERLAY-4 things make way in their order, and come back in it', () => {
    const order = [
      'help',
      'plain',
      '212 ms',
      'auto',
      'working',
      'dialog',
      'codex',
      '█',
      'talk',
      '2 waiting',
      'hearing',
      '◆',
    ];
    let gone = 0;
    for (let columns = 140; columns >= 1; columns -= 1) {
      const text = line(FULL, columns).replaceAll(/[▂▃▄▅▆▇]/gu, '█');
      while (gone < order.length && !text.includes(order[gone] ?? '')) gone += 1;
      for (const kept of order.slice(gone))
        expect([columns, text]).toEqual([columns, expect.stringContaining(kept)]);
    }
    expect(order.slice(gone)).toEqual(['◆']);
  });

  test('OVERLAY-4 at one cell each state has its sign', () => {
    expect(VOICE_STATES.map((state) => line(withVoice(state), 1))).toEqual([...'○◌●◔◉◆◐»▲']);
    expect(VOICE_STATES.map((state) => line(withVoice(state), 1, { glyphs: 'ascii' }))).toEqual([
      ...'-.o,*#~)!',
    ]);
  });

  test('OVERLAY-5 an error comes before words, words before a notice, a notice before what was heard', () => {
    const heard: HudModel = { ...READY, lastHeard: { text: 'heard', verdict: 'sent' } };
    const info: HudModel = { ...heard, message: { text: 'notice', severity: 'info' } };
    const words: HudModel = { ...info, partial: 'words' };
    const error: HudModel = { ...words, message: { text: 'error', severity: 'error' } };
    expect(line(heard)).toContain(' ● ready  ✓ heard ');
    expect(line(info)).toContain(' ● ready  notice ');
    expect(line(words)).toContain(' ● ready  words▏ ');
    expect(line(error)).toContain(' ● ready  ✗ error ');
  });

  test('OVERLAY-4 an error takes the room of everything but the state', () => {
    const message = { text: 'voice stopped', severity: 'error' } as const;
    expect(line({ ...READY, message }, 20)).toBe(' ● ready  ✗ voice…  ');
    expect(line({ ...READY, message: { ...message, severity: 'info' } }, 20)).toBe(
      ' ● ready    F2 talk ',
    );
  });

  test.each([
    ['composed', '✓ run it '],
    ['obeyed', '✓ run it '],
    ['waiting', '◌ run it '],
    ['unconfirmed', 'unconfirmed run it '],
    ['scratched', '✓ taken back run it '],
    ['dropped', '✗ dropped run it '],
    ['rejected', '✗ not understood run it '],
  ] as const)('OVERLAY-5 what was heard and %s', (verdict, shown) => {
    expect(line({ ...READY, lastHeard: { text: 'run it', verdict } })).toContain(
      `● ready  ${shown}`,
    );
  });

  test('OVERLAY-6 words lose their beginning, notices their end', () => {
    const long =
      'please open the config file and then rename every keeper so that the tests pass again';
    expect(line({ ...withVoice('hearing'), partial: long }, 60)).toMatch(
      / {2}….*tests pass again▏ {2}/u,
    );
    const message = { text: long, severity: 'warning' } as const;
    expect(line({ ...READY, message }, 60)).toMatch(/ {2}▲ please open .*… {2}/u);
  });

  test('OVERLAY-6 bug: a notice that was cut did not say where the whole of it is', () => {
    const text = 'no room in the folder of the journal: what you say is kept once there is room';
    const whole = { key: 'Ctrl-\\ ?', does: 'more' };
    const told: HudModel = { ...READY, message: { text, severity: 'warning', whole } };
    expect(line(told, 80)).toMatch(/▲ no room in the folder of .*… Ctrl-\\ \? more/u);
    expect(line(told, 160)).toContain(text);
    expect(line(told, 160)).not.toContain('more');
    expect(line(told, 40)).not.toContain('more');
  });

  test('OVERLAY-6 a cut keeps graphemes and near words whole', () => {
    const text = 'e\u0323\u0302'.repeat(90);
    const shown = line({ ...READY, partial: text }, 60);
    expect(shown).toMatch(/…(ệ)+▏/u);
    expect(line({ ...READY, partial: 'alpha beta gamma delta epsilon' }, 40)).toMatch(
      /… ?(gamma )?delta epsilon▏|…epsilon▏/u,
    );
  });

  test('OVERLAY-7 three rows: state, words and queue, keys and notices', () => {
    const model: HudModel = {
      ...FULL,
      partial: 'open it',
      message: { text: 'careful', severity: 'warning' },
    };
    const [state, words, keys] = renderHud(model, { ...PLAIN, columns: 80, mode: 'full' }).map(
      textOf,
    );
    expect(state).toMatch(/^ ◆ hearing · auto {2}\S{8} +212 ms {2}codex working · plain $/u);
    expect(words).toMatch(/^ open it▏ +2 waiting: a dialog is open $/u);
    expect(keys).toMatch(/^ ▲ careful +F2 talk {2}Ctrl-\\ \? help $/u);
    const quiet = { ...READY, lastHeard: { text: 'run it', verdict: 'sent' } } as const;
    expect(textOf(renderHud(quiet, { ...PLAIN, mode: 'full' })[1])).toMatch(/^ ✓ run it +$/u);
  });

  test('OVERLAY-8 what is not known is not shown', () => {
    expect(line(READY)).not.toMatch(/ ms|▁/u);
    expect(line({ ...READY, lastLatencyMs: Number.NaN })).not.toContain('ms');
    expect(line({ ...READY, lastLatencyMs: 211.6 })).toContain('  212 ms  ');
    expect(line({ ...READY, lastLatencyMs: 1_236 })).toContain('  1.24 s  ');
    expect(line({ ...READY, agent: { ...READY.agent, state: 'unknown' } })).toContain(
      'codex · plain',
    );
    expect(line(withVoice('listening'))).toContain('▁▁▁▁▁▁▁▁');
  });
});

describe('a leader that waits', () => {
  const choosing: HudModel = {
    ...READY,
    lastHeard: { text: 'run the tests', verdict: 'composed' },
    message: { text: 'said before', severity: 'info' },
    leader: 'Ctrl-\\',
    keyHints: [
      { key: 's', does: 'send' },
      { key: 'z', does: 'scratch' },
      { key: 'a', does: 'auto' },
    ],
  };

  test('OVERLAY-14 shows what it waits for, and the agent only beside all of it', () => {
    expect(line(choosing, 80).trim()).toMatch(
      /^● ready {2}Ctrl-\\ {2}s send {2}z scratch {2}a auto +codex idle · plain$/u,
    );
    expect(line(choosing, 46).trim()).toBe('● ready  Ctrl-\\  s send  z scratch  a auto');
    expect(line(choosing, 42).trim()).toBe('●  Ctrl-\\  s send  z scratch  a auto');
    expect(line(choosing, 30).trim()).toBe('●  Ctrl-\\  s send  z scratch');
    expect(line(choosing, 12).trim()).toBe('●  Ctrl-\\');
  });

  test('OVERLAY-14 has the row of keys for itself in full', () => {
    const rows = renderHud(choosing, { ...PLAIN, columns: 60, mode: 'full' }).map(textOf);
    expect(rows[1]?.trim()).toBe('✓ run the tests');
    expect(rows[2]?.trim()).toBe('Ctrl-\\  s send  z scratch  a auto');
  });
});

test('OVERLAY-8 a microphone that opened in no time was not measured', () => {
  const state = (microphoneOpenMs: number): string => {
    const voice = { ...READY.voice, microphoneOpenMs };
    return textOf(renderHud({ ...READY, voice }, { ...PLAIN, mode: 'full' })[0]);
  };
  expect(state(0)).not.toContain('microphone');
  expect(state(0.4)).not.toContain('microphone');
  expect(state(41)).toContain('microphone 41 ms');
});
