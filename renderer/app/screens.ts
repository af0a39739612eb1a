/** The screens of the program, in the order of the navigation, with the key that opens each. */
export const SCREEN_NAMES = [
  'overview',
  'alarms',
  'command',
  'dispatch',
  'equipment',
  'reports',
  'settings',
] as const;
export type ScreenName = (typeof SCREEN_NAMES)[number];
