// The driver of Codex beside Codex's TUI: from a submitted prompt to the agent's first event and to
// the request at the model, and from an interrupt to the end of the turn. The peer is the same prompt
// pasted into the TUI, as it is typed where there is no protocol.
import { CODEX_VERSION } from '@codex-voice/testing';
import {
  type CodexBench,
  isEnd,
  nextEvent,
  PATIENCE_MS,
  startCodexBench,
  untilIdle,
} from './codex-bench.ts';
import { countOption, digits, publish, quantile, sleep } from './statistics.ts';

/** Between paste and Enter, in ms: with less, Codex may take the Enter as part of the paste. */
const PASTE_PAUSE_MS = 30;
/** A turn works this long before it is interrupted, in ms. */
const WORK_MS = 150;

const rounds = countOption('rounds', 30, 5);

async function submitted({ driver, server }: CodexBench, round: number): Promise<[number, number]> {
  await untilIdle(driver);
  const count = server.submissions.length;
  const end = nextEvent(driver, isEnd);
  const first = nextEvent(driver, (event) => event.kind === 'turn-started');
  const startedMs = performance.now();
  await driver.submit({ promptId: `submit-${round}`, text: `Prompt ${round}` });
  const firstMs = (await first) - startedMs;
  const arrived = await server.waitForSubmissions(count + 1, PATIENCE_MS);
  await end;
  return [firstMs, (arrived[count]?.receivedAtMs ?? Number.NaN) - startedMs];
}

async function typed({ driver, server, tui }: CodexBench, round: number): Promise<number> {
  await untilIdle(driver);
  const count = server.submissions.length;
  const end = nextEvent(driver, isEnd);
  const startedMs = performance.now();
  tui.send(`\u001b[200~Typed ${round}\u001b[201~`);
  await sleep(PASTE_PAUSE_MS);
  tui.send('\r');
  const arrived = await server.waitForSubmissions(count + 1, PATIENCE_MS);
  await end;
  return (arrived[count]?.receivedAtMs ?? Number.NaN) - startedMs;
}

async function interrupted({ driver, server }: CodexBench, round: number): Promise<number> {
  await untilIdle(driver);
  const text = 'words '.repeat(2_000);
  server.setScript([{ kind: 'text', text, chunkCharacters: 12, chunkDelayMs: 10 }]);
  const begun = nextEvent(driver, (event) => event.kind === 'item-delta');
  await driver.submit({ promptId: `interrupt-${round}`, text: `Long ${round}` });
  await begun;
  await sleep(WORK_MS);
  const end = nextEvent(driver, isEnd);
  const startedMs = performance.now();
  await driver.interrupt();
  const endedMs = (await end) - startedMs;
  server.setScript([]);
  return endedMs;
}

await using bench = await startCodexBench();
await submitted(bench, -1);
const firstMs: number[] = [];
const modelMs: number[] = [];
const typedMs: number[] = [];
const interruptMs: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const [first, model] = await submitted(bench, round);
  firstMs.push(first);
  modelMs.push(model);
  typedMs.push(await typed(bench, round));
  interruptMs.push(await interrupted(bench, round));
}

const typedMedianMs = quantile(typedMs, 0.5);
function row(what: string, samples: readonly number[]): readonly string[] {
  return [what, digits(quantile(samples, 0.5), 1), digits(quantile(samples, 0.95), 1)];
}
function ratio(samples: readonly number[]): string {
  return digits(quantile(samples, 0.5) / typedMedianMs, 2);
}
publish({
  name: 'agent-driver',
  about: `Codex ${CODEX_VERSION} driven through its app-server beside its own TUI, a scripted model on loopback, ${rounds} rounds of each. The peer is the same kind of prompt pasted into that TUI, ${PASTE_PAUSE_MS} ms, Enter.`,
  columns: ['from → to', 'p50 ms', 'p95 ms', 'to the typed one'],
  rows: [
    [...row('submitted → its first event', firstMs), '–'],
    [...row('submitted → request at the model', modelMs), ratio(modelMs)],
    [...row('typed → request at the model', typedMs), '1'],
    [...row('interrupt → end of the turn', interruptMs), '–'],
  ],
});
