// @vitest-environment jsdom
import i18next from 'i18next';
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { Frame } from '#shared/protocol/frame.ts';
import { fail } from '#shared/base/result.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/messages.ts';
import { LinkProvider } from '#renderer/link/hooks.ts';
import { createLiveState } from '#renderer/link/live-state.ts';
import type { WindowLink } from '#renderer/link/window-link.ts';
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';
import { KeysProvider } from '#renderer/ui/key-commands.tsx';
import { createKeys } from '#renderer/ui/keys.ts';
import { PanelContext } from '#renderer/ui/Panel.tsx';
import { createPreferences, PreferencesProvider } from '#renderer/ui/preferences.tsx';
import { smallSite } from '#tests/builders/site.ts';
import { AlarmsScreen } from './AlarmsScreen.tsx';

const nowMs = () => epochMs(1_790_000_000_000);

function alarm(id: string, storeyId: string, phase: Alarm['phase'] = 'unacknowledged'): Alarm {
  return {
    id: id as AlarmId,
    ruleId: 'smoke',
    pointId: 'gone.smoke',
    assetId: 'gone',
    zoneId: `${storeyId}-E1`,
    storeyId,
    priority: 1,
    name: { zh: '烟感报警', en: 'Smoke detected' },
    phase,
    occurrence: 1,
    raisedAtMs: nowMs(),
    clearedAtMs: undefined,
    acknowledgedAtMs: undefined,
    acknowledgedBy: undefined,
    raisedValue: 1,
    storedSeq: 1,
  };
}

function frameOf(alarms: readonly Alarm[]): Frame {
  const none = new Float64Array(0);
  const points = {
    index: new Uint32Array(0),
    value: none,
    sourceMs: none,
    receivedMs: none,
    status: new Uint8Array(0),
  };
  return {
    type: 'frame',
    seq: 1,
    full: true,
    atMs: nowMs(),
    points,
    alarms,
    endedAlarms: [],
    changes: [],
    vitals: undefined,
    health: undefined,
  };
}

let root: Root | undefined;
/** Of panels that stopped. */
const errors: unknown[] = [];
const onError = (error: unknown): void => void errors.push(error);
/** No engine is there to answer. */
const request = () => Promise.resolve(fail('link-lost', 'no engine'));

function show(alarms: readonly Alarm[], selected?: string) {
  const live = createLiveState(nowMs);
  live.applyWelcome({
    type: 'welcome',
    protocol: PROTOCOL_VERSION,
    engineRun: 'run',
    siteRevision: 'r',
    site: smallSite(),
    nowMs: nowMs(),
    demo: false,
  });
  live.applyFrame(frameOf(alarms));
  const acknowledge = vi.fn();
  const locate = vi.fn();
  const i18n = i18next.createInstance();
  // Keys stand for texts: this test is about what happens, not about what it is called.
  void i18n.use(initReactI18next).init({ lng: 'en', resources: {}, initAsync: false });
  const around = (children: ReactNode) => (
    <I18nextProvider i18n={i18n}>
      <PreferencesProvider
        value={createPreferences({ read: () => undefined, write: () => undefined }, ['en'])}
      >
        <LinkProvider value={{ live, link: { request } } as unknown as WindowLink}>
          <PanelContext value={{ boundaryTexts: { title: '', reason: '', retry: '' }, onError }}>
            <KeysProvider keys={createKeys()}>{children}</KeysProvider>
          </PanelContext>
        </LinkProvider>
      </PreferencesProvider>
    </I18nextProvider>
  );
  const host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
  act(() =>
    root?.render(
      around(
        <AlarmsScreen
          history={{} as HistoryDoor}
          acknowledge={acknowledge}
          selectAlarm={() => undefined}
          locate={locate}
          openEquipment={() => undefined}
          actAs={() => undefined}
          openOrder={() => undefined}
          command={() => undefined}
          selected={selected}
        />,
      ),
    ),
  );
  const press = (key: string, init: KeyboardEventInit = {}) =>
    act(
      () =>
        void document.body.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }),
        ),
    );
  const acknowledged = () => acknowledge.mock.calls.map(([list]) => (list as Alarm[]).map(({ id }) => id));
  return { host, live, press, acknowledged, locate };
}

beforeAll(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  globalThis.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
});

afterEach(() => {
  expect(errors.splice(0)).toEqual([]);
  act(() => root?.unmount());
  document.body.replaceChildren();
});

describe('alarms screen', () => {
  const alarms = [alarm('a', '1F'), alarm('b', '1F', 'acknowledged'), alarm('c', '2F')];

  it('acknowledges the selected alarm, its storey, or all shown, and never what is acknowledged already', () => {
    const { press, acknowledged } = show(alarms, 'a');
    press('a');
    press('s');
    press('A', { shiftKey: true });
    expect(acknowledged()).toEqual([['a'], ['a'], ['a', 'c']]);
  });

  it('acknowledges marked alarms before the selected one', () => {
    const { press, acknowledged } = show(alarms, 'c');
    press(' ');
    press('a');
    press('a');
    expect(acknowledged()).toEqual([['c'], ['c']]);
  });

  it('shows the place in the building', () => {
    const { press, locate } = show(alarms, 'a');
    press('g');
    expect(locate).toHaveBeenCalledWith('alarm:a');
  });

  it('acts on what stands there now, not on what stood there when it was opened', () => {
    const { live, press, acknowledged } = show(alarms, 'a');
    act(() => live.applyFrame(frameOf([alarm('a', '1F', 'acknowledged'), alarm('d', '2F')])));
    press('A', { shiftKey: true });
    expect(acknowledged()).toEqual([['d']]);
  });

  it('says why the list is empty', () => {
    expect(show([]).host.textContent).toContain('empty.none');
  });
});
