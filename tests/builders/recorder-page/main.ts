/** A page that only records and reads: what a window does, without screens. */
import { startRecording } from '#renderer/recorder/door-recording.ts';
import { openHistory } from '#renderer/recorder/query-door.ts';

const lines: string[] = [];
const recording = startRecording({
  log: (level, message, facts) => void lines.push(`${level} ${message} ${JSON.stringify(facts ?? {})}`),
});
const history = openHistory();
const page = { recording, history, lines };

declare global {
  interface Window {
    recorderPage: typeof page;
  }
}
window.recorderPage = page;
