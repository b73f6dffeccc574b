// What the demonstration's recording says, and what the agent must have received at its end.

/** From the project's root. Made with Flite: see the README beside it. */
export const RECORDING = 'examples/recordings/first-light.wav';

/** “fix the failing tests” – “explain this code” – “scratch that” – “run the tests” – “send it”. */
export const EXPECTED_PROMPTS: readonly string[] = ['Fix the failing tests. Run the tests.'];
