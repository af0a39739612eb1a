/**
 * Site documents for tests: valid, small enough to read, with every kind of point, rule and mapping.
 * Defaults are filled in as when a file is read, so that a test sees what the program sees.
 */
import {
  siteDocumentSchema,
  type SiteDocument,
  type SiteDocumentInput,
} from '#shared/domain/site/document.ts';

export type SiteInput = SiteDocumentInput;

const text = (zh: string, en: string): { zh: string; en: string } => ({ zh, en });

type ZoneInput = SiteInput['buildings'][number]['storeys'][number]['zones'][number];

function room(id: string, kind: ZoneInput['kind'], x: number, y: number): ZoneInput {
  return {
    id,
    name: text(`房间 ${id}`, `Room ${id}`),
    kind,
    polygon: [
      [x, y],
      [x + 10, y],
      [x + 10, y + 8],
      [x, y + 8],
    ],
  };
}

const assetClasses: SiteInput['assetClasses'] = {
  smoke: {
    name: text('烟感', 'Smoke detector'),
    discipline: 'fire',
    marker: 'detector',
    points: {
      smoke: {
        name: text('烟雾', 'Smoke'),
        kind: 'binary',
        quantity: 'smoke',
        expectedPeriodS: 60,
        states: { '0': text('正常', 'Normal'), '1': text('有烟', 'Smoke') },
      },
      obscuration: {
        name: text('减光率', 'Obscuration'),
        kind: 'analog',
        quantity: 'obscuration',
        unit: '%/m',
        min: 0,
        max: 30,
        decimals: 2,
        expectedPeriodS: 60,
      },
    },
  },
  door: {
    name: text('门', 'Door'),
    discipline: 'security',
    marker: 'door',
    points: {
      open: { name: text('开启', 'Open'), kind: 'binary', quantity: 'door-open', expectedPeriodS: 300 },
    },
  },
  climate: {
    name: text('环境传感器', 'Climate sensor'),
    discipline: 'environment',
    marker: 'sensor',
    points: {
      temperature: {
        name: text('温度', 'Temperature'),
        kind: 'analog',
        quantity: 'temperature',
        unit: '°C',
        min: -40,
        max: 80,
        expectedPeriodS: 10,
      },
      humidity: {
        name: text('湿度', 'Humidity'),
        kind: 'analog',
        quantity: 'humidity',
        unit: '%RH',
        min: 0,
        max: 100,
        expectedPeriodS: 10,
      },
      co2: {
        name: text('二氧化碳', 'CO₂'),
        kind: 'analog',
        quantity: 'co2',
        unit: 'ppm',
        min: 0,
        max: 10_000,
        decimals: 0,
        expectedPeriodS: 10,
      },
    },
  },
  meter: {
    name: text('电表', 'Electricity meter'),
    discipline: 'energy',
    marker: 'meter',
    points: {
      activePower: {
        name: text('有功功率', 'Active power'),
        kind: 'analog',
        quantity: 'active-power',
        unit: 'kW',
        expectedPeriodS: 5,
      },
      activeEnergy: {
        name: text('有功电能', 'Active energy'),
        kind: 'accumulator',
        quantity: 'active-energy',
        unit: 'kWh',
        min: 0,
        expectedPeriodS: 60,
      },
    },
  },
  lift: {
    name: text('电梯', 'Lift'),
    discipline: 'transport',
    marker: 'lift',
    points: {
      state: {
        name: text('状态', 'State'),
        kind: 'multistate',
        quantity: 'lift-state',
        decimals: 0,
        expectedPeriodS: 5,
        states: { '0': text('停', 'Idle'), '1': text('运行', 'Moving'), '2': text('困人', 'Trapped') },
      },
    },
  },
};

const alarmRules: NonNullable<SiteInput['alarmRules']> = [
  {
    id: 'smoke',
    name: text('烟感报警', 'Smoke detected'),
    on: { class: 'smoke', point: 'smoke' },
    condition: { type: 'state', in: [1] },
    priority: 1,
    advice: text('按现场摄像机确认', 'Confirm by camera'),
  },
  {
    id: 'co2-high-high',
    name: text('CO₂ 过高', 'CO₂ very high'),
    on: { class: ['climate'], point: 'co2' },
    condition: { type: 'high-high', limit: 2000, hysteresis: 100 },
    priority: 2,
  },
  {
    id: 'co2-high',
    name: text('CO₂ 高', 'CO₂ high'),
    on: { class: 'climate', point: 'co2' },
    condition: { type: 'high', limit: 1000, hysteresis: 50 },
    priority: 3,
    onDelayS: 30,
    offDelayS: 30,
  },
  {
    id: 'temperature-low',
    name: text('温度低', 'Temperature low'),
    on: { asset: 'CL-1', point: 'temperature' },
    condition: { type: 'low', limit: 10, hysteresis: 1 },
    priority: 4,
  },
  {
    id: 'temperature-low-low',
    name: text('冻结危险', 'Frost danger'),
    on: { point: 'temperature' },
    condition: { type: 'low-low', limit: 4, hysteresis: 1 },
    priority: 2,
  },
  {
    id: 'power-surge',
    name: text('用电突增', 'Power surge'),
    on: { class: 'meter', point: 'activePower' },
    condition: { type: 'rate-of-change', perMinute: 30, direction: 'rising', windowS: 60 },
    priority: 2,
  },
  {
    id: 'meter-stale',
    name: text('电表无数据', 'Meter silent'),
    on: { class: 'meter', point: 'activePower' },
    condition: { type: 'stale' },
    priority: 4,
  },
  {
    id: 'lift-trapped',
    name: text('电梯困人', 'Trapped in lift'),
    on: { class: 'lift', point: 'state' },
    condition: { type: 'state', in: [2] },
    priority: 1,
  },
];

