// Before each file of tests: properties begin from one seed, so that a run that fails can be had again and none
// fails by chance. `SEED=7 npx vitest run …` looks elsewhere; a property with a seed of its own keeps it.
import fc from 'fast-check';

const SEED = 20_261;

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.SEED ?? SEED) });
