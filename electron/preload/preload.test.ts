// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';

const electron = vi.hoisted(() => ({
  contextBridge: { exposeInMainWorld: vi.fn() },
  ipcRenderer: { send: vi.fn(), on: vi.fn(), invoke: vi.fn(() => Promise.resolve('saved')) },
}));
vi.mock('electron', () => electron);

describe('the bridge', () => {
  it('asks for a port and hands it over to its own window, has a PDF saved, and can do no more', async () => {
    const postMessage = vi.spyOn(window, 'postMessage').mockImplementation(() => {});
    await import('./preload.ts');
    const [name, bridge] = electron.contextBridge.exposeInMainWorld.mock.calls[0] as [
      string,
      { requestPort(role: string): void; savePdf(name: string): Promise<string> },
    ];
    expect(name).toBe('signalbox');
    expect(Object.keys(bridge)).toEqual(['requestPort', 'savePdf']);
    expect(await bridge.savePdf('INC-1')).toBe('saved');
    expect(electron.ipcRenderer.invoke).toHaveBeenCalledWith('signalbox:save-pdf', 'INC-1');
    bridge.requestPort('recorder');
    expect(electron.ipcRenderer.send).toHaveBeenCalledWith('signalbox:request-port', 'recorder');
    const [channel, hear] = electron.ipcRenderer.on.mock.calls[0] as [
      string,
      (event: { ports: unknown[] }, role: string) => void,
    ];
    expect(channel).toBe('signalbox:port');
    const port = {};
    hear({ ports: [port] }, 'recorder');
    expect(postMessage).toHaveBeenCalledWith(
      { type: 'signalbox-port', role: 'recorder' },
      window.location.origin,
      [port],
    );
  });
});
