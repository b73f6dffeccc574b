export {
  MANIFEST_KEYS,
  type Manifest,
  manifestSchema,
  namedFile,
  PLUGIN_NAME,
} from './manifest.ts';
export { permissionLines } from './permission-lines.ts';
export { fileInside, type Sealed, sealPlugin } from './plugin-files.ts';
export type { PluginOutcome } from './plugin-outcome.ts';
export { ALWAYS_PASSED, runPlugin } from './run-plugin.ts';
