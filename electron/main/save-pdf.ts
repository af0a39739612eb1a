/** Has a page of ours saved as a PDF: the page as it is laid out for print, at the place the person chooses. */
import { writeFile } from 'node:fs/promises';
import type { BrowserWindow, Dialog, IpcMain, WebContents } from 'electron';
import type { Log } from '#shared/base/log.ts';
import { SAVE_PDF_CHANNEL } from '#shared/protocol/shell.ts';
import type { PdfSaved } from '#shared/protocol/transport.ts';
import { isTrustedSender } from './security.ts';

export interface PdfMaker {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly dialog: Pick<Dialog, 'showSaveDialog'>;
  readonly BrowserWindow: { fromWebContents(contents: WebContents): BrowserWindow | null };
}

const LONGEST_NAME = 80;

export function answerPdfRequests({ ipcMain, dialog, BrowserWindow }: PdfMaker, log: Log): void {
  ipcMain.handle(SAVE_PDF_CHANNEL, async (event, asked: unknown): Promise<PdfSaved> => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (!isTrustedSender(event.senderFrame) || !window) {
      log('warn', 'refused a PDF', { from: event.senderFrame?.url });
      return 'failed';
    }
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      defaultPath: `${fileName(asked)}.pdf`,
      filters: [{ name: 'PDF', extensions: ['pdf'] }],
    });
    if (canceled || filePath === '') return 'cancelled';
    try {
      // The page's own rule says A4 and its margins.
      const pdf = await event.sender.printToPDF({ printBackground: true, preferCSSPageSize: true });
      await writeFile(filePath, pdf);
      return 'saved';
    } catch (error) {
      log('error', 'a PDF was not saved', { file: filePath, reason: String(error) });
      return 'failed';
    }
  });
}

/** A page proposes a name, never a folder. */
function fileName(asked: unknown): string {
  const name =
    typeof asked === 'string' ? asked.replaceAll(/[^\p{L}\p{N} ._-]/gu, '').slice(0, LONGEST_NAME) : '';
  return name.replace(/^[. ]+/, '') || 'report';
}
