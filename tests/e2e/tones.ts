/** What the page's loudspeaker is told to play: the start of every oscillator, from the moment `listen` is called. */
import type { Page } from '@playwright/test';

interface Tone {
  readonly hz: number;
  readonly atMs: number;
}

export interface Tones {
  /** Of the fundamental frequencies heard so far, each once. */
  heard(): Promise<readonly number[]>;
  /** How long nothing was started, milliseconds; counted from `listen` when nothing ever was. */
  quietMs(): Promise<number>;
}

/** Lasts until the page is loaded again. */
export async function listen(page: Page): Promise<Tones> {
  await page.evaluate(() => {
    const heard: Tone[] = [];
    const sinceMs = performance.now();
    Object.assign(globalThis, { heardTones: heard, listeningSinceMs: sinceMs });
    // Replaced on the prototype, where the page looks it up at each call; the original still plays.
    const start = Reflect.get(OscillatorNode.prototype, 'start') as (when?: number) => void;
    OscillatorNode.prototype.start = function (when) {
      heard.push({ hz: this.frequency.value, atMs: performance.now() });
      start.call(this, when);
    };
  });
  type Listening = { heardTones: Tone[]; listeningSinceMs: number };
  return {
    heard: () =>
      page.evaluate(() => [
        ...new Set((globalThis as unknown as Listening).heardTones.map(({ hz }) => Math.round(hz))),
      ]),
    quietMs: () =>
      page.evaluate(() => {
        const { heardTones, listeningSinceMs } = globalThis as unknown as Listening;
        return performance.now() - (heardTones.at(-1)?.atMs ?? listeningSinceMs);
      }),
  };
}
