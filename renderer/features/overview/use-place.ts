import { useMemo, useState } from 'react';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Site, Storey } from '#shared/domain/site/site.ts';
import type { SceneTarget, ViewState } from '#renderer/scene/view.ts';
import { readSelection, storeyOf, targetOf, type Selection } from './selection.ts';

export interface Place {
  readonly selection: Selection | undefined;
  readonly storey: Storey | undefined;
  readonly target: SceneTarget | undefined;
  readonly view: ViewState;
  /** Counts the wishes to fly to `target`. */
  readonly flights: number;
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
  select: (word: string | undefined) => void,
): Place {
  const [flights, setFlights] = useState(0);
  const [view, setView] = useState<ViewState>({
    exploded: false,
    isolatedStorey: undefined,
    section: undefined,
  });
  const selection = readSelection(selected, site, alarms);
  const storey = storeyOf(selection, site);
  const changeView = (change: Partial<ViewState>): void => setView((before) => ({ ...before, ...change }));
  return {
    selection,
    storey,
    target: useSameTarget(targetOf(selection, site)),
    view: useMemo(() => ({ ...view, spotlight: storey?.id }), [view, storey]),
    flights,
    locate(word) {
      select(word);
      setFlights((count) => count + 1);
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
