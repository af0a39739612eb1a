import type { CollectionName } from '#shared/protocol/collections.ts';

export type Topic = 'points' | 'alarms' | 'vitals' | 'health' | 'site' | 'link' | CollectionName;

export interface Topics {
  version(topic: Topic): number;
  changed(topic: Topic): void;
  /** @returns unsubscribe. */
  subscribe(topic: Topic, listener: () => void): () => void;
}

export function createTopics(): Topics {
  const versions = new Map<Topic, number>();
  const listeners = new Map<Topic, Set<() => void>>();
  return {
    version: (topic) => versions.get(topic) ?? 0,
    changed(topic) {
      versions.set(topic, (versions.get(topic) ?? 0) + 1);
      for (const listener of [...(listeners.get(topic) ?? [])]) listener();
    },
    subscribe(topic, listener) {
      const known = listeners.get(topic) ?? new Set();
      listeners.set(topic, known.add(listener));
      return () => known.delete(listener);
    },
  };
}
