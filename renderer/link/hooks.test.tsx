// @vitest-environment jsdom
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { STATUS_HAS_VALUE } from '#shared/domain/sample.ts';
import { createFakePeer, fakeClock, frame, welcome } from '#tests/builders/link.ts';
import {
  LinkProvider,
  useAlarms,
  useFeedTrust,
  useLiveTopic,
  usePointReading,
  useRequest,
  useSite,
  useVitals,
} from './hooks.ts';
import { connectWindow, type WindowLink } from './window-link.ts';

let root: Root;
let windowLink: WindowLink;
const peer = createFakePeer();

function mount(children: ReactNode): void {
  act(() => root.render(<LinkProvider value={windowLink}>{children}</LinkProvider>));
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  root = createRoot(document.createElement('div'));
  windowLink = connectWindow({ transport: peer, clock: fakeClock, random: () => 1, log: () => undefined });
  windowLink.start();
  peer.current.events.onOpen();
  peer.current.events.onMessage(welcome());
  peer.current.events.onMessage(frame([[0, 1, STATUS_HAS_VALUE]], { full: true }));
});
afterEach(() => {
  act(() => root.unmount());
  windowLink.stop();
  vi.unstubAllGlobals();
});

describe('hooks', () => {
  it('render again only when what they show has changed', () => {
    const renders = { point: 0, rest: 0 };
    const shown: (number | undefined)[] = [];
    const Point = (): null => {
      renders.point += 1;
      shown.push(usePointReading(0).value);
      return null;
    };
    const Rest = (): null => {
      renders.rest += 1;
      useAlarms();
      useVitals();
      useSite();
      useFeedTrust();
      useLiveTopic('alarms');
      return null;
    };
    mount([<Point key="p" />, <Rest key="r" />]);
    const say = (message: unknown): void => act(() => peer.current.events.onMessage(message));
    say(frame([]));
    say(frame([[1, 5, STATUS_HAS_VALUE]]));
    expect(renders).toEqual({ point: 1, rest: 1 });
    say(frame([[0, 2, STATUS_HAS_VALUE]]));
    expect(renders).toEqual({ point: 2, rest: 1 });
    expect(shown).toEqual([1, 2]);
  });

  it('follow a change of the point they look at', () => {
    const shown: number[] = [];
    const Point = ({ index }: { readonly index: number }): null => {
      shown.push(usePointReading(index).value);
      return null;
    };
    mount(<Point index={0} />);
    mount(<Point index={1} />);
    act(() => peer.current.events.onMessage(frame([[1, 9, STATUS_HAS_VALUE]])));
    expect(shown).toEqual([1, NaN, 9]);
  });

  it('ask the engine', async () => {
    let ask: ReturnType<typeof useRequest> | undefined;
    const Asker = (): null => {
      ask = useRequest();
      return null;
    };
    mount(<Asker />);
    const answer = ask?.('demo.scenarios', {});
    peer.current.events.onMessage({
      type: 'response',
      id: 1,
      outcome: { ok: true, value: { names: ['fire'], running: undefined } },
    });
    expect(await answer).toEqual({ ok: true, value: { names: ['fire'], running: undefined } });
  });
});
