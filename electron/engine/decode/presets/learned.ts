/** What discovery has taught: config topic → entity, topic → who reads it. Bounded by the number of entities. */
import type { PointIndex } from '#shared/domain/site/site.ts';
import type { Target } from '../target.ts';
import type { AvailabilityConfig } from './discovery.ts';
import type { TemplateReader } from './template.ts';

export interface Reading {
  readonly topic: string;
  readonly template: TemplateReader;
  readonly target: Target;
  readonly where: string;
}

export interface Entity {
  readonly readings: readonly Reading[];
  readonly availability: readonly AvailabilityConfig[];
  readonly points: readonly PointIndex[];
}

/** Everything that one topic is read for. */
export interface TopicReaders {
  readonly readings: readonly Reading[];
  readonly availability: readonly (AvailabilityConfig & { readonly points: readonly PointIndex[] })[];
}

export interface LearnedChange {
  /** Read otherwise now. */
  readonly topics: readonly string[];
  /** Some of them were not read before, or are not read any more. */
  readonly subscriptions: boolean;
}

export interface Learned {
  /** Replaces what a config topic taught before; none: forgets it. */
  replace(configTopic: string, entities: readonly Entity[]): LearnedChange;
  topic(topic: string): TopicReaders | undefined;
  topics(): readonly string[];
}

export function createLearned(limit: number): Learned {
  const byConfig = new Map<string, readonly Entity[]>();
  const byTopic = new Map<string, Set<Entity>>();
  let size = 0;

  const topicsOf = ({ readings, availability }: Entity): string[] =>
    [...readings, ...availability].map(({ topic }) => topic);
  const drop = (entity: Entity): void => {
    for (const topic of topicsOf(entity)) {
      const entities = byTopic.get(topic);
      entities?.delete(entity);
      if (entities?.size === 0) byTopic.delete(topic);
    }
  };
  const add = (entity: Entity): void => {
    for (const topic of topicsOf(entity)) {
      const entities = byTopic.get(topic);
      if (entities) entities.add(entity);
      else byTopic.set(topic, new Set([entity]));
    }
  };

  return {
    replace(configTopic, entities) {
      const before = byConfig.get(configTopic) ?? [];
      const room = limit - size + before.length;
      const kept = entities.slice(0, Math.max(0, room));
      const topics = [...new Set([...before, ...kept].flatMap(topicsOf))];
      const readBefore = topics.map((topic) => byTopic.has(topic));
      before.forEach(drop);
      kept.forEach(add);
      if (kept.length > 0) byConfig.set(configTopic, kept);
      else byConfig.delete(configTopic);
      size += kept.length - before.length;
      return {
        topics,
        subscriptions: topics.some((topic, index) => byTopic.has(topic) !== readBefore[index]),
      };
    },
    topic(topic) {
      const entities = byTopic.get(topic);
      if (!entities) return undefined;
      return {
        readings: [...entities].flatMap(({ readings }) => readings.filter((one) => one.topic === topic)),
        availability: [...entities].flatMap(({ availability, points }) =>
          availability.filter((one) => one.topic === topic).map((one) => ({ ...one, points })),
        ),
      };
    },
    topics: () => [...byTopic.keys()],
  };
}
