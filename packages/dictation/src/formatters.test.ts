import { describe, expect, it } from 'vitest';
import { format } from './format.ts';
import { DEFAULT_DICTATION_SETTINGS, type DictationSettings } from './settings.ts';

function typed(said: string, settings: Partial<DictationSettings> = {}): string {
  return format(said, {
    language: 'en',
    settings: { ...DEFAULT_DICTATION_SETTINGS, ...settings },
  }).text;
}

describe('what a formatter writes', () => {
  it.each([
    ['snake', 'http_status_code'],
    ['camel', 'httpStatusCode'],
    ['pascal', 'HttpStatusCode'],
    ['kebab', 'http-status-code'],
    ['constant', 'HTTP_STATUS_CODE'],
    ['dotted', 'http.status.code'],
    ['dot', 'http.status.code'],
    ['path', 'http/status/code'],
    ['title', 'HTTP Status Code'],
    ['upper', 'HTTP STATUS CODE'],
    ['lower', 'http status code'],
    ['no caps', 'http status code'],
    ['smash', 'httpstatuscode'],
  ])('DICT-10 %s: %s', (formatter, text) => {
    expect(typed(`format ${formatter} HTTP status code`, { formatterPrefix: 'format' })).toBe(text);
  });

  it('DICT-10 drops the apostrophe from a name, and keeps it in a text', () => {
    expect(typed("camel don't panic")).toBe('dontPanic');
    expect(typed("all caps don't panic")).toBe("DON'T PANIC");
  });

  it('DICT-10 takes letters of any script', () => {
    expect(typed('pascal état öffnen')).toBe('ÉtatÖffnen');
    expect(typed('snake имя файла')).toBe('имя_файла');
  });

  it('DICT-10 ends with "over", "end" and a name, or the recogniser\u2019s mark', () => {
    expect(typed('snake user name over is wrong')).toBe('user_name is wrong');
    expect(typed('snake user name end snake is wrong')).toBe('user_name is wrong');
    expect(typed('snake user name end case is wrong')).toBe('user_name is wrong');
    expect(typed('Snake user name, which is wrong')).toBe('user_name, which is wrong');
    expect(typed('Snake user name. It is wrong')).toBe('user_name. It is wrong');
  });

  it('DICT-10 an end after a symbol ends it as well', () => {
    expect(typed('camel get user open paren close paren over and stop')).toBe('getUser() and stop');
  });
});

describe('when a formatter is meant', () => {
  it.each([
    ['rename it to snake case user name', 'rename it to user_name'],
    ['set snake case max retries to five', 'set max_retries_to_5'],
    ['all caps stop here', 'STOP HERE'],
    ['set camel case item count over to ten', 'set itemCount to 10'],
    ['title case my new page', 'My New Page'],
    ['all lower case HELLO', 'hello'],
  ])('DICT-11 with "case" or "all" it is meant: %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it.each([
    'snake case is ugly',
    'we use snake case',
    'use snake case when you can',
    'a camel case identifier',
    'the snake case name',
    'prefer kebab case over snake case',
    'all names are in snake case here',
    'is it camel case or pascal case',
    'upper case the first letter',
    'title case names please',
    'no caps lock key',
    'all caps looks bad',
  ])('DICT-11 it is not where it is spoken about: %s', (said) => {
    expect(typed(said)).toBe(said);
  });

  it.each([
    ['camel get user name', 'getUserName'],
    ['It works. Camel get user', 'It works. getUser'],
    ['x equals camel get user', 'x = getUser'],
    ['function pascal user card', 'function UserCard'],
    ['rename the old one to camel new name', 'rename the old one to newName'],
    ['call it kebab side bar', 'call it side-bar'],
    ['camel has next', 'hasNext'],
    ['camel to string', 'toString'],
    ['camel on click', 'onClick'],
  ])('DICT-12 bare it is meant: %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it.each([
    'the camel walked',
    'we saw a snake yesterday',
    'go to camel',
    'move it to snake river',
    'camel and snake are animals',
    'Camel is the animal',
    'kebab with the onions',
    'pascal',
    'smash the button',
    'In the desert, camel tracks are common',
    'Snake lovers from all parts of town meet here each second friday at noon',
  ])('DICT-12 bare it is not: %s', (said) => {
    expect(typed(said)).toBe(said);
  });

  it('DICT-13 those that are prose are heard bare with the setting "eager" only', () => {
    expect(typed('constant max retries')).toBe('constant max retries');
    expect(typed('constant max retries', { formatters: 'eager' })).toBe('MAX_RETRIES');
    expect(typed('upper hello', { formatters: 'eager' })).toBe('HELLO');
    expect(typed('the upper bound', { formatters: 'eager' })).toBe('the upper bound');
    expect(typed('path to the file', { formatters: 'eager' })).toBe('path to the file');
  });

  it('DICT-14 with a prefix they are heard behind it only', () => {
    const settings = { formatterPrefix: 'Please format' };
    expect(typed('it is please format camel get user', settings)).toBe('it is getUser');
    expect(typed('the please format snake a b', settings)).toBe('the a_b');
    expect(typed('please format dot a b', settings)).toBe('a.b');
    expect(typed('camel get user', settings)).toBe('camel get user');
    expect(typed('snake case user name', settings)).toBe('snake case user name');
    expect(typed('please format', settings)).toBe('please format');
  });
});

