// What happens in the pictured run, in order, and which moments of it are pictures of their own.
import type { Actor } from './stage.ts';

const [FIX, SEND, APPROVE, RISK, EXPLAIN] = [
  'fix the failing tests',
  'send it',
  'approve the request',
  'i take the risk',
  'explain this code',
] as const;

/** Everything that is said. */
export const SPOKEN: readonly string[] = [FIX, SEND, APPROVE, RISK, EXPLAIN];

/** F2 as xterm sends it, and our leader, Ctrl-\. */
const [TALK, LEADER, ESCAPE] = ['\u001bOQ', '\u001c', '\u001b'];
/** What is new takes as long to be read, in ms. */
const LOOK_MS = 1_200;
/** A person answers nothing before they have read it; sooner than this an answer is not meant, in ms. */
const READ_MS = 1_800;

export async function playStory(actor: Actor): Promise<void> {
  await actor.sees('$');
  actor.begin();
  await actor.lingers(LOOK_MS / 2);
  await actor.type('codex-voice codex\r');
  await actor.sees(/› \S/u);
  await actor.sees('structured');
  await actor.sees('F2 talk');
  await actor.lingers(LOOK_MS);

  await actor.press('F2', TALK);
  await actor.sees('listening');
  const saying = actor.say(FIX);
  await actor.sees(/[Ff]ix the [^\n]*▏/u);
  actor.moment('listening');
  await saying;
  await actor.sees('› Fix the failing tests.');
  await actor.lingers(LOOK_MS);
  actor.moment('composed');
  await actor.saysUntil(SEND, /a1 · .*asks to run/u);
  await actor.lingers(READ_MS);
  actor.moment('approval');
  await actor.saysUntil(APPROVE, 'say "i take the risk"');
  await actor.lingers(LOOK_MS);
  await actor.saysUntil(RISK, /a2 · .*asks to run/u);
  await actor.lingers(READ_MS);
  await actor.saysUntil(EXPLAIN, '1 waiting');
  await actor.lingers(LOOK_MS);
  await actor.press('Ctrl-\\ q', `${LEADER}q`);
  await actor.sees('Queue');
  await actor.lingers(LOOK_MS);
  await actor.press('t', 't');
  await actor.lingers(LOOK_MS);
  actor.moment('queue');
  await actor.press('Esc', ESCAPE);
  await actor.lingers(LOOK_MS);
  await actor.press('Ctrl-\\ y', `${LEADER}y`);
  await actor.sees('both tests pass');
  await actor.sees('average adds the numbers up');
  await actor.lingers(READ_MS);
  await actor.press('F2', TALK);
  await actor.lingers(LOOK_MS);
  actor.end();
  await panels(actor);
}

/** What else there is to see, behind the end of the film. */
async function panels(actor: Actor): Promise<void> {
  await actor.press('', `${LEADER}c`);
  await actor.sees('Settings');
  await actor.lingers(LOOK_MS);
  actor.moment('settings');
  await actor.press('', ESCAPE);
}

export async function playDoctor(actor: Actor): Promise<void> {
  await actor.sees('$');
  await actor.type('codex-voice doctor\r');
  // It listens for a second: a person who tries it says something.
  const done = actor.sees(/\n[^\n]* \$\s*$/u);
  await Promise.all([done, actor.says(EXPLAIN, { until: done })]);
  actor.moment('doctor');
}
