// The built-in actions in all languages, their templates, and lines as they are typed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTION_LANGUAGES, ACTION_NAMES } from './action.ts';
import { parseActionLine } from './action-line.ts';
import { languageActions } from './built-in-actions.ts';
import { expandFirst, expandTemplate, MAXIMUM_PROMPT_UNITS } from './prompt-template.ts';

describe('built-in actions', () => {
  it('ACTIONS-1 every language has a label, prompts and words for each, and no two are said alike', () => {
    for (const language of ACTION_LANGUAGES) {
      const { slash, notes, role, flush, session, actions } = languageActions(language);
      const own = [notes, role, flush, session];
      const said = [...own, ...ACTION_NAMES.flatMap((name) => actions[name].said)];
      expect(new Set(said).size, language).toBe(said.length);
      for (const words of [...slash, ...said]) {
        expect(words, language).toMatch(/^[\p{L}\p{M}]+(?: [\p{L}\p{M}]+)*$/u);
        expect(words).toBe(words.toLowerCase());
      }
      for (const name of ACTION_NAMES) {
        const { label, prompts } = actions[name];
        expect(label.trim(), `${language} ${name}`).not.toBe('');
        const filled = expandFirst(prompts, { args: 'THE WORDS', selection: 'THE TEXT' });
        expect(filled, `${language} ${name}`).toMatchObject({ kind: 'prompt' });
        const text = filled.kind === 'prompt' ? filled.text : '';
        expect(text).toContain('THE WORDS');
        expect(text).toContain('THE TEXT');
        // Nothing of a template is left in it.
        expect(text, `${language} ${name}`).not.toMatch(/[{}]/u);
        const handed = expandFirst(prompts, { selection: 'THE TEXT' });
        expect(handed.kind === 'prompt' ? handed.text : '').toContain('THE TEXT');
      }
    }
  });

  it('ACTIONS-1 in every language the same actions need words, and the same name the toolchain', () => {
    const shape = (language: (typeof ACTION_LANGUAGES)[number]) =>
      ACTION_NAMES.map((name) => {
        const { prompts } = languageActions(language).actions[name];
        const alone = expandFirst(prompts, {}).kind;
        const tools = { 'toolchain.test': 'TEST IT', 'toolchain.build': 'BUILD IT' };
        const tooled = expandFirst(prompts, { ...tools, args: 'x' });
        const named = tooled.kind === 'prompt' ? /TEST IT|BUILD IT/u.exec(tooled.text)?.[0] : '';
        return [name, alone, named];
      });
    for (const language of ACTION_LANGUAGES) expect(shape(language)).toEqual(shape('en'));
    expect(shape('en')).toContainEqual(['explain', 'missing', undefined]);
    expect(shape('en')).toContainEqual(['test', 'prompt', 'TEST IT']);
    expect(shape('en')).toContainEqual(['build', 'prompt', 'BUILD IT']);
  });
});

const expand = (template: string, values: Parameters<typeof expandTemplate>[1]) => {
  const expanded = expandTemplate(template, values);
  return expanded.kind === 'prompt' ? expanded.text : expanded.kind;
};

describe('templates', () => {
  it('ACTIONS-2 braces in what is put in are no places', () => {
    const args = '{selection} {args} $& $1';
    expect(expand('Explain {args}. {selection?}', { args, selection: 's' })).toBe(
      `Explain ${args}. s`,
    );
  });

  it('ACTIONS-3 an empty place with ? goes with the white space before it, another one refuses', () => {
    expect(expand('Run it. {args?}\n\n{selection?}', {})).toBe('Run it.');
    expect(expand('Run it. {args?}\n\n{selection?}', { selection: 'log' })).toBe('Run it.\n\nlog');
    expect(expand('Run it. {args?}\n\n{selection?}', { args: 'twice' })).toBe('Run it. twice');
    expect(expandTemplate('Run {toolchain.test}.', {})).toEqual({
      kind: 'missing',
      place: 'toolchain.test',
    });
  });

  it('ACTIONS-4 the first template that can be filled is the prompt; else what the first one lacks is named', () => {
    const templates = ['A {args}', 'B {selection}'] as const;
    expect(expandFirst(templates, { args: 'x', selection: 'y' })).toMatchObject({ text: 'A x' });
    expect(expandFirst(templates, { selection: 'y' })).toMatchObject({ text: 'B y' });
    expect(expandFirst(templates, {})).toEqual({ kind: 'missing', place: 'args' });
  });

  it('ACTIONS-5 no control character gets in but new line and tab; blank words are none', () => {
    expect(expand('{args}', { args: 'a\u001b[201~b\u0000\u009bc\r\nd\te' })).toBe('a[201~bc\nd\te');
    expect(expandTemplate('{args}', { args: ' \n\u0007 ' })).toMatchObject({ kind: 'missing' });
  });

  it('ACTIONS-6 braces around anything else stay', () => {
    expect(expand('{Args} {clipboard} {} {args?} {{args}}', { args: 'x' })).toBe(
      '{Args} {clipboard} {} x {x}',
    );
  });

  it('ACTIONS-7 a prompt that would be too long is refused whole', () => {
    const most = 'x'.repeat(MAXIMUM_PROMPT_UNITS);
    expect(expandTemplate('{args}', { args: most }).kind).toBe('prompt');
    expect(expandFirst(['{args}!', '{args}'], { args: most })).toEqual({
      kind: 'too-long',
      units: MAXIMUM_PROMPT_UNITS + 1,
    });
  });
});

describe('lines', () => {
  it('ACTIONS-10 a name with or without its sign, and words behind white space', () => {
    const explain = { name: 'explain', args: 'the cache' };
    for (const line of ['/explain the cache', 'Explain  the cache ', ' :EXPLAIN\tthe cache']) {
      expect(parseActionLine(line)).toEqual(explain);
    }
    expect(parseActionLine('/test')).toEqual({ name: 'test', args: '' });
    expect(parseActionLine('')).toEqual({ name: '', args: '' });
    expect(parseActionLine('/define /etc\nand {x}').args).toBe('/etc\nand {x}');
  });

  it('ACTIONS-10 any text is a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        const { name, args } = parseActionLine(line);
        return !/\s/u.test(name) && line.toLowerCase().includes(name) && line.includes(args);
      }),
    );
  });
});