/**
 * Two storeys, four zones, seven assets, thirteen points. Smoke, door and lift come raw on the alarm lane
 * (`small/alarm/{asset}/{point}`), climate as one JSON object an asset (`small/climate/{asset}`), meters over
 * Sparkplug B (group `small`, metric `{asset}/{point}`).
 */
export function smallSite(overrides: Partial<SiteInput> = {}): SiteDocument {
  return siteDocumentSchema.parse({
    schemaVersion: 1,
    id: 'small',
    name: text('小楼', 'Small house'),
    timeZone: 'Asia/Shanghai',
    buildings: [
      {
        id: 'house',
        name: text('小楼', 'House'),
        storeys: [
          {
            id: '1F',
            name: text('一层', 'First floor'),
            label: '1F',
            elevationM: 0,
            heightM: 4,
            zones: [room('1F-W1', 'lobby', 0, 0), room('1F-E1', 'office', 10, 0)],
          },
          {
            id: '2F',
            name: text('二层', 'Second floor'),
            label: '2F',
            elevationM: 4,
            heightM: 3.5,
            zones: [room('2F-W1', 'office', 0, 0), room('2F-E1', 'office', 10, 0)],
          },
        ],
      },
    ],
    assetClasses,
    assets: [
      { id: 'SD-1', class: 'smoke', zone: '1F-E1', position: [15, 4, 3.8] },
      { id: 'SD-2', class: 'smoke', zone: '2F-E1', position: [15, 4, 3.3] },
      { id: 'D-1', class: 'door', zone: '1F-W1', position: [0, 4] },
      { id: 'CL-1', class: 'climate', zone: '2F-W1', position: [5, 4, 1.5] },
      {
        id: 'EM-0',
        class: 'meter',
        zone: '1F-W1',
        position: [1, 1],
        serves: 'small',
        name: text('总表', 'Main meter'),
      },
      { id: 'EM-2', class: 'meter', zone: '2F-W1', position: [1, 1], serves: '2F' },
      { id: 'L-1', class: 'lift', zone: '1F-W1', position: [5, 7] },
    ],
    mappings: [
      {
        topic: 'small/alarm/{asset}/{point}',
        lane: 'alarm',
        payload: { format: 'raw', map: { ON: 1, OFF: 0, true: 1, false: 0 } },
      },
      {
        topic: 'small/climate/{asset}',
        payload: { format: 'json', each: { path: 'v' }, timestamp: { path: 't', as: 'ms' }, historical: 'h' },
      },
      { topic: 'spBv1.0/small/#', payload: { format: 'sparkplug-b' } },
    ],
    alarmRules,
    ...overrides,
  });
}

/** The messages that `smallSite` understands, as [topic, payload text]. */
export const smallSiteMessages: readonly (readonly [topic: string, payload: string])[] = [
  ['small/alarm/SD-1/smoke', '0'],
  ['small/alarm/D-1/open', 'ON'],
  ['small/alarm/L-1/state', '1'],
  ['small/climate/CL-1', '{"t":1790000000000,"v":{"temperature":21.4,"humidity":45.2,"co2":612}}'],
];

/**
 * A site of at least `points` points: `climate` assets of three points each, spread over zones of at most 40 assets and
 * storeys of 40 zones, one JSON mapping (`large/{asset}`) and three alarm rules a sensor.
 */
export function largeSite({ points }: { readonly points: number }): SiteDocument {
  const assetCount = Math.ceil(points / 3);
  const zoneCount = Math.ceil(assetCount / 40);
  const storeyCount = Math.ceil(zoneCount / 40);
  const zoneOf = (asset: number): number => Math.floor(asset / 40);
  const zoneId = (zone: number): string => `Z-${zone}`;
  return smallSite({
    id: 'large',
    buildings: [
      {
        id: 'tower',
        name: text('大楼', 'Tower'),
        storeys: Array.from({ length: storeyCount }, (_, storey) => ({
          id: `F-${storey}`,
          name: text(`${storey + 1} 层`, `Floor ${storey + 1}`),
          label: `${storey + 1}F`,
          elevationM: storey * 4,
          heightM: 4,
          zones: Array.from({ length: Math.min(40, zoneCount - storey * 40) }, (__, place) =>
            room(zoneId(storey * 40 + place), 'office', (place % 8) * 10, Math.floor(place / 8) * 8),
          ),
        })),
      },
    ],
    assets: Array.from({ length: assetCount }, (_, asset) => ({
      id: `CL-${asset}`,
      class: 'climate',
      zone: zoneId(zoneOf(asset)),
      position: [(zoneOf(asset) % 8) * 10 + 0.2 * (asset % 40), 1] as [number, number],
    })),
    mappings: [
      {
        topic: 'large/{asset}',
        payload: { format: 'json', each: { path: 'v' }, timestamp: { path: 't', as: 'ms' } },
      },
    ],
    alarmRules: alarmRules.filter(
      (rule) => [rule.on.class].flat().includes('climate') || rule.on.class === undefined,
    ),
  });
}
