import { useEffect, useMemo, useReducer } from 'react';
import { usePreferences } from './preferences.tsx';
import { createTimeTexts, type TimeTexts } from './time-text.ts';

/** Time texts in the language shown; the same object until language or zone change. */
export function useTimeTexts(timeZone: string): TimeTexts {
  const [{ language }] = usePreferences();
  return useMemo(() => createTimeTexts(language, timeZone), [language, timeZone]);
}

/** Renders the caller again every `everyMs`, for clocks and ages. */
export function useTick(everyMs: number): void {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
