/** Every asset of Riverside One, placed room by room. Deterministic: same code, same file. */
import type { LocalizedText, SiteDocumentInput } from '#shared/domain/site/document.ts';
import { gasValvePoints, mainValvePoints, storeyValvePoints } from './command.ts';
import { doorsOfRoom, streetDoors, text, TOP_STOREY, type StoreyInput, type ZoneInput } from './plan.ts';

export type AssetInput = SiteDocumentInput['assets'][number];

/** Fractions of the zone's bounding box, and metres above the floor. */
type Spot = readonly [acrossX: number, acrossY: number, aboveFloorM: number];

export interface Placer {
  /** @returns the id: `SD-0712` is the twelfth smoke detector of storey 7, `LT-B1-02` the second level of B1. */
  place(
    prefix: string,
    classId: string,
    zone: ZoneInput,
    spot: Spot,
    extra?: { serves?: string; name?: LocalizedText; points?: AssetInput['points'] },
  ): string;
  readonly assets: AssetInput[];
}

export function createPlacer(): Placer {
  const counts = new Map<string, number>();
  const assets: AssetInput[] = [];
  return {
    assets,
    place(prefix, classId, zone, [acrossX, acrossY, aboveFloorM], extra = {}) {
      const storey = zone.id.slice(0, zone.id.indexOf('-'));
      const family = /^\d/.test(storey)
        ? `${prefix}-${storey.slice(0, -1).padStart(2, '0')}`
        : `${prefix}-${storey}-`;
      // Storey meters are number 00; everything else counts from 01.
      const number = counts.get(family) ?? (prefix === 'EM' ? 0 : 1);
      counts.set(family, number + 1);
      const id = `${family}${String(number).padStart(2, '0')}`;
      const [x, y] = spotIn(zone, acrossX, acrossY);
      const { serves, name, points } = extra;
      assets.push({
        id,
        class: classId,
        zone: zone.id,
        position: [x, y, aboveFloorM],
        ...(name && { name }),
        ...(serves && { serves }),
        ...(points && { points }),
      });
      return id;
    },
  };
}

function spotIn(zone: ZoneInput, acrossX: number, acrossY: number): [number, number] {
  const xs = zone.polygon.map(([x]) => x);
  const ys = zone.polygon.map(([, y]) => y);
  const between = (values: number[], across: number): number => {
    const low = Math.min(...values);
    return Math.round((low + (Math.max(...values) - low) * across) * 100) / 100;
  };
  return [between(xs, acrossX), between(ys, acrossY)];
}

/** `7F-ST1` is room `ST1`. */
function roomOf({ id }: ZoneInput): string {
  return id.slice(id.indexOf('-') + 1);
}

/** Corridors along the wings; the one before the core carries what a storey has once. */
function isWing(zone: ZoneInput): boolean {
  return zone.kind === 'corridor' && !isCoreCorridor(zone);
}

function isCoreCorridor(zone: ZoneInput): boolean {
  return roomOf(zone) === 'C1';
}

/** A place on the plan as a spot of a zone. */
function spotAt(zone: ZoneInput, x: number, y: number, aboveFloorM: number): Spot {
  const share = (values: number[], at: number): number =>
    (at - Math.min(...values)) / (Math.max(...values) - Math.min(...values));
  return [
    share(
      zone.polygon.map(([px]) => px),
      x,
    ),
    share(
      zone.polygon.map(([, py]) => py),
      y,
    ),
    aboveFloorM,
  ];
}

const OCCUPIED = new Set(['office', 'retail', 'lobby']);

