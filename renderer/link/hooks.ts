/** React's view of the live state. Each hook re-renders its component only when what it returns has changed. */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import { present } from '#shared/base/assert.ts';
import type { HealthCondition } from '#shared/base/health.ts';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { CollectionName, Collections } from '#shared/protocol/collections.ts';
import type { Vitals } from '#shared/protocol/vitals.ts';
import type { LinkState } from './link.ts';
import type { FeedTrust, LiveState, Origin } from './live-state.ts';
import type { Ask } from './pending-requests.ts';
import type { PointReading } from './point-table.ts';
import type { Topic } from './topics.ts';
import type { WindowLink } from './window-link.ts';

const LinkContext = createContext<WindowLink | undefined>(undefined);

/** `<LinkProvider value={windowLink}>`; the app starts and stops the link. */
export const LinkProvider = LinkContext.Provider;

export function useWindowLink(): WindowLink {
  return present(useContext(LinkContext), 'LinkProvider above this component');
}

export function useLive(): LiveState {
  return useWindowLink().live;
}

function useTopicValue<T>(topic: Topic, read: (live: LiveState) => T): T {
  const live = useLive();
  const subscribe = useCallback((listener: () => void) => live.subscribe(topic, listener), [live, topic]);
  return useSyncExternalStore(subscribe, () => read(live));
}

/** @returns the version, for dependency lists; read the rest from `useLive()`. */
export function useLiveTopic(topic: Topic): number {
  return useTopicValue(topic, (live) => live.version(topic));
}

export function useSite(): Site | undefined {
  return useTopicValue('site', (live) => live.site());
}

export function useAlarms(): readonly Alarm[] {
  return useTopicValue('alarms', (live) => live.alarms());
}

/** By id; the same map until something in it changed. */
export function useCollection<Name extends CollectionName>(
  name: Name,
): ReadonlyMap<string, Collections[Name]> {
  return useTopicValue(name, (live) => live.collection(name));
}

/** One value of a collection. Re-renders only when it changed. */
export function useRecord<Name extends CollectionName>(
  name: Name,
  id: string,
): Collections[Name] | undefined {
  return useTopicValue(name, (live) => live.collection(name).get(id));
}

export function useVitals(): Vitals | undefined {
  return useTopicValue('vitals', (live) => live.vitals());
}

export function useHealth(): readonly HealthCondition[] {
  return useTopicValue('health', (live) => live.health());
}

export function useLinkState(): LinkState | undefined {
  return useTopicValue('link', (live) => live.linkState());
}

export function useFeedTrust(): FeedTrust {
  return useTopicValue('link', (live) => live.feedTrust());
}

export function useOrigin(): Origin {
  return useTopicValue('link', (live) => live.origin());
}

/** One point: value, times, effective status. Re-renders only when this point changes. */
export function usePointReading(pointIndex: number): PointReading {
  const live = useLive();
  const subscribe = useCallback(
    (listener: () => void) => live.onPoint(pointIndex, listener),
    [live, pointIndex],
  );
  return useSyncExternalStore(subscribe, () => live.reading(pointIndex));
}

export function usePointValue(pointIndex: number): number {
  return usePointReading(pointIndex).value;
}

/** Asks the engine; never throws, always answers. */
export function useRequest(): Ask {
  return useWindowLink().link.request;
}
