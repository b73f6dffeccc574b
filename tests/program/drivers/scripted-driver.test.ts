// The scripted driver keeps what every driver promises.
import { EventJournal, ScriptedDriver, type ScriptedTurn } from '@codex-voice/drivers';
import { type DriverWorld, testDriverContract } from './driver-contract.ts';

async function startScripted(): Promise<DriverWorld> {
  let next: ScriptedTurn = { kind: 'say', text: 'Heard.' };
  const prompts: string[] = [];
  const turnFor = (prompt: string): ScriptedTurn => {
    prompts.push(prompt);
    return next;
  };
  const driver = new ScriptedDriver({ journal: new EventJournal(), turnFor });
  return {
    driver,
    script: (turn) => {
      next = turn;
    },
    prompts: () => prompts,
    [Symbol.asyncDispose]: () => driver[Symbol.asyncDispose](),
  };
}

testDriverContract('the scripted driver', startScripted);