/** What every storey has, room by room. */
export function placeStorey(placer: Placer, storey: StoreyInput): void {
  const ceiling = storey.heightM - 0.6;
  const zones = storey.zones;
  const electrical = zones.find((zone) => zone.kind === 'electrical');
  if (electrical) {
    placer.place('EM', 'storey-meter', electrical, [0.25, 0.5, 1.6], {
      serves: storey.id,
      name: text(`${storey.label} 总电表`, `${storey.label} storey meter`),
    });
    placer.place('DB', 'distribution-board', electrical, [0.75, 0.5, 1.4], {
      name: text(`${storey.label} 非消防配电箱`, `${storey.label} distribution board`),
    });
  }
  for (const zone of zones) {
    placeFire(placer, zone, ceiling);
    placeSecurity(placer, zone, ceiling);
    placeClimate(placer, zone, ceiling);
    placeControls(placer, zone, storey, ceiling);
    if (OCCUPIED.has(zone.kind) || isCoreCorridor(zone) || zone.kind === 'parking') {
      placer.place('EM', 'zone-meter', zone, [0.5, zone.kind === 'corridor' ? 0.53 : 0.1, 1.6], {
        name: text(`${zone.id} 电表`, `${zone.id} meter`),
      });
    }
  }
}

function placeFire(placer: Placer, zone: ZoneInput, ceiling: number): void {
  const smoke: readonly Spot[] = OCCUPIED.has(zone.kind)
    ? [
        [0.5, 0.3, ceiling],
        [0.5, 0.75, ceiling],
      ]
    : [[0.5, 0.5, ceiling]];
  switch (zone.kind) {
    case 'office':
    case 'retail':
    case 'lobby':
    case 'corridor':
    case 'lift':
    case 'storage':
    case 'other':
      // The corridor before the lifts is watched from the lift lobby, which is open to it.
      if (!isCoreCorridor(zone)) for (const spot of smoke) placer.place('SD', 'smoke-detector', zone, spot);
      break;
    case 'electrical':
      placer.place('SD', 'smoke-detector', zone, [0.5, 0.3, ceiling]);
      placer.place('HD', 'heat-detector', zone, [0.5, 0.7, ceiling]);
      break;
    case 'plant':
      placer.place('HD', 'heat-detector', zone, [0.5, 0.5, ceiling]);
      break;
    case 'parking':
      for (const y of [0.2, 0.5, 0.8]) placer.place('HD', 'heat-detector', zone, [0.5, y, ceiling]);
      break;
    case 'stair':
      placer.place('MCP', 'manual-call-point', zone, [0.9, 0.1, 1.4]);
      break;
    case 'restroom':
    case 'roof':
      break;
  }
  if (isCoreCorridor(zone)) placer.place('SPK', 'sprinkler-zone', zone, [0.5, 0.5, ceiling + 0.3]);
}

function placeSecurity(placer: Placer, zone: ZoneInput, ceiling: number): void {
  if (['office', 'retail', 'stair', 'electrical', 'plant', 'other', 'storage', 'roof'].includes(zone.kind)) {
    const street = streetDoors[zone.id];
    for (const [x, y] of [...(doorsOfRoom[roomOf(zone)] ?? []), ...(street ? [street] : [])])
      placer.place('D', 'access-door', zone, spotAt(zone, x, y, 1.1));
  }
  if (['office', 'retail', 'other', 'storage'].includes(zone.kind))
    placer.place('PIR', 'intrusion-detector', zone, [0.15, 0.15, ceiling - 0.4]);
  if (isWing(zone)) placer.place('CAM', 'camera', zone, [0.5, 0.95, ceiling - 0.3]);
  if (zone.kind === 'lift' || zone.kind === 'lobby')
    placer.place('CAM', 'camera', zone, [0.5, 0.1, ceiling - 0.3]);
  if (zone.kind === 'parking')
    for (const y of [0.1, 0.5, 0.9]) placer.place('CAM', 'camera', zone, [0.1, y, ceiling - 0.3]);
  if (OCCUPIED.has(zone.kind)) placer.place('PC', 'people-counter', zone, [0.5, 0.5, ceiling]);
  if (zone.kind === 'restroom') placer.place('HC', 'help-call', zone, [0.5, 0.9, 0.8]);
  if (zone.kind === 'stair') placer.place('PT', 'patrol-tag', zone, [0.1, 0.1, 1.4]);
}

