/** The key that opens a screen: its place in the navigation. */
import { SCREEN_NAMES, type ScreenName } from '#renderer/app/screens.ts';

export function screenKey(screen: ScreenName): string {
  return String(SCREEN_NAMES.indexOf(screen) + 1);
}
