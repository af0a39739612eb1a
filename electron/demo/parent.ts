/**
 * The process that started this one: a Node parent speaks over the `fork` channel, Electron's main process over
 * `process.parentPort` of a utility process. Either way plain objects, and an end.
 */
import type { DemoReport } from '#shared/protocol/demo.ts';

export interface Parent {
  send(report: DemoReport): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The parent is gone or has let go. A utility process is ended by Electron itself. */
  onGone(listener: () => void): void;
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** @returns undefined when started by hand: then there is nobody to report to. */
export function findParent(): Parent | undefined {
  const port = (process as { parentPort?: ParentPort }).parentPort;
  if (port) {
    return {
      send: (report) => port.postMessage(report),
      onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
      onGone: () => undefined,
    };
  }
  if (process.send === undefined) return undefined;
  return {
    // The channel may close between the check and the call; the disconnect listener then ends the process.
    send: (report) =>
      void (process.connected && process.send?.(report, undefined, undefined, () => undefined)),
    onMessage: (listener) => void process.on('message', listener),
    onGone: (listener) => void process.once('disconnect', listener),
  };
}