function placeClimate(placer: Placer, zone: ZoneInput, ceiling: number): void {
  if (zone.kind === 'office' || zone.kind === 'retail' || zone.kind === 'lobby') {
    placer.place('AQ', 'climate', zone, [0.3, 0.5, 1.5]);
    placer.place('FCU', 'fan-coil', zone, [0.7, 0.5, ceiling]);
  }
  if (isCoreCorridor(zone)) placer.place('AQ', 'climate', zone, [0.5, 0.5, 1.5]);
  if (zone.kind === 'parking')
    for (const y of [0.25, 0.75]) placer.place('CO', 'garage-sensor', zone, [0.5, y, 1.8]);
  if (zone.kind === 'restroom') {
    placer.place('LK', 'leak-sensor', zone, [0.5, 0.5, 0.05]);
    placeStoreyValve(placer, zone, [0.9, 0.9, 1]);
  }
  if (zone.id.endsWith('-MR')) {
    placer.place('AHU', 'ahu', zone, [0.5, 0.6, 0.8]);
    placer.place('LK', 'leak-sensor', zone, [0.3, 0.2, 0.05]);
  }
}

function placeStoreyValve(placer: Placer, zone: ZoneInput, spot: Spot): void {
  const label = zone.id.slice(0, zone.id.indexOf('-'));
  placer.place('WV', 'water-valve', zone, spot, {
    name: text(`${label} 楼层水阀`, `${label} storey water valve`),
    points: storeyValvePoints(),
  });
}

/** One of each a storey, in its corridor. */
function placeControls(placer: Placer, zone: ZoneInput, storey: StoreyInput, ceiling: number): void {
  if (!isCoreCorridor(zone)) return;
  placer.place('LG', 'lighting-group', zone, [0.5, 0.47, ceiling], {
    name: text(`${storey.label} 公共照明`, `${storey.label} common lighting`),
  });
  placer.place('PA', 'public-address', zone, [0.4, 0.5, ceiling], {
    name: text(`${storey.label} 广播`, `${storey.label} public address`),
  });
  placer.place('SEF', 'smoke-exhaust', zone, [0.6, 0.5, ceiling], {
    name: text(`${storey.label} 排烟风机`, `${storey.label} smoke exhaust`),
  });
}

/** The main plant: where it stands decides more than a pattern could. */
export function placePlant(placer: Placer, zone: (id: string) => ZoneInput, siteId: string): void {
  placer.place('MM', 'main-meter', zone('B1-SUB'), [0.5, 0.5, 1.6], {
    serves: siteId,
    name: text('全楼总表', 'Site main meter'),
  });
  const chillers = zone('B1-PL1');
  for (const n of [1, 2, 3]) {
    placer.place('CH', 'chiller', chillers, [0.2 + 0.3 * (n - 1), 0.65, 1], {
      name: text(`${n} 号冷水机组`, `Chiller ${n}`),
    });
    placer.place('P', 'pump', chillers, [0.15 + 0.3 * (n - 1), 0.25, 0.6], {
      name: text(`${n} 号冷冻泵`, `Chilled water pump ${n}`),
    });
    placer.place('P', 'pump', chillers, [0.25 + 0.3 * (n - 1), 0.25, 0.6], {
      name: text(`${n} 号冷却泵`, `Condenser water pump ${n}`),
    });
  }
  for (const n of [1, 2, 3])
    placer.place('CT', 'cooling-tower', zone(`${TOP_STOREY}F-N1`), [0.2 + 0.3 * (n - 1), 0.5, 1.5], {
      name: text(`${n} 号冷却塔`, `Cooling tower ${n}`),
    });
  placeWater(placer, zone);
  placeLifts(placer, zone('1F-L1'));
  placeEmergency(placer, zone);
  const roof = zone(`${TOP_STOREY}F-RF`);
  for (const n of [0, 1, 2, 3, 4, 5, 6, 7]) {
    placer.place('PV', 'pv-inverter', roof, [n % 2 ? 0.75 : 0.25, 0.1 + 0.25 * Math.floor(n / 2), 0.6], {
      name: text(`${n + 1} 号光伏逆变器`, `PV inverter ${n + 1}`),
    });
  }
  placer.place('WS', 'weather-station', roof, [0.5, 0.98, 2.5]);
}

