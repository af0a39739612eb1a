import { useMemo, useSyncExternalStore } from 'react';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Site, Storey } from '#shared/domain/site/site.ts';
import type { SceneTarget, ViewState } from '#renderer/scene/view.ts';
import type { LookStore, Wish } from './look.ts';
import { readSelection, storeyOf, targetOf, type Selection } from './selection.ts';

export interface Place {
  readonly selection: Selection | undefined;
  readonly storey: Storey | undefined;
  readonly target: SceneTarget | undefined;
  readonly view: ViewState;
  /** Where the camera is to go. */
  readonly wish: Wish;
  /** Selects and flies there. */
  locate(word: string): void;
  selectStorey(storey: Storey): void;
  /** Selects the storey and shows it alone; a second time shows all again. */
  isolate(storey: Storey): void;
  changeView(change: Partial<ViewState>): void;
}

/** What is selected and how the building is looked at; the two move together. */
export function usePlace(
  site: Site,
  alarms: readonly Alarm[],
  selected: string | undefined,
  { select, look }: { readonly select: (word: string | undefined) => void; readonly look: LookStore },
): Place {
  const { view, wish } = useSyncExternalStore(look.subscribe, look.get);
  const selection = readSelection(selected, site, alarms);
  const storey = storeyOf(selection, site);
  const changeView = (change: Partial<ViewState>): void =>
    look.change({ view: { ...look.get().view, ...change } });
  return {
    selection,
    storey,
    target: useSameTarget(targetOf(selection, site)),
    view: useMemo(() => ({ ...view, spotlight: storey?.id }), [view, storey]),
    wish,
    locate(word) {
      select(word);
      look.fly();
    },
    selectStorey(chosen) {
      select(`storey:${chosen.id}`);
      // An isolated storey follows the selection; otherwise the building would show another one than the list.
      if (view.isolatedStorey !== undefined) changeView({ isolatedStorey: chosen.id });
    },
    isolate(wanted) {
      select(`storey:${wanted.id}`);
      changeView({ isolatedStorey: view.isolatedStorey === wanted.id ? undefined : wanted.id });
    },
    changeView,
  };
}

/** The same object as long as it says the same, so that the building is not told twice. */
function useSameTarget(target: SceneTarget | undefined): SceneTarget | undefined {
  const text = target && JSON.stringify(target);
  return useMemo(() => (text === undefined ? undefined : (JSON.parse(text) as SceneTarget)), [text]);
}