describe('formatters, symbols and one another', () => {
  it('DICT-15 a symbol is written, and the formatter goes on behind it', () => {
    expect(typed('camel user profile dot first name')).toBe('userProfile.firstName');
    expect(typed('snake my list open bracket item index close bracket')).toBe(
      'my_list[item_index]',
    );
    expect(typed('camel on click equals open paren close paren fat arrow reset form')).toBe(
      'onClick = () => resetForm',
    );
  });

  it('DICT-15 words that are symbols and parts of names stay parts of names', () => {
    expect(typed('kebab dash board tab')).toBe('dash-board-tab');
    expect(typed('camel arrow size plus one')).toBe('arrowSizePlus1');
  });

  it('DICT-15 the ending of a file is no part of the name', () => {
    expect(typed('pascal user card dot tsx')).toBe('UserCard.tsx');
    expect(typed('a file called pascal user card dot test dot tsx over with a button')).toBe(
      'a file called UserCard.test.tsx with a button',
    );
    expect(typed('pascal user dot config value')).toBe('User.ConfigValue');
  });

  it('DICT-15 another formatter takes over', () => {
    expect(typed('snake user name dot camel first name')).toBe('user_name.firstName');
    expect(typed('camel path title')).toBe('pathTitle');
  });

  it('DICT-15 case and joining go together', () => {
    expect(typed('all caps snake max retries')).toBe('MAX_RETRIES');
    expect(typed('upper case kebab content type')).toBe('CONTENT-TYPE');
  });

  it('DICT-16 "over" before an article ends nothing', () => {
    expect(typed('snake case hand over the keys')).toBe('hand_over_the_keys');
  });

  it.each([
    ['spell a b', 'ab'],
    ['spell cap a b cap c', 'AbC'],
    ['spell november papa mike', 'npm'],
    ['spell x dash one underscore y', 'x-1_y'],
    ['it is spell u i d over here', 'it is uid here'],
    ['it is spell u i d end spell here', 'it is uid here'],
    ['spell w x y z and stop', 'wxyz and stop'],
    ['spell check it', 'spell check it'],
    ['spell a word', 'spell a word'],
    ['spell cap', 'spell cap'],
    ['spell', 'spell'],
  ])('DICT-17 %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it('DICT-18 the full stop after a lone name goes, and is given back with it', () => {
    const dictated = format('Snake user name.', { language: 'en' });
    expect(dictated.text).toBe('user_name');
    expect(dictated.rewrites[0]?.from).toBe('Snake user name.');
    expect(typed('Use it. Snake user name.')).toBe('Use it. user_name.');
  });
});
