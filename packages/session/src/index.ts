export type { ScreenState } from './ports.ts';
