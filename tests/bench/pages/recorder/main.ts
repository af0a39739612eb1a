/** Runs the measurement in a Worker, where the recorder and the reader run too. */
import type { RecorderFigures } from './worker.ts';

declare global {
  interface Window {
    measureRecorder: () => Promise<RecorderFigures>;
  }
}

window.measureRecorder = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<{ figures: RecorderFigures } | { failed: string }>) => {
      if ('figures' in data) resolve(data.figures);
      else reject(new Error(data.failed));
    };
    worker.onerror = ({ message }) => reject(new Error(message));
  });
