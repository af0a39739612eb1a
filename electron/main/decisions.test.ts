import { describe, expect, it } from 'vitest';
import {
  fitInto,
  freeDisplay,
  identityOf,
  placeWalls,
  placeWindows,
  readKeptWindows,
  wallSearches,
  type DisplayFacts,
  type KeptWindow,
} from './displays.ts';
import { ownArguments } from './own-arguments.ts';
import { isAppUrl, isExternalAllowed, isRequestAllowed, isTrustedSender, readLinkRole } from './security.ts';
import { menuTemplate } from './menu.ts';

describe('what a page may reach', () => {
  it('is itself', () => {
    for (const url of ['app://signalbox/', 'app://signalbox/assets/a.js?x#y'])
      expect(isAppUrl(url)).toBe(true);
    for (const url of [
      'app://elsewhere/',
      'app://signalbox.elsewhere/',
      'app://user@signalbox/',
      'app://signalbox:80/',
      'https://signalbox/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'signalbox',
      '',
    ]) {
      expect(isAppUrl(url), url).toBe(false);
    }
  });

  it('loads what it made itself, and nothing from a network', () => {
    expect(isRequestAllowed('blob:app://signalbox/3f')).toBe(true);
    expect(isRequestAllowed('data:image/png;base64,AA')).toBe(true);
    for (const url of [
      'https://elsewhere.example/a.js',
      'ws://127.0.0.1:4600/link',
      'blob:https://elsewhere.example/3f',
      'file:///etc/passwd',
    ]) {
      expect(isRequestAllowed(url), url).toBe(false);
    }
  });

  it('opens outside only by the list, over TLS, without a user', () => {
    const list = ['https://docs.example'];
    expect(isExternalAllowed('https://docs.example/page', list)).toBe(true);
    for (const url of [
      'http://docs.example/',
      'https://docs.example.evil.example/',
      'https://a@docs.example/',
      'mailto:x@docs.example',
      'nonsense',
    ]) {
      expect(isExternalAllowed(url, list), url).toBe(false);
    }
    expect(isExternalAllowed('https://docs.example/page')).toBe(false);
  });

  it('is heard only from the page itself', () => {
    expect(isTrustedSender({ url: 'app://signalbox/', parent: null })).toBe(true);
    expect(isTrustedSender({ url: 'app://signalbox/', parent: {} })).toBe(false);
    expect(isTrustedSender({ url: 'https://elsewhere.example/', parent: null })).toBe(false);
    expect(isTrustedSender(null)).toBe(false);
    expect([
      readLinkRole('window'),
      readLinkRole('recorder'),
      readLinkRole('root'),
      readLinkRole({}),
    ]).toEqual(['window', 'recorder', undefined, undefined]);
  });
});

describe('ownArguments', () => {
  it('leaves Electron, Chromium and the operating system theirs', () => {
    expect(
      ownArguments(['electron', '--inspect=0', '--remote-debugging-port=0', '/root', '--site', 'a'], false),
    ).toEqual(['--site', 'a']);
    expect(ownArguments(['electron'], false)).toEqual([]);
    expect(ownArguments(['signalbox', '-psn_0_1', '--site', 'a', '--enable-features=x'], true)).toEqual([
      '--site',
      'a',
    ]);
    expect(ownArguments(['signalbox', '--colour'], true)).toEqual(['--colour']);
  });
});

const display = (id: number, x = 0, label = 'panel', width = 1920, height = 1080): DisplayFacts => ({
  id,
  label,
  bounds: { x, y: 0, width, height },
  workArea: { x, y: 0, width, height: height - 40 },
});

const kept = (on: DisplayFacts, change: Partial<KeptWindow> = {}): KeptWindow => ({
  display: { id: on.id, label: on.label, width: on.bounds.width, height: on.bounds.height },
  bounds: { x: on.bounds.x + 10, y: 10, width: 1200, height: 800 },
  fullScreen: true,
  maximized: false,
  ...change,
});

