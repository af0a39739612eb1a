// @vitest-environment jsdom
import { createRoot } from 'react-dom/client';
import { act } from 'react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createKeys, keyName } from './keys.ts';
import { KeysProvider, useKeyCommands } from './key-commands.tsx';

beforeAll(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
});

const press = (key: string, target: EventTarget = document.body, init: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
};

describe('key commands', () => {
  it('names keys so that Shift counts only where the key itself does not tell', () => {
    const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
    expect(keyName({ ...none, key: 'A', shiftKey: true })).toBe('Shift+a');
    expect(keyName({ ...none, key: '?', shiftKey: true })).toBe('?');
    expect(keyName({ ...none, key: 'ArrowUp', shiftKey: true })).toBe('Shift+ArrowUp');
    expect(keyName({ ...none, key: ' ' })).toBe('Space');
    expect(keyName({ ...none, key: 'k', metaKey: true })).toBe('Ctrl+k');
  });

  it('gives the key to the view that came last, and back when it leaves', () => {
    const keys = createKeys();
    const screen = vi.fn();
    const list = vi.fn();
    keys.register([{ keys: ['a'], text: 'x', group: 'screen', run: screen }]);
    const leave = keys.register([{ keys: ['a'], text: 'x', group: 'list', run: list }]);
    keys.handle(new KeyboardEvent('keydown', { key: 'a' }));
    leave();
    keys.handle(new KeyboardEvent('keydown', { key: 'a' }));
    expect([list.mock.calls.length, screen.mock.calls.length]).toEqual([1, 1]);
  });

  it('leaves typing alone, and Enter and Space to the control in focus', () => {
    const keys = createKeys();
    const run = vi.fn();
    keys.register([{ keys: ['a', 'Enter', 'Space'], text: 'x', group: 'g', run }]);
    const input = document.body.appendChild(document.createElement('input'));
    const button = document.body.appendChild(document.createElement('button'));
    window.addEventListener('keydown', (event) => keys.handle(event));
    press('a', input);
    press('Enter', button);
    press(' ', button);
    expect(run).not.toHaveBeenCalled();
    press('a', button);
    expect(run).toHaveBeenCalledOnce();
  });

  it('runs the newest closure of a mounted view', () => {
    const keys = createKeys();
    const seen: number[] = [];
    function View({ value }: { readonly value: number }) {
      useKeyCommands([{ keys: ['g'], text: 'go', group: 'g', run: () => void seen.push(value) }]);
      return null;
    }
    const root = createRoot(document.createElement('div'));
    act(() =>
      root.render(
        <KeysProvider keys={keys}>
          <View value={1} />
        </KeysProvider>,
      ),
    );
    act(() =>
      root.render(
        <KeysProvider keys={keys}>
          <View value={2} />
        </KeysProvider>,
      ),
    );
    press('g');
    act(() => root.unmount());
    press('g');
    expect(seen).toEqual([2]);
    expect(keys.list()).toEqual([]);
  });
});
