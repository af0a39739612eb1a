// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';

const electron = vi.hoisted(() => ({
  contextBridge: { exposeInMainWorld: vi.fn() },
  ipcRenderer: { send: vi.fn(), on: vi.fn() },
}));
vi.mock('electron', () => electron);

describe('the bridge', () => {
  it('asks for a port and hands it over to its own window, and can do no more', async () => {
    const postMessage = vi.spyOn(window, 'postMessage').mockImplementation(() => {});
    await import('./preload.ts');
    const [name, bridge] = electron.contextBridge.exposeInMainWorld.mock.calls[0] as [
      string,
      { requestPort(role: string): void },
    ];
    expect(name).toBe('signalbox');
    expect(Object.keys(bridge)).toEqual(['requestPort']);
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
