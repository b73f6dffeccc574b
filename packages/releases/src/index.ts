export {
  describedFile,
  type ReleaseDescription,
  type ReleaseFile,
  readDescription,
  releasePlatform,
} from './description.ts';
export { type Installation, installationOf } from './installation.ts';
export { releaseAddress } from './release-address.ts';
export { ReleaseError } from './release-error.ts';
export { isSignedBy, type Signed, signed } from './signature.ts';
export { compareVersions, isVersion } from './versions.ts';
export { type Unpacking, VersionsFolder } from './versions-folder.ts';
