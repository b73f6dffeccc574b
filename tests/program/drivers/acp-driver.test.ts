// The driver of agents that speak ACP keeps what every driver promises, by itself and at its desk.

import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ACP_CAPABILITIES,
  AcpDriver,
  DeskDriver,
  DriverDesk,
  EventJournal,
} from '@codex-voice/drivers';
import {
  makeScratchDirectory,
  makeScriptedAcp,
  removeDirectory,
  untilHolds,
} from '@codex-voice/testing';
import { type DriverWorld, testDriverContract } from './driver-contract.ts';

async function startAcp(): Promise<DriverWorld> {
  await using undo = new AsyncDisposableStack();
  const acp = undo.use(makeScriptedAcp());
  const { file, args } = acp;
  const { PATH } = process.env;
  const place = { name: 'scripted', file, args, cwd: process.cwd(), env: { PATH } };
  const driver = undo.use(new AcpDriver({ ...place, journal: new EventJournal() }));
  await untilHolds('ready', () => driver.rung === 'structured');
  const owned = undo.move();
  return {
    driver,
    script: (turn) => acp.script(turn),
    prompts: () => acp.prompts(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function startAtDesk(): Promise<DriverWorld> {
  await using undo = new AsyncDisposableStack();
  const world = undo.use(await startAcp());
  const folder = await makeScratchDirectory('desk');
  undo.defer(() => removeDirectory(folder));
  await chmod(folder, 0o700);
  const failed = (why: string): never => {
    throw new Error(`${why} in ${join(folder)}`);
  };
  // The driver that a world holds is a session's.
  const near = world.driver as AcpDriver;
  undo.use(new DriverDesk({ folder, driver: near, failed }));
  const driver = undo.use(new DeskDriver({ folder, capabilities: ACP_CAPABILITIES }));
  await driver.firstLook;
  const owned = undo.move();
  return { ...world, driver, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

testDriverContract('an agent of ACP', startAcp);
testDriverContract('an agent of ACP, at its desk,', startAtDesk);
