// What a delivery makes of a text that stands in the composer and that it knows nothing of: a predecessor may have
// left it which could keep nothing.
import { expect, test } from 'vitest';
import { DeliveryWorld } from './delivery-world.test-support.ts';
import { startOfText } from './seen-text.ts';

/** What one prompt makes of a composer that holds `standing`. */
function behind(standing: string, text: string): string {
  const world = new DeliveryWorld();
  world.agent.composer = standing;
  world.look();
  world.say('a', text);
  world.wait(1000);
  expect(world.stateOf('a')).toBe('composed');
  return world.agent.composer;
}

test('SESSION-14: two prompts do not run together into one word where a host died before its Enter', () => {
  const world = new DeliveryWorld();
  world.agent.composer = 'prompt number 4';
  world.look();
  world.say('b', 'prompt number 5', 'send');
  world.wait(2000);
  expect(world.agent.submissions).toEqual(['prompt number 4 prompt number 5']);
  expect(world.stateOf('b')).toBe('sent');
});

test.each([
  ['the tests', 'and more', 'the tests and more'],
  ['été', 'événement', 'été événement'],
  ['한국', '말', '한국 말'],
  ['step 1', '2 more', 'step 1 2 more'],
  ['[Pasted text #1 +7 lines]', 'and more', '[Pasted text #1 +7 lines] and more'],
  ['(all of it)', 'and more', '(all of it) and more'],
  ['「世界」', '你好', '「世界」你好'],
  ['open (', 'x', 'open (x'],
  ['user_', 'name', 'user_name'],
  ['done', ', then', 'done, then'],
  ['done ', 'then', 'done then'],
  ['done', ' then', 'done then'],
  ['你好', '世界', '你好世界'],
  ['สวัสดี', 'ครับ', 'สวัสดีครับ'],
  ['run', '世界', 'run世界'],
])('SESSION-14: behind "%s" the text "%s" makes "%s"', (standing, text, whole) => {
  expect(behind(standing, text)).toBe(whole);
});

test('SESSION-14: the space goes with the text when that is taken back', () => {
  const world = new DeliveryWorld();
  world.agent.composer = 'mine';
  world.look();
  world.say('a', 'yours');
  world.wait(1000);
  world.scratch();
  world.wait(1000);
  expect(world.stateOf('a')).toBe('dropped: scratched');
  expect(world.agent.composer).toBe('mine');
});

test.each([['hello world'], ['first, hello world']])(
  'SESSION-53: a text that a predecessor wrote and could not keep is sent once, found as "%s"',
  (found) => {
    const world = new DeliveryWorld();
    world.agent.composer = found.slice(0, -'hello world'.length);
    world.agent.openDialog();
    world.look();
    world.say('a', 'hello world', 'send');
    world.agent.closeDialog();
    world.diskIsFull = true;
    world.mishaps.push('none', 'dies');
    world.look();
    expect(world.written).toEqual(['text a']);
    expect(world.delivery.queued.map(({ id }) => id)).toEqual(['a']);
    world.diskIsFull = false;
    world.wait(3000);
    expect(world.written).toEqual(['text a', 'enter a']);
    expect(world.stateOf('a')).toBe('sent');
    expect(world.agent.submissions).toEqual([found]);
  },
);

test('SESSION-53 bug: such a text with a character of two units was not found', () => {
  expect(startOfText('first, hi 👍 there', 'hi 👍 there')).toBe(7);
  expect(startOfText('👍 there', '👍 there')).toBe(0);
  expect(startOfText('hi 👍\n there', 'hi 👍 there')).toBe(0);
  expect(startOfText('𠮷野家', '野家')).toBe(2);
});

test('SESSION-53: such a text that stands there no more is unconfirmed, and not written again', () => {
  const world = new DeliveryWorld();
  world.agent.openDialog();
  world.look();
  world.say('a', 'hello', 'send');
  world.agent.closeDialog();
  world.diskIsFull = true;
  world.mishaps.push('none', 'dies');
  world.look();
  world.agent.composer = '';
  world.wait(20_000);
  expect(world.written).toEqual(['text a']);
  expect(world.stateOf('a')).toBe('unconfirmed: text-not-seen');
});
