// The screen an agent's reader looks at, for suites of packages that may not import the shadow.
import { ShadowScreen } from '@codex-voice/shadow';

/** Takes output and gives the view a reader reads. */
export type AgentScreen = Pick<ShadowScreen, 'feed' | 'view' | 'dispose'>;

/** An empty screen, cells in size. Dispose it. */
export function openAgentScreen(
  options: ConstructorParameters<typeof ShadowScreen>[0],
): AgentScreen {
  return new ShadowScreen(options);
}
