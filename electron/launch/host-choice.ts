/** Which of the two hosts shows the program, and what the user is told when it is not the window they may expect. */
export type HostChoice =
  | { readonly host: 'electron'; readonly executable: string }
  | { readonly host: 'headless'; readonly why: string | undefined };

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
}

/** Whether a window could be shown at all. */
export function hasDisplay({ platform, env }: Machine): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Why no window can open here even with Electron at hand; asked before anything is fetched. */
export function windowObstacle(machine: Machine): string | undefined {
  if (!hasDisplay(machine)) return 'there is no display here';
  // Chromium's sandbox does not run as root on Linux, and a window without it is not an option.
  if (machine.platform === 'linux' && machine.isRoot)
    return 'Electron does not run as root with its sandbox on';
  return undefined;
}

export function chooseHost(
  headlessAsked: boolean,
  obstacle: string | undefined,
  electron: { readonly executable: string } | { readonly missing: string },
): HostChoice {
  if (headlessAsked) return { host: 'headless', why: undefined };
  if (obstacle !== undefined) return { host: 'headless', why: obstacle };
  if ('missing' in electron) return { host: 'headless', why: electron.missing };
  return { host: 'electron', executable: electron.executable };
}
