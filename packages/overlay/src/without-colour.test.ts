// What our row and panels tell without any colour: every state has words or a sign of its own, on terminals with
// and without Unicode, and also where there is room for the sign alone.
import { describe, expect, test } from 'vitest';
import type { HudHeard, HudMessage, HudModel } from './hud-model.ts';
import { PLAIN, READY, textOf, VOICE_STATES, withVoice } from './hud-samples.test-support.ts';
import { METER_AT_REST, meterStep } from './meter.ts';
import { openPanel } from './panels/panel.ts';
import { MENU, QUEUE, SETTINGS, textRows } from './panels/panel-samples.test-support.ts';
import { type HudOptions, renderHud } from './render-hud.ts';

const LOOKS = (['unicode', 'ascii'] as const).flatMap((glyphs) =>
  (['line', 'full', 'large'] as const).map((mode) => ({ ...PLAIN, glyphs, mode })),
);

function shown(model: HudModel, options: HudOptions): string {
  return renderHud(model, options).map(textOf).join('\n');
}

function expectDistinct(texts: readonly string[]): void {
  expect(new Set(texts).size, texts.join('\n')).toBe(texts.length);
}

describe.each(LOOKS)('OVERLAY-18 without colour, $mode in $glyphs', (look) => {
  const states = [...VOICE_STATES, 'waiting'] as const;

  test('every state of voice has its words, and its sign where that is all there is room for', () => {
    expectDistinct(states.map((state) => shown(withVoice(state), look)));
    expectDistinct(states.map((state) => shown(withVoice(state), { ...look, columns: 1 })));
  });

  test('every state of the agent has its words', () => {
    const all = ['starting', 'idle', 'busy', 'dialog', 'exited', 'unknown'] as const;
    expectDistinct(all.map((state) => shown({ ...READY, agent: { ...READY.agent, state } }, look)));
  });

  test('notices of every severity have a sign, and so has what became of words', () => {
    const severities = ['info', 'warning', 'error'] as const satisfies HudMessage['severity'][];
    const told = (severity: HudMessage['severity']): HudModel => ({
      ...READY,
      message: { text: 'told', severity },
    });
    expectDistinct(severities.map((severity) => shown(told(severity), look)));
    const verdicts = [
      'sent',
      'waiting',
      'unconfirmed',
      'scratched',
      'dropped',
      'rejected',
      'failed',
    ];
    // The list is of verdicts.
    const heard = (verdict: string): HudModel => ({
      ...READY,
      lastHeard: { text: 'said', verdict: verdict as HudHeard['verdict'] },
    });
    expectDistinct(verdicts.map((verdict) => shown(heard(verdict), look)));
  });
});

describe.each(['unicode', 'ascii'] as const)(
  'OVERLAY-18 panels without colour, in %s',
  (glyphs) => {
    test('what is chosen, set, and not to be done has a sign', () => {
      const settings = textRows(openPanel(SETTINGS), { glyphs });
      const [set, unset] = glyphs === 'unicode' ? ['●', '○'] : ['o', '-'];
      expect(settings[2]).toContain(`${set} compose  ${unset} send`);
      const menu = textRows(openPanel(MENU), { glyphs });
      const sign = glyphs === 'unicode' ? '✗' : 'x';
      expect(menu.filter((row) => row.includes(`${sign} this terminal holds it`))).toHaveLength(1);
      expect(textRows(openPanel(QUEUE), { glyphs }).join('\n')).toContain(
        'waits: the agent is busy',
      );
    });

    test('a notice in a panel has the sign of its severity', () => {
      const rows = (['info', 'warning', 'error'] as const).map((severity) => {
        const panel = { ...openPanel(MENU), notice: { text: 'told', severity } };
        return textRows(panel, { glyphs }).at(-1) ?? '';
      });
      expectDistinct(rows);
    });
  },
);

test('OVERLAY-17 large is five rows with one thing each, and the words of the row', () => {
  const model: HudModel = {
    ...withVoice('hearing'),
    partial: 'fix the',
    queueLength: 1,
    waitingFor: 'a dialog is open',
  };
  const rows = renderHud(model, { ...PLAIN, columns: 60, mode: 'large' }).map((row) =>
    textOf(row).trimEnd(),
  );
  expect(rows[0]).toBe('─'.repeat(60));
  expect(rows[1]).toMatch(/^ ◆ hearing .*codex idle$/u);
  expect(rows[2]).toBe('');
  expect(rows[3]).toMatch(/^ fix the▏ .*1 waiting: a dialog is open$/u);
  expect(rows[4]).toBe(' F2 talk  Ctrl-\\ ? help');
});

test('OVERLAY-19 with reduced motion a level moves nothing, in any size', () => {
  const loud = meterStep(METER_AT_REST, { levelDb: -10, elapsedMs: 400 });
  const model = (meter: typeof loud): HudModel => ({
    ...READY,
    voice: { state: 'hearing', meter },
    partial: 'words',
  });
  for (const mode of ['line', 'full', 'large'] as const) {
    const still = { ...PLAIN, mode, motion: 'reduced' } as const;
    expect(shown(model(loud), still)).toBe(shown(model(METER_AT_REST), still));
    expect(shown(model(loud), still)).toContain('words▏');
  }
  expect(shown(model(loud), PLAIN)).not.toBe(shown(model(METER_AT_REST), PLAIN));
});