describe('where windows open', () => {
  const left = display(1);
  const right = display(2, 1920);

  it('is the primary display at first', () => {
    expect(placeWindows([], [left, right], 2)).toEqual([
      { displayId: 2, bounds: right.workArea, fullScreen: false, maximized: true },
    ]);
    expect(placeWindows([], [left], 99)).toHaveLength(1);
    expect(placeWindows([], [], 1)).toEqual([]);
  });

  it('is the display each stood on, one a display', () => {
    const places = placeWindows([kept(right), kept(left), kept(left)], [left, right], 1);
    expect(places.map(({ displayId }) => displayId)).toEqual([2, 1]);
    expect(places[0]).toMatchObject({ fullScreen: true, bounds: { x: 1930 } });
  });

  it('knows a display again by its looks when its id changed', () => {
    const renumbered = display(7, 1920);
    expect(
      placeWindows([kept(right)], [display(1, 0, 'other'), renumbered], 1).map(({ displayId }) => displayId),
    ).toEqual([7]);
    expect(placeWindows([kept(display(3, 0, ''))], [display(4, 0, '')], 4)[0]?.fullScreen).toBe(false);
  });

  it('prefers the id over the looks of a twin', () => {
    const places = placeWindows([kept(right), kept(left)], [left, right], 1);
    expect(places.map(({ displayId }) => displayId)).toEqual([2, 1]);
  });

  it('is never none', () => {
    expect(placeWindows([kept(display(9, 0, 'gone', 100, 100))], [left], 1)).toHaveLength(1);
  });

  it('lies wholly on the display', () => {
    const area = { x: 100, y: 50, width: 1600, height: 900 };
    expect(fitInto({ x: -500, y: 5000, width: 10, height: 10 }, area)).toEqual({
      x: 100,
      y: 310,
      width: 1024,
      height: 640,
    });
    expect(fitInto({ x: 0, y: 0, width: 9000, height: 9000 }, area)).toEqual(area);
  });

  it('takes the next free display for one more', () => {
    expect(freeDisplay([left, right], [1])?.id).toBe(2);
    expect(freeDisplay([left, right], [2, 1])).toBeUndefined();
  });

  it('believes no file blindly', () => {
    expect(readKeptWindows(JSON.stringify([kept(left)]))).toEqual([kept(left)]);
    expect(readKeptWindows('{"torn')).toEqual([]);
    expect(readKeptWindows('{}')).toEqual([]);
    expect(
      readKeptWindows(JSON.stringify([null, 3, { display: {} }, { ...kept(left), bounds: { x: 'a' } }])),
    ).toEqual([]);
  });
});

describe('what displays show', () => {
  const left = display(1);
  const right = display(2, 1920, 'beamer', 3840, 2160);
  const wall = (on: DisplayFacts, show: string) => ({ display: identityOf(on), show, viewing: undefined });

  it('stands in the address of their windows, whatever their id is today', () => {
    const viewing = { distanceM: 4, diagonalIn: 98 };
    const searches = wallSearches([{ ...wall(right, 'Night shift'), viewing }], [left, { ...right, id: 9 }]);
    expect([...searches]).toEqual([[9, '?scene=Night%20shift&distanceM=4&diagonalIn=98']]);
    expect(wallSearches([wall(right, 'Night')], [left]).size).toBe(0);
  });

  it('fills a display that had no window, and stands where it stood on one that had', () => {
    const searches = wallSearches([wall(left, 'A'), wall(right, 'B')], [left, right]);
    expect(placeWalls(searches, [], [left, right], [kept(left, { fullScreen: false })])).toEqual([
      {
        displayId: 1,
        bounds: expect.objectContaining({ x: 10, width: 1200 }),
        fullScreen: false,
        maximized: false,
      },
      { displayId: 2, bounds: right.bounds, fullScreen: true, maximized: false },
    ]);
    expect(placeWalls(searches, [1, 2], [left, right], [])).toEqual([]);
  });
});

describe('the menu', () => {
  const labels = (locale: string, inspectable: boolean): string =>
    JSON.stringify(menuTemplate({ locale, inspectable, openAnother: () => {} }));

  it('speaks one language and offers no reload', () => {
    expect(labels('zh-CN', false)).toContain('退出');
    expect(labels('de', false)).toContain('Quit');
    expect(labels('en', true)).toContain('toggleDevTools');
    expect(labels('en', false)).not.toContain('toggleDevTools');
    expect(labels('en', true)).not.toMatch(/reload/i);
  });
});
