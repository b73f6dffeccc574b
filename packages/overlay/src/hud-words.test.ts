import { describe, expect, test } from 'vitest';
import type { HudModel } from './hud-model.ts';
import { PLAIN, READY, textOf, VOICE_STATES, withVoice } from './hud-samples.test-support.ts';
import { HUD_LANGUAGES, hudWords } from './hud-words.ts';
import { renderHud } from './render-hud.ts';
import { cellsOf } from './text-fit.ts';

const MODEL: HudModel = {
  ...READY,
  agent: { name: 'codex', state: 'dialog', rung: 'plain' },
  queueLength: 2,
  waitingFor: '質問が開いています',
  lastHeard: { text: 'テストを実行して', verdict: 'failed' },
  keyHints: [{ key: 'F2', does: '話す' }],
};

describe('languages', () => {
  test.each(HUD_LANGUAGES)(
    'OVERLAY-15 %s: a row is exact at every width, in every state',
    (language) => {
      for (const state of VOICE_STATES) {
        for (let columns = 0; columns <= 70; columns += 1) {
          for (const mode of ['line', 'full'] as const) {
            const rows = renderHud(withVoice(state, MODEL), { ...PLAIN, columns, mode, language });
            for (const row of rows) expect(cellsOf(textOf(row))).toBe(columns);
          }
        }
      }
    },
  );

  test('OVERLAY-15 a narrow row keeps whole characters of two cells, and the word for voice', () => {
    const narrow = (columns: number) =>
      textOf(renderHud(withVoice('listening'), { ...PLAIN, columns, language: 'ja' })[0]);
    expect(narrow(14)).toContain('待ち受け中');
    expect(narrow(13)).not.toContain('待');
    expect(cellsOf(narrow(13))).toBe(13);
  });

  test('OVERLAY-15 no two languages but related ones say the same for everything', () => {
    const told = HUD_LANGUAGES.map((language) => JSON.stringify(hudWords(language, 'unicode')));
    expect(new Set(told).size).toBe(HUD_LANGUAGES.length);
  });

  test('OVERLAY-15 where a terminal knows ASCII only, accents go, and what needs more is English', () => {
    const ascii = { ...PLAIN, glyphs: 'ascii' } as const;
    const row = (language: (typeof HUD_LANGUAGES)[number]) =>
      textOf(renderHud(withVoice('ready'), { ...ascii, language })[0]);
    expect(row('fr')).toContain('pret');
    expect(row('ja')).toContain('ready');
    expect(row('ja')).not.toContain('?  ');
  });
});
