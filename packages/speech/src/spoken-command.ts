// The closed set of spoken commands. What is said for each is `phrases/`'s, what each does is its
// receiver's.

/**
 * Every spoken command. None can interrupt or run anything by itself, and none answers a dialog: a
 * phrase that was misheard must stay harmless.
 * - `send`: hand what stands in the composer to the agent.
 * - `scratch`: take the last spoken piece back out of the composer.
 * - `clear`: take out all that waits, and all that stands in the composer while that is ours alone.
 * - `new-line`: begin a new line in the composer.
 * - `cancel`: give up the speech in progress and what waits.
 * - `listen`, `stop`: open and close the microphone.
 * - `mode-…`: listen in another way, as `ListenMode` of the protocol has them.
 * - `read-back`: tell what the agent asks, or what stands in the composer. `hush`: stop reading aloud.
 * - `scroll-up`, `scroll-down`: the agent's page keys, where they can do no harm.
 * - `approve`, `deny`: the answer to a dialog. Known so that they are never typed.
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
  'help',
  'detach',
] as const;

export type SpokenCommand = (typeof SPOKEN_COMMANDS)[number];
