/**
 * electron-builder's hook between packing and signing: burns the fuses. electron-builder's own `electronFuses` knows eight of
 * the nine. Built to `dist/electron/after-pack.js`, which is not packed itself.
 */
import path from 'node:path';
import { flipFuses } from '@electron/fuses';
import { FUSES } from './fuses.ts';

/** What this hook reads of electron-builder's `AfterPackContext`. */
export interface Packed {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  readonly packager: {
    readonly appInfo: { readonly productFilename: string };
    readonly executableName?: string;
  };
}

export function executableOf({ appOutDir, electronPlatformName, packager }: Packed): string {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin' || electronPlatformName === 'mas')
    return path.join(appOutDir, `${productFilename}.app`);
  if (electronPlatformName === 'win32') return path.join(appOutDir, `${productFilename}.exe`);
  return path.join(appOutDir, packager.executableName ?? productFilename.toLowerCase());
}

export default async function burnFuses(packed: Packed): Promise<void> {
  await flipFuses(executableOf(packed), FUSES);
}
