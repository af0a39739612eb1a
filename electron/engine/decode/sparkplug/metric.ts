/** Metrics of an open payload → samples. */
import { notAsExpected, note } from '#shared/domain/note.ts';
import { QUALITY_BAD, QUALITY_GOOD, QUALITY_UNCERTAIN, type Quality } from '#shared/domain/sample.ts';
import { leaveUnbound, refuse, type Message } from '../message.ts';
import type { Tools } from '../route.ts';
import type { Target } from '../target.ts';
import { isPlausible } from '../timestamp.ts';
import type { MetricResolver } from './names.ts';
import {
  BOOLEAN_VALUE,
  INTEGER_VALUE,
  OTHER_VALUE,
  type PayloadReader,
  QUALITY_UNSAID,
  REAL_VALUE,
  TEXT_VALUE,
} from './payload.ts';
import type { Metric, NodeTable, Scope } from './state.ts';

export interface MetricEmitter {
  /** Teaches the scope every metric, and puts out the values that births carry. */
  birth(message: Message, scope: Scope, resolve: MetricResolver): void;
  /**
   * @param doubtful an alias may mean something else by now: what comes by alias is uncertain.
   * @returns the first metric that no birth has introduced and that does not introduce itself.
   */
  data(message: Message, scope: Scope, resolve: MetricResolver, doubtful: boolean): string | undefined;
}

export function createMetricEmitter(reader: PayloadReader, nodes: NodeTable, tools: Tools): MetricEmitter {
  const emit = createValueEmitter(reader, tools);
  /** Describes a metric by what stands in its message. */
  const describe = (
    message: Message,
    scope: Scope,
    alias: number | string | undefined,
    resolve: MetricResolver,
  ): Metric => {
    const name = reader.name();
    const found = resolve(name);
    const target = typeof found === 'string' ? undefined : found;
    if (typeof found === 'string' && !housekeeping.test(name))
      leaveUnbound(message, found, note('no-metric', { name }));
    const metric: Metric = { name, dataType: reader.dataType, target };
    nodes.learn(scope, alias, metric);
    return metric;
  };
  const broken = (message: Message): void => refuse(message, 'bad-sparkplug', note('sparkplug-metric'));

  return {
    birth(message, scope, resolve) {
      while (reader.next()) {
        if (reader.broken) broken(message);
        else if (reader.nameStart === -1) refuse(message, 'bad-sparkplug', note('sparkplug-nameless'));
        else {
          const { target, dataType } = describe(message, scope, reader.alias, resolve);
          if (target) emit(message, target, dataType, false);
        }
      }
    },
    data(message, scope, resolve, doubtful) {
      let unknown: string | undefined;
      while (reader.next()) {
        if (reader.broken) {
          broken(message);
          continue;
        }
        let metric: Metric | undefined;
        const named = reader.nameStart !== -1;
        if (named) metric = scope.byName.get(reader.name()) ?? describe(message, scope, undefined, resolve);
        else if (reader.alias !== undefined)
          metric = scope.born ? scope.byAlias.get(reader.alias) : undefined;
        if (metric === undefined) {
          if (!scope.overfull) unknown ??= reader.alias === undefined ? '?' : `#${reader.alias}`;
        } else if (metric.target !== undefined) {
          emit(
            message,
            metric.target,
            reader.dataType === 0 ? metric.dataType : reader.dataType,
            doubtful && !named,
          );
        }
      }
      return unknown;
    },
  };
}

/** Names that the standard and its clients use for the node itself: never points, and in every birth. */
const housekeeping = /^(bdSeq$|Node Control\/|Node Info\/|Device Control\/|Properties\/)/;

type EmitValue = (message: Message, target: Target, dataType: number, doubtful: boolean) => void;

function createValueEmitter(reader: PayloadReader, { emitter }: Tools): EmitValue {
  return (message, target, dataType, doubtful) => {
    const sentMs = reader.metricTimeMs === reader.metricTimeMs ? reader.metricTimeMs : reader.timestampMs;
    message.sourceMs = sentMs === sentMs ? sentMs : message.receivedMs;
    if (!isPlausible(message.sourceMs, message.receivedMs)) {
      return refuse(message, 'bad-timestamp', notAsExpected(target.pointId, String(sentMs), 'time-ms'));
    }
    message.historical = reader.historical;
    message.quality = qualityOf(reader.quality, doubtful);
    if (reader.isNull) return emitter.nothing(message, target);
    switch (reader.valueKind) {
      case REAL_VALUE:
        return emitter.number(message, target, reader.real, '');
      case INTEGER_VALUE: {
        const value = reader.integer(dataType);
        if (value === value) return emitter.number(message, target, value, '');
        return refuse(
          message,
          'bad-sparkplug',
          note('sparkplug-integer', { point: target.pointId, type: dataType }),
        );
      }
      case BOOLEAN_VALUE:
        return emitter.boolean(message, target, reader.truth, '');
      case TEXT_VALUE:
        return emitter.text(message, target, reader.text(), '');
      case OTHER_VALUE:
        return refuse(
          message,
          'not-a-number',
          note('sparkplug-type', { point: target.pointId, type: dataType }),
        );
      default:
        // Neither a value nor the mark that there is none: some clients leave both out for null.
        return emitter.nothing(message, target);
    }
  };
}

/** Quality codes of the standard (clause 6.4.6): 192 good, 0 bad, 500 stale; the good ones of OPC begin at 192. */
function qualityOf(code: number, doubtful: boolean): Quality {
  if (code !== QUALITY_UNSAID && code !== 192)
    return code >= 64 && code < 192 ? QUALITY_UNCERTAIN : QUALITY_BAD;
  return doubtful ? QUALITY_UNCERTAIN : QUALITY_GOOD;
}
