// The closed set of spoken commands. What is said for each is `phrases/`'s, what each does is its
// receiver's.

/**
 * Every spoken command. A phrase that was misheard must stay harmless: none runs anything by itself, and
 * an answer counts only for what is known to be asked, a risky one with a second word.
 * - `send`: hand what stands in the composer to the agent.
 * - `scratch`: take the last spoken piece back out of the composer.
 * - `clear`: take out all that waits, and all that stands in the composer while that is ours alone.
 * - `new-line`: begin a new line in the composer.
 * - `cancel`: give up the speech in progress and what waits.
 * - `listen`, `stop`: open and close the microphone.
 * - `mode-…`: listen in another way, as `ListenMode` of the protocol has them.
 * - `read-back`: tell what the agent asks, or what stands in the composer. `hush`: stop reading aloud.
 * - `scroll-up`, `scroll-down`: the agent's page keys, where they can do no harm.
 * - `approve`, `deny`: the answer to what the agent asks; `confirm`: the second word for what is risky.
 *   Known so that they are never typed. `interrupt`: end the agent's turn.
 * - `help`: show what can be said. `detach`: leave the session, which goes on.
 */
export const SPOKEN_COMMANDS = [
  'send',
  'scratch',
  'clear',
  'new-line',
  'cancel',
  'listen',
  'stop',
  'mode-tap',
  'mode-auto',
  'mode-hold',
  'mode-hybrid',
  'mode-continuous',
  'mode-wake',
  'read-back',
  'hush',
  'scroll-up',
  'scroll-down',
  'approve',
  'deny',
  'confirm',
  'interrupt',
  'help',
  'detach',
] as const;

export type SpokenCommand = (typeof SPOKEN_COMMANDS)[number];
