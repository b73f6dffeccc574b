// The connection between a terminal and a keeper that lives breaks, or loses and repeats what it carries: the
// terminal is back by itself and shows what the agent has drawn. It used to say that the keeper had died.
import { readFileSync } from 'node:fs';
import type { TerminalProgram } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';
import { Chance } from '../../soak/chance.ts';
import type { TransportFault } from '../../soak/faulty-relay.ts';
import { LedgerRows } from '../../soak/ledger-rows.ts';
import { SoakHome } from '../../soak/soak-home.ts';
import { SoakRecord } from '../../soak/soak-record.ts';
import { type Home, startInTerminal } from '../command.ts';
import { detach, ledgerAgent, ledgerPath, PATIENCE_MS, until } from './session-rig.ts';

/** A terminal attached to a session through a relay. */
async function relayed(how: readonly string[] = []) {
  const record = new SoakRecord();
  const place = new SoakHome({ chance: new Chance(3), record });
  onTestFinished(async () => await place[Symbol.asyncDispose]());
  const { home } = place;
  const agent = ledgerAgent(home, { lines: 400, intervalMs: 20 });
  const args = ['run', '--no-voice', '--', ...agent];
  const first = startInTerminal({ home, args, env: place.env('keeper') });
  await first.waitForText(/line 0004\d\d/u, PATIENCE_MS);
  await detach(first);
  await until('a relay', () => place.keeperRelays.length > 0);
  const program = startInTerminal({ home, args: ['attach', ...how], env: place.env('near') });
  await program.waitForText(/line \d+/u, PATIENCE_MS);
  // A fault waits for what it can meet; the next look may add one in the other direction.
  const strike = async (kind: TransportFault): Promise<void> => {
    const count = () => record.faultCounts().get(`transport: ${kind}`) ?? 0;
    const before = count();
    await until(kind, () => {
      if (count() === before) place.keeperRelays.find(({ isInUse }) => isInUse)?.inject(kind);
      return count() > before;
    });
  };
  return { home, program, strike };
}

/** The agent rests, and its rows are those at the terminal's end: what was drawn anew stands below the rest. */
async function expectRowsOfLedger(home: Home, program: TerminalProgram): Promise<void> {
  const ledger = ledgerPath(home);
  await until('a pause', () => {
    // A key that was typed while the connection broke is lost.
    program.send('P');
    return readFileSync(ledger, 'utf8').includes('paused after');
  });
  // Each P behind the first is answered.
  const differences = () =>
    new LedgerRows(ledger).differences(program.terminal, { reservedRows: 1, what: 'all' });
  await expect.poll(differences).toEqual([]);
}

test('a cut connection is made again, and the screen is exact', async () => {
  const { home, program, strike } = await relayed();
  // Nothing is shown while the screen is drawn anew.
  const shown = (): string => /line \d+/u.exec(program.terminal.screenText())?.[0] ?? '';
  for (const kind of ['cut', 'truncate', 'garbage'] as const) {
    await until('a line', () => shown() !== '');
    const before = shown();
    await strike(kind);
    await until('more lines', () => shown() !== '' && shown() !== before);
  }
  await expectRowsOfLedger(home, program);
  program.send('Q');
  expect((await program.untilExited()).exitCode).toBe(0);
  expect(program.terminal.screenText()).not.toContain('has died');
});

test('output that comes twice is shown once', async () => {
  const { home, program, strike } = await relayed();
  for (let count = 0; count < 6; count += 1) await strike('duplicate');
  await expectRowsOfLedger(home, program);
  program.send('Q');
  expect((await program.untilExited()).exitCode).toBe(0);
});

test('a terminal that only watches only watches when its connection was made again', async () => {
  const { home, program, strike } = await relayed(['--view']);
  const shown = (): string => /line \d+/u.exec(program.terminal.screenText())?.[0] ?? '';
  for (const key of ['x', 'y']) {
    const before = shown();
    await until('other lines', () => shown() !== '' && shown() !== before);
    program.send(key);
    await strike('cut');
  }
  const before = shown();
  await until('other lines', () => shown() !== '' && shown() !== before);
  program.send('z');
  await until('still other lines', () => shown() !== '' && !shown().includes(before));
  expect(readFileSync(ledgerPath(home), 'utf8')).not.toContain('heard');
});
