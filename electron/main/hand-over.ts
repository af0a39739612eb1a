/** Gives a page that asks, and that is ours, one end of a fresh channel; the other end goes to the engine. */
import type { IpcMain, MessageChannelMain } from 'electron';
import type { Log } from '#shared/base/log.ts';
import { PORT_CHANNEL, REQUEST_PORT_CHANNEL } from '#shared/protocol/shell.ts';
import type { EngineProgram } from './child-programs.ts';
import { isTrustedSender, readLinkRole } from './security.ts';

export interface ChannelMaker {
  readonly ipcMain: Pick<IpcMain, 'on'>;
  readonly MessageChannelMain: new () => MessageChannelMain;
}

export function answerPortRequests(
  { ipcMain, MessageChannelMain }: ChannelMaker,
  programs: { readonly engine: Pick<EngineProgram, 'attach'> },
  log: Log,
): void {
  ipcMain.on(REQUEST_PORT_CHANNEL, (event, asked: unknown) => {
    const role = readLinkRole(asked);
    const frame = event.senderFrame;
    if (!isTrustedSender(frame) || role === undefined) {
      log('warn', 'refused a port', {
        role: typeof asked === 'string' ? asked.slice(0, 32) : typeof asked,
        from: frame?.url,
      });
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    // Without an engine there is no answer: the page's link asks again.
    if (programs.engine.attach(port1)) frame.postMessage(PORT_CHANNEL, role, [port2]);
  });
}
