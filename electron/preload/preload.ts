/** The bridge between a page and the shell: it asks for a port and hands it over, and has the page saved as a PDF. It knows no message of the program. */
import { contextBridge, ipcRenderer } from 'electron';
import { PORT_CHANNEL, REQUEST_PORT_CHANNEL, SAVE_PDF_CHANNEL } from '#shared/protocol/shell.ts';
import type { LinkRole, PdfSaved, PortMessage, ShellBridge } from '#shared/protocol/transport.ts';

const bridge: ShellBridge = {
  requestPort: (role) => ipcRenderer.send(REQUEST_PORT_CHANNEL, role),
  savePdf: (name) => ipcRenderer.invoke(SAVE_PDF_CHANNEL, name) as Promise<PdfSaved>,
};

contextBridge.exposeInMainWorld('signalbox', bridge);

ipcRenderer.on(PORT_CHANNEL, (event, role: LinkRole) => {
  const message: PortMessage = { type: 'signalbox-port', role };
  // A port cannot cross the context bridge; a message to our own window, and to no other origin, can carry it.
  window.postMessage(message, window.location.origin, [...event.ports]);
});
