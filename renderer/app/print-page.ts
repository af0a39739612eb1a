/** The page on paper: the desktop shell saves it as a PDF, a browser asks how to print it. */
import type { PdfSaved, ShellBridge } from '#shared/protocol/transport.ts';
import { bridgeOf } from '#renderer/link/choose-transport.ts';

/** @param name proposed for the file. @returns `saved` in a browser, whatever the person chose there: it does not say. */
export async function printPage(
  name: string,
  page: Window = window,
  bridge: Pick<ShellBridge, 'savePdf'> | undefined = bridgeOf(page),
): Promise<PdfSaved> {
  if (bridge) return bridge.savePdf(name);
  const { title } = page.document;
  // Browsers take the title for the file's name.
  page.document.title = name;
  page.print();
  page.document.title = title;
  return 'saved';
}
