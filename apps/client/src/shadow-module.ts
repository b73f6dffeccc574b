// What is loaded late: the headless terminal behind the shadow screen costs more to load than all the rest.
export { createShadowInThread } from '@codex-voice/shadow';
