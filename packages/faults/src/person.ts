// What people do in a run: they say and type, answer questions, change the queue, come and go.
import type { QueueEdit } from '@codex-voice/protocol';
import type { Asked } from './ledger.ts';
import type { Action } from './plan.ts';
import type { World } from './world.ts';

const AT_REST = { atRest: true, insidePaste: false };
const IN_PASTE = { atRest: false, insidePaste: true };
/** A `say` that was not answered is said again under its id, so often and after so long, in ms. */
const SAY_ATTEMPTS = 40;
const SAY_AGAIN_MS = 700;

export function act(world: World, action: Action, amount: number): void {
  const { client, host } = world;
  switch (action) {
    case 'say':
    case 'say-send':
      say(world, world.ledger.ask('said'), action === 'say' ? 'compose' : 'send');
      return;
    case 'speak':
      speak(world);
      return;
    case 'keys':
      if (!world.pasting) client?.type('ab', AT_REST);
      return;
    case 'paste':
      paste(world);
      return;
    case 'enter':
      // Within a paste it would be a part of it.
      if (!world.pasting) client?.type('\r', AT_REST);
      return;
    case 'answer':
      if (world.session.agent.isAsking && !world.pasting) client?.type('y', AT_REST);
      return;
    case 'clear':
      // All that waits is a lot to lose: seldom.
      if (amount < 0.2) client?.hud({ type: 'command', command: 'clear' });
      return;
    case 'send':
    case 'scratch':
      client?.hud({ type: 'command', command: action });
      return;
    case 'remove':
    case 'move':
      editQueue(world, action);
      return;
    case 'flush':
      if (host !== undefined) world.spool.flush(host);
      return;
    case 'talk':
      client?.hud({ type: 'talk', do: 'start' });
      return;
    default:
      comeOrGo(world, action, amount);
  }
}

function comeOrGo(
  world: World,
  action: 'take' | 'resize' | 'detach' | 'attach',
  amount: number,
): void {
  const { client } = world;
  switch (action) {
    case 'take':
      client?.take();
      return;
    case 'resize':
      client?.resize(60 + Math.floor(amount * 60));
      return;
    case 'detach':
      client?.leave();
      return;
    case 'attach':
      if (world.session.isRunning) world.newClient();
  }
}

/** As a command does: what was not answered is said again, and taken once. */
function say(world: World, asked: Asked, intent: 'compose' | 'send', attempt = 1): void {
  const again = (): void => {
    if (attempt < SAY_ATTEMPTS)
      world.clock.after(SAY_AGAIN_MS, () => say(world, asked, intent, attempt + 1));
  };
  const { host } = world;
  // It lives for as long as its sender keeps on asking the same session.
  if (host?.control === undefined || !host.process.isAlive) {
    again();
    return;
  }
  const answer = host.say(asked.id, `do ${asked.token} now`, intent);
  world.clock.after(1, () => {
    // The host died before its answer came: nobody knows.
    if (!host.process.isAlive || answer === undefined) again();
    else if (answer.kind === 'done') {
      asked.isAccepted = true;
      asked.isUnkept = answer.unkept !== undefined;
    } else asked.told.push('refused');
  });
}

function speak(world: World): void {
  const asked = world.ledger.ask('spoken');
  world.voices.speak(asked.id, `please ${asked.token} soon`);
}

/** In three parts, with time between them. */
function paste(world: World): void {
  const { client, clock } = world;
  if (client === undefined || world.pasting) return;
  world.pasting = true;
  client.type('\u001b[200~pas', IN_PASTE);
  clock.after(300, () => client.type('ted ', IN_PASTE));
  clock.after(600, () => {
    client.type('text\u001b[201~', AT_REST);
    world.pasting = false;
  });
}

function editQueue(world: World, action: 'remove' | 'move'): void {
  const { client, host } = world;
  const id = host?.toldQueue.at(-1)?.id;
  if (id === undefined) return;
  const edit: QueueEdit = action === 'remove' ? { do: 'remove', id } : { do: 'move', id, index: 0 };
  client?.hud({ type: 'queue', requestId: 'q', edit });
}
