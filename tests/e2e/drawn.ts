/** What the page's charts write on their canvases, for texts that are nowhere else. */
import type { Page } from '@playwright/test';

export interface DrawnTexts {
  /** Since `watchCanvas` or the last `forget`. */
  texts(): Promise<readonly string[]>;
  forget(): Promise<void>;
}

/** Lasts until the page is loaded again. */
export async function watchCanvas(page: Page): Promise<DrawnTexts> {
  await page.evaluate(() => {
    const texts: string[] = [];
    Object.assign(globalThis, { drawnTexts: texts });
    // Replaced on the prototype, where each call looks it up; the original still draws.
    const fillText = Reflect.get(CanvasRenderingContext2D.prototype, 'fillText') as (
      ...words: unknown[]
    ) => void;
    CanvasRenderingContext2D.prototype.fillText = function (...words) {
      texts.push(words[0]);
      fillText.apply(this, words);
    };
  });
  type Drawn = { drawnTexts: string[] };
  return {
    texts: () => page.evaluate(() => [...(globalThis as unknown as Drawn).drawnTexts]),
    forget: () =>
      page.evaluate(() => {
        (globalThis as unknown as Drawn).drawnTexts.length = 0;
      }),
  };
}
