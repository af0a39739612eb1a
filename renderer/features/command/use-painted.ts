import { useCallback, useEffect, useRef, useState } from 'react';

/**
 * Lets words come before pictures: where graphics run in software, making a picture holds up everything else on the screen.
 * @returns `isPainted` once what the screen holds at the time of the first `paint` has been painted.
 */
export function usePainted(): { readonly isPainted: boolean; readonly paint: () => void } {
  const [isPainted, setPainted] = useState(false);
  const waits = useRef<{ frame: number; task: number | undefined }>(undefined);
  const paint = useCallback(() => {
    if (waits.current) return;
    const wait = { frame: 0, task: undefined as number | undefined };
    waits.current = wait;
    // A frame shows what was done before it; the task after it runs once it is shown.
    wait.frame = requestAnimationFrame(() => (wait.task = window.setTimeout(() => setPainted(true))));
  }, []);
  useEffect(
    () => () => {
      cancelAnimationFrame(waits.current?.frame ?? 0);
      clearTimeout(waits.current?.task);
      waits.current = undefined;
    },
    [],
  );
  return { isPainted, paint };
}
