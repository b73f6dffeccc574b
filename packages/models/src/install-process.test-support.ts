// A process that installs the model of the test: `FOLDER ENTRY`, the entry as JSON. For suites that kill
// it, or start several.
import { createTransport } from './download/undici-transport.ts';
import { ModelError } from './model-error.ts';
import { ModelStore } from './store/model-store.ts';
import { systemClock } from './system-clock.ts';

const [folder = '', entry = ''] = process.argv.slice(2);
const transport = await createTransport({ environment: {}, stallMs: 30_000 });
const store = new ModelStore({ folder, clock: systemClock });
try {
  const signal = new AbortController().signal;
  const onEvent = (event: { readonly type: string }) => console.log(event.type);
  const { kind } = await store.add(JSON.parse(entry), { transport, signal, onEvent });
  console.log(kind);
} catch (error) {
  console.log(error instanceof ModelError ? error.code : String(error));
  process.exitCode = 1;
}
await transport.close();
