// Other speech: sentences that are no command. Half are about anything, half about programming;
// every fourth has words of the commands in it, or sounds much like one.

import type { Random } from './random.ts';

const WHO = ['my neighbour', 'the doctor', 'our teacher', 'a tall sailor', 'the whole family', 'somebody', 'the new manager', 'an old friend', 'her brother', 'the captain', 'nobody', 'the other team', 'his grandmother', 'the committee', 'a young engineer', 'the night watchman'];
const DID = ['carried', 'painted', 'forgot', 'described', 'found', 'borrowed', 'measured', 'promised', 'followed', 'sold', 'repaired', 'remembered', 'counted', 'opened', 'noticed', 'collected', 'explained', 'changed'];
const WHAT = ['a green umbrella', 'the garden gate', 'three wooden boats', 'the last train ticket', 'a basket of apples', 'the morning newspaper', 'an expensive mistake', 'the kitchen table', 'a letter from abroad', 'the broken clock', 'a quiet river', 'some warm bread', 'the city map', 'a long story', 'the old piano', 'a pair of gloves'];
const WHEN = ['yesterday', 'after the storm', 'before breakfast', 'in the middle of winter', 'on a rainy tuesday', 'at half past seven', 'without a word', 'for the second time', 'near the station', 'with great care', 'as usual', 'during the concert', 'when nobody was looking', 'in nineteen eighty four', 'at the edge of the forest'];
const OPENERS = ['I think', 'they say', 'you know', 'apparently', 'to be honest', 'last year', 'of course', 'it seems that', 'well', 'as far as I know', 'the funny thing is'];
const CODE_WHO = ['the parser', 'this module', 'our build server', 'the second reviewer', 'the cache', 'that library', 'the database', 'the old branch', 'my laptop', 'the integration suite', 'the scheduler', 'the front end', 'a background worker', 'the release script'];
const CODE_DID = ['allocates', 'drops', 'duplicates', 'never closes', 'retries', 'overwrites', 'locks', 'returns', 'depends on', 'waits for', 'was merged with', 'serializes', 'breaks', 'ignores', 'truncates'];
const CODE_WHAT = ['the connection pool', 'an empty string', 'every third request', 'the user record', 'two megabytes of logs', 'a stale pointer', 'the wrong time zone', 'an unsigned integer', 'the configuration file', 'half of the packets', 'the access token', 'a hidden directory', 'the return value', 'a circular import'];
const CODE_WHEN = ['under load', 'on windows only', 'since the upgrade', 'in production', 'when the disk is full', 'after a timeout', 'for large inputs', 'in the nightly job', 'behind the proxy', 'with the old compiler', 'according to the profiler'];

/** Sentences with words of the commands in them, or that sound much like one. */
const NEAR_MISSES = [
  'he will send it to the office on monday', 'did you send the invoice', 'please spend it wisely', 'sandwiches are in the fridge',
  'she had to scratch the paint off the door', 'a cat scratched my arm', 'it was the best of times', 'the test results arrived by mail',
  'we ran the tests twice and they were green', 'running a test in the rain', 'who will fix the leaking roof', 'fixing the ceiling takes a week',
  'explain to me how the court decided', 'explaining this to a child is hard', 'show me the way to the market', 'she showed me a different picture',
  'what changed his mind was the weather', 'whatever changes you want to make', 'nothing has changed since then', 'the status of the patient is unknown',
  'make a list of things to buy', 'I would make it to the station faster by bike', 'update your address at the bank', 'the late date of the letter',
  'a review of the restaurant', 'the committee will review my application', 'commit to a healthier diet', 'the changes in the climate',
  'push the door and pull the handle', 'the branch fell off the tree', 'open the window please', 'open a bottle of red wine',
  'do not undo the knot', 'the last chance to win', 'the function of the liver', 'refactoring takes courage and patience',
  'remove the dead leaves from the pond', 'the dead sea is very salty', 'handle the eggs with care', 'on the edge of the table',
  'write a letter to the editor', 'the documentary was long', 'summarize the chapter in two lines', 'the plan failed in the first week',
  'check your luggage for liquids', 'problems with national security', 'keep the change', 'keep on walking until the bridge',
  'we should try the other door', 'I will try it again tomorrow if the weather holds', 'yes I saw him leave', 'please wait outside',
  'no one does that any more', 'thank you for the flowers', 'thanks to everyone who came', 'cancel the newspaper subscription',
  'counsel for the defence', 'a new line of clothing', 'the finish line is near', 'stop the car at the corner', 'listen to the birds',
  'stop listening to him and think', 'submit the form before friday', 'she was prompt and polite', 'find the bag under the seat', 'a bug in the salad',
  'type your name here', 'the errors in the report were small', 'add a tablespoon of sugar', 'a message from my sister', 'the difference is small',
  'simpler methods often work', 'rename the street after him', 'the weather is variable', 'suggest a good book', 'what do you say to that', 'what is the matter with you',
] as const;

/** One sentence, without a mark at its end. */
export function otherSentence(random: Random): string {
  const kind = random.fraction();
  if (kind < 0.25) return random.pick(NEAR_MISSES);
  const [who, did, what, when] =
    kind < 0.65 ? [WHO, DID, WHAT, WHEN] : [CODE_WHO, CODE_DID, CODE_WHAT, CODE_WHEN];
  const core = `${random.pick(who)} ${random.pick(did)} ${random.pick(what)}`;
  const shape = random.fraction();
  if (shape < 0.3) return core;
  if (shape < 0.6) return `${core} ${random.pick(when)}`;
  if (shape < 0.8) return `${random.pick(OPENERS)} ${core} ${random.pick(when)}`;
  return shape < 0.9
    ? `${random.pick(what)} ${random.pick(when)}`
    : `${core} and ${random.pick(who)} ${random.pick(did)} ${random.pick(what)}`;
}
