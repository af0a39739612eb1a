import { present } from '#shared/base/assert.ts';
import type { SiteDocumentInput } from '#shared/domain/site/document.ts';
import { createPlacer, placePlant, placeStorey } from './assets.ts';
import { controlClasses } from './classes-control.ts';
import { emergencyClasses } from './classes-emergency.ts';
import { environmentClasses } from './classes-environment.ts';
import { plantClasses } from './classes-plant.ts';
import { safetyClasses } from './classes-safety.ts';
import { assemblyPoints, riversideBuilding, text } from './plan.ts';
import { plantRules } from './rules-plant.ts';
import { safetyRules } from './rules-safety.ts';
import { riversideDispatch, riversideStaff } from './staff.ts';

/**
 * One line a family of messages: alarms as JSON with their time, climate as one JSON object a sensor, everything else
 * that stands alone as raw scalars, energy and plant over Sparkplug B with a device an asset.
 */
const mappings: SiteDocumentInput['mappings'] = [
  {
    topic: 'riverside/alarm/{storey}/{asset}/{point}',
    lane: 'alarm',
    payload: {
      format: 'json',
      fields: [{ path: 'value', point: '{point}' }],
      timestamp: { path: 'time', as: 'ms' },
    },
  },
  {
    topic: 'riverside/climate/{storey}/{asset}',
    payload: {
      format: 'json',
      each: { path: 'values' },
      timestamp: { path: 'time', as: 'ms' },
      historical: 'historical',
    },
  },
  { topic: 'riverside/value/{discipline}/{storey}/{asset}/{point}', payload: { format: 'raw' } },
  { topic: 'spBv1.0/riverside/#', asset: '{device}', payload: { format: 'sparkplug-b', metric: '{point}' } },
];

export function riversideDocument(): SiteDocumentInput {
  const building = riversideBuilding();
  const zones = new Map(building.storeys.flatMap((storey) => storey.zones.map((zone) => [zone.id, zone])));
  const placer = createPlacer();
  for (const storey of building.storeys) placeStorey(placer, storey);
  placePlant(placer, (id) => present(zones.get(id), `zone ${id} of the plan`), 'riverside-one');
  return {
    $schema: '../site.schema.json',
    schemaVersion: 1,
    id: 'riverside-one',
    name: text('滨江一号', 'Riverside One'),
    timeZone: 'Asia/Shanghai',
    location: { latitude: 31.24, longitude: 121.5 },
    buildings: [building],
    assetClasses: {
      ...safetyClasses,
      ...plantClasses,
      ...environmentClasses,
      ...controlClasses,
      ...emergencyClasses,
    },
    assets: placer.assets,
    mappings,
    alarmRules: [...safetyRules, ...plantRules],
    staff: riversideStaff(),
    dispatch: riversideDispatch(),
    walking: {
      nodes: assemblyPoints.map(({ id, name, position: [x, y] }) => ({
        id,
        kind: 'assembly-point' as const,
        name,
        position: [x, y] as [number, number],
      })),
    },
  };
}
