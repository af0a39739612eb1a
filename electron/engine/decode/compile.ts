/** Mappings of a site → routes of each broker. */
import type { Mapping, SiteDocument } from '#shared/domain/site/document.ts';
import { compileJson } from './json/format.ts';
import { compileChirpstack } from './presets/chirpstack.ts';
import type { PresetSpec } from './presets/device.ts';
import { compileHomeAssistant } from './presets/home-assistant.ts';
import { compileNeuron } from './presets/neuron.ts';
import { compileTasmota } from './presets/tasmota.ts';
import { compileZigbee2mqtt } from './presets/zigbee2mqtt.ts';
import { bindRaw } from './raw.ts';
import type { Route, Tools } from './route.ts';
import { compileSparkplug } from './sparkplug/format.ts';
import { compileTopic } from './topic.ts';

export interface Subscription {
  readonly brokerId: string;
  readonly lane: 'telemetry' | 'alarm';
  readonly filter: string;
  readonly qos: 0 | 1 | 2;
}

export interface CompiledMapping {
  readonly brokerId: string;
  readonly lane: Subscription['lane'];
  readonly qos: Subscription['qos'];
  readonly route: Route;
}

export function compileMappings(document: SiteDocument, tools: Tools): readonly CompiledMapping[] {
  const firstBroker = document.brokers[0]?.id ?? 'main';
  return document.mappings.map((mapping) => {
    const brokerId = mapping.broker ?? firstBroker;
    return {
      brokerId,
      lane: mapping.lane,
      qos: mapping.qos ?? (mapping.lane === 'alarm' ? 1 : 0),
      route: compileRoute(mapping, brokerId, tools),
    };
  });
}

function compileRoute(mapping: Mapping, brokerId: string, tools: Tools): Route {
  const { payload } = mapping;
  switch (payload.format) {
    case 'raw': {
      const pattern = compileTopic(mapping.topic);
      return {
        filters: () => [pattern.filter],
        find(topic) {
          const match = pattern.match(topic);
          return match && bindRaw(payload, mapping.asset, match.captures, tools);
        },
      };
    }
    case 'json': {
      const pattern = compileTopic(mapping.topic);
      const format = compileJson(payload, mapping.asset, tools);
      return {
        filters: () => [pattern.filter],
        find(topic) {
          const match = pattern.match(topic);
          return match && format.bind(match.captures);
        },
      };
    }
    case 'sparkplug-b':
      return compileSparkplug(payload, mapping.asset, mapping.topic, brokerId, tools);
    default:
      return compilePreset(payload, mapping, brokerId, tools);
  }
}

function compilePreset(spec: PresetSpec, { topic, asset }: Mapping, brokerId: string, tools: Tools): Route {
  switch (spec.format) {
    case 'tasmota':
      return compileTasmota(spec, asset, topic, tools);
    case 'zigbee2mqtt':
      return compileZigbee2mqtt(spec, asset, topic, tools);
    case 'home-assistant':
      return compileHomeAssistant(spec, asset, topic, brokerId, tools);
    case 'neuron':
      return compileNeuron(spec, asset, topic, tools);
    case 'chirpstack':
      return compileChirpstack(spec, asset, topic, tools);
  }
}

/** Each filter once a broker and lane, with the highest quality of service that a mapping asks for. */
export function subscriptionsOf(mappings: readonly CompiledMapping[]): readonly Subscription[] {
  const byKey = new Map<string, Subscription>();
  for (const { brokerId, lane, qos, route } of mappings) {
    for (const filter of route.filters()) {
      const key = JSON.stringify([brokerId, lane, filter]);
      const before = byKey.get(key);
      if (before === undefined || before.qos < qos) byKey.set(key, { brokerId, lane, filter, qos });
    }
  }
  return [...byKey.values()];
}
