import type { LinkRole, ShellBridge } from '#shared/protocol/transport.ts';
import { createPortTransport, requestPagePort } from './port-transport.ts';
import type { Transport } from './transport.ts';
import { createWebSocketTransport, linkUrl } from './websocket-transport.ts';

/** The shell's bridge where there is one (Electron), else undefined (a page of the headless host). */
export function bridgeOf(page: Window): ShellBridge | undefined {
  return 'signalbox' in page ? (page.signalbox as ShellBridge) : undefined;
}

export function chooseTransport(role: LinkRole, page: Window): Transport {
  const bridge = bridgeOf(page);
  return bridge
    ? createPortTransport(() => requestPagePort(bridge, role, page))
    : createWebSocketTransport(linkUrl(page.location));
}
