/** Whether somebody uses this window: keys, presses, a mouse that is really moved. A pointer that rests is hidden. */
const POINTER_RESTS_MS = 3_000;
/** A table that somebody leans on moves a mouse by a pixel; and browsers tell of moves when the picture moved under the pointer. */
const LEAST_MOVE_PX = 3;

export interface TouchPage {
  readonly document: Pick<Document, 'documentElement'>;
  addEventListener: Window['addEventListener'];
  removeEventListener: Window['removeEventListener'];
  setTimeout(work: () => void, ms: number): number;
  clearTimeout(timer: number): void;
}

/** @returns stop. */
export function followTouches(page: TouchPage, onTouch: () => void): () => void {
  const root = page.document.documentElement;
  let resting: number | undefined;
  const restSoon = (): void => {
    root.removeAttribute('data-pointer-rests');
    page.clearTimeout(resting ?? 0);
    resting = page.setTimeout(() => root.setAttribute('data-pointer-rests', ''), POINTER_RESTS_MS);
  };
  const used = (event: Event): void => {
    if (event.type !== 'keydown') restSoon();
    onTouch();
  };
  const moved = (event: PointerEvent): void => {
    if (Math.abs(event.movementX) + Math.abs(event.movementY) >= LEAST_MOVE_PX) used(event);
  };
  const options = { capture: true, passive: true } as const;
  const kinds = ['pointerdown', 'wheel', 'keydown'] as const;
  for (const kind of kinds) page.addEventListener(kind, used, options);
  page.addEventListener('pointermove', moved, options);
  restSoon();
  return () => {
    page.clearTimeout(resting ?? 0);
    root.removeAttribute('data-pointer-rests');
    for (const kind of kinds) page.removeEventListener(kind, used, options);
    page.removeEventListener('pointermove', moved, options);
  };
}
