/** The picture is drawn for 1920 × 1080: a larger wall shows the same, larger; a smaller screen keeps readable text and loses air. */
export function scaleOf(width: number, height: number, preferred: number): number {
  const wall = Math.min(width / 1920, height / 1080);
  // Steps of 1/20 keep text from being drawn anew with every pixel of a window being resized.
  const fitted = Math.min(4, Math.max(1, Math.floor(wall * 20) / 20));
  return fitted * preferred;
}

/** Keeps `--scale` of the page in step with its size. @returns stop. */
export function followScale(
  page: Window,
  preferred: () => number,
): { readonly apply: () => void; readonly stop: () => void } {
  const apply = (): void => {
    const scale = scaleOf(page.innerWidth, page.innerHeight, preferred());
    page.document.documentElement.style.setProperty('--scale', String(scale));
  };
  page.addEventListener('resize', apply);
  apply();
  return { apply, stop: () => page.removeEventListener('resize', apply) };
}