function placeWater(placer: Placer, zone: (id: string) => ZoneInput): void {
  const water = zone('B2-PL1');
  const firePumps = [1, 2].map((n) =>
    placer.place('FP', 'fire-pump', water, [0.2 * n, 0.8, 0.6], {
      name: text(`${n} 号消防泵`, `Fire pump ${n}`),
    }),
  );
  placer.place('WV', 'water-valve', water, [0.1, 0.2, 1], {
    name: text('市政总水阀', 'Water main valve'),
    points: mainValvePoints(firePumps),
  });
  for (const n of [1, 2, 3])
    placer.place('P', 'pump', water, [0.25 * n, 0.3, 0.6], {
      name: text(`${n} 号生活泵`, `Domestic pump ${n}`),
    });
  placer.place('TK', 'water-tank', water, [0.8, 0.8, 1.2], { name: text('生活水箱', 'Domestic water tank') });
  placer.place('TK', 'water-tank', water, [0.8, 0.5, 1.2], { name: text('消防水池', 'Fire water tank') });
  placer.place('WM', 'water-meter', water, [0.1, 0.1, 1], { name: text('总水表', 'Main water meter') });
  placer.place('WM', 'water-meter', zone('1F-W2'), [0.9, 0.1, 0.5], {
    name: text('咖啡厅水表', 'Café water meter'),
  });
  const detector = placer.place('GAS', 'gas-sensor', zone('1F-W2'), [0.8, 0.2, 3]);
  placer.place('GV', 'gas-valve', zone('1F-W2'), [0.9, 0.3, 1.2], {
    name: text('咖啡厅燃气阀', 'Café gas valve'),
    points: gasValvePoints(detector),
  });
  for (const [id, x, y] of [
    ['B1-P1', 0.1, 0.1],
    ['B1-P2', 0.9, 0.1],
    ['B2-P1', 0.1, 0.9],
    ['B2-P2', 0.9, 0.9],
  ] as const) {
    placer.place('LT', 'sump', zone(id), [x, y, 0.1], { name: text(`${id} 集水井`, `${id} sump`) });
  }
  placeStoreyValve(placer, zone('B1-PL1'), [0.9, 0.1, 1]);
  placer.place('LK', 'leak-sensor', zone('B1-PL1'), [0.5, 0.1, 0.05]);
  placer.place('LK', 'leak-sensor', water, [0.5, 0.1, 0.05]);
  placer.place('LK', 'leak-sensor', zone('B1-SUB'), [0.1, 0.1, 0.05]);
}

function placeEmergency(placer: Placer, zone: (id: string) => ZoneInput): void {
  const substation = zone('B1-SUB');
  placer.place('GEN', 'generator', substation, [0.8, 0.3, 1], {
    name: text('柴油发电机', 'Standby generator'),
  });
  placer.place('ATS', 'transfer-switch', substation, [0.5, 0.8, 1.6], {
    name: text('双电源切换柜', 'Transfer switch'),
  });
  placer.place('GEX', 'gas-exhaust', zone('1F-W2'), [0.8, 0.6, 3.6], {
    name: text('咖啡厅事故排风机', 'Café gas exhaust fan'),
  });
  for (const n of [1, 2])
    placer.place('SPF', 'stair-pressurisation', zone(`${TOP_STOREY}F-ST${n}`), [0.5, 0.5, 3.6], {
      name: text(`${n} 号楼梯加压风机`, `Stair ${n} pressurisation fan`),
    });
  for (const [id, x, y] of [
    ['1F-W1', 0.7, 0.4],
    ['1F-LB', 0.5, 0.6],
  ] as const)
    placer.place('PB', 'panic-button', zone(id), [x, y, 0.7]);
}

function placeLifts(placer: Placer, lobby: ZoneInput): void {
  for (const n of [1, 2, 3, 4, 5, 6]) {
    placer.place('L', 'lift', lobby, [0.12 + 0.3 * ((n - 1) % 3), n <= 3 ? 0.25 : 0.75, 1.2], {
      name: text(`${n} 号电梯`, `Lift ${n}`),
    });
  }
}
