/** All nine fuses of Electron, burnt into the packaged executable: what a started copy of it can be turned into. */
import { FuseV1Options, FuseVersion, type FuseConfig } from '@electron/fuses';

export const FUSES = {
  version: FuseVersion.V1,
  // A fuse that a later Electron adds must be decided here before a package is made.
  strictlyRequireAllFuses: true,
  resetAdHocDarwinSignature: false,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // We ship Electron's own snapshot; a separate one for the browser process does not exist.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies FuseConfig;
