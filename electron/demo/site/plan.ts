/** The building of Riverside One: storeys and zones. Metres; x east, y north; origin at the tower's south-west corner. */
import type { LocalizedText, SiteDocumentInput, ZoneKind } from '#shared/domain/site/document.ts';

export type BuildingInput = SiteDocumentInput['buildings'][number];
export type StoreyInput = BuildingInput['storeys'][number];
export type ZoneInput = StoreyInput['zones'][number];
export type PlanSpot = readonly [x: number, y: number];

export function text(zh: string, en: string): LocalizedText {
  return { zh, en };
}

type Box = readonly [x0: number, y0: number, x1: number, y1: number];

function boxZone(id: string, name: LocalizedText, kind: ZoneKind, [x0, y0, x1, y1]: Box): ZoneInput {
  return {
    id,
    name: text(`${id} ${name.zh}`, `${id} ${name.en}`),
    kind,
    polygon: [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ],
  };
}

/** A bar before the core and one along each wing, with smoke doors between: the stairs open to the wings. */
function corridors(label: string): ZoneInput[] {
  return [
    boxZone(`${label}-C1`, text('走廊', 'Corridor'), 'corridor', [16, 17, 32, 19]),
    boxZone(`${label}-C2`, text('西走廊', 'West corridor'), 'corridor', [14, 10, 16, 26]),
    boxZone(`${label}-C3`, text('东走廊', 'East corridor'), 'corridor', [32, 10, 34, 26]),
  ];
}

/** Stairs, lifts, risers: the same shafts on every storey. */
function core(label: string): ZoneInput[] {
  return [
    boxZone(`${label}-L1`, text('电梯厅', 'Lifts'), 'lift', [20, 19, 28, 26]),
    boxZone(`${label}-ST1`, text('1 号楼梯', 'Stair 1'), 'stair', [16, 19, 20, 26]),
    boxZone(`${label}-ST2`, text('2 号楼梯', 'Stair 2'), 'stair', [28, 10, 32, 17]),
    boxZone(`${label}-EL`, text('配电间', 'Electrical room'), 'electrical', [28, 19, 32, 26]),
  ];
}

function serviceRooms(label: string): ZoneInput[] {
  return [
    boxZone(`${label}-WC`, text('卫生间', 'Restrooms'), 'restroom', [16, 10, 23, 17]),
    boxZone(`${label}-MR`, text('空调机房', 'Air-handling room'), 'plant', [23, 10, 28, 17]),
  ];
}

function eastWing(label: string): ZoneInput[] {
  return [
    boxZone(`${label}-E1`, text('东区办公 1', 'East office 1'), 'office', [34, 18, 48, 36]),
    boxZone(`${label}-E2`, text('东区办公 2', 'East office 2'), 'office', [34, 0, 48, 18]),
  ];
}

function middle(label: string): ZoneInput[] {
  return [
    boxZone(`${label}-N1`, text('北区办公', 'North office'), 'office', [14, 26, 34, 36]),
    boxZone(`${label}-S1`, text('南区办公', 'South office'), 'office', [14, 0, 34, 10]),
  ];
}

function officeZones(label: string): ZoneInput[] {
  return [
    boxZone(`${label}-W1`, text('西区办公 1', 'West office 1'), 'office', [0, 18, 14, 36]),
    boxZone(`${label}-W2`, text('西区办公 2', 'West office 2'), 'office', [0, 0, 14, 18]),
    ...eastWing(label),
    ...middle(label),
    ...corridors(label),
    ...core(label),
    ...serviceRooms(label),
  ];
}

/** The west wing ends at the eleventh storey: its roof carries the photovoltaics. */
function topZones(label: string): ZoneInput[] {
  return [
    boxZone(`${label}-RF`, text('光伏屋面', 'Photovoltaic roof'), 'roof', [0, 0, 14, 36]),
    ...eastWing(label),
    boxZone(`${label}-N1`, text('冷却塔平台', 'Cooling-tower deck'), 'plant', [14, 26, 34, 36]),
    boxZone(`${label}-S1`, text('观景厅', 'Sky lounge'), 'lobby', [14, 0, 34, 10]),
    ...corridors(label),
    ...core(label),
    ...serviceRooms(label),
  ];
}

/** A podium wider than the tower. */
function groundZones(label: string): ZoneInput[] {
  return [
    boxZone(`${label}-LB`, text('大堂', 'Lobby'), 'lobby', [14, -6, 34, 10]),
    boxZone(`${label}-W1`, text('银行', 'Bank'), 'retail', [-5, 18, 14, 36]),
    boxZone(`${label}-W2`, text('咖啡厅', 'Café'), 'retail', [-5, -6, 14, 18]),
    boxZone(`${label}-E1`, text('便利店', 'Convenience store'), 'retail', [34, 18, 53, 36]),
    boxZone(`${label}-E2`, text('展厅', 'Showroom'), 'retail', [34, -6, 53, 18]),
    boxZone(`${label}-FC`, text('消防控制室', 'Fire control room'), 'other', [14, 26, 23, 36]),
    boxZone(`${label}-LD`, text('卸货区', 'Loading bay'), 'storage', [23, 26, 34, 36]),
    ...corridors(label),
    ...core(label),
    ...serviceRooms(label).slice(0, 1),
    boxZone(`${label}-MR`, text('空调机房', 'Air-handling room'), 'plant', [23, 10, 28, 17]),
  ];
}

function basementZones(label: string): ZoneInput[] {
  const upper = label === 'B1';
  return [
    boxZone(`${label}-P1`, text('西区车库', 'West car park'), 'parking', [-9, -9, 14, 42]),
    boxZone(`${label}-P2`, text('东区车库', 'East car park'), 'parking', [34, -9, 57, 42]),
    upper
      ? boxZone(`${label}-PL1`, text('制冷机房', 'Chiller plant'), 'plant', [14, 26, 34, 42])
      : boxZone(`${label}-PL1`, text('水泵房', 'Pump room'), 'plant', [14, 26, 34, 42]),
    upper
      ? boxZone(`${label}-SUB`, text('变配电室', 'Substation'), 'electrical', [14, -9, 34, 10])
      : boxZone(`${label}-SR`, text('库房', 'Storage'), 'storage', [14, -9, 34, 10]),
    ...corridors(label),
    ...core(label),
    boxZone(`${label}-SR2`, text('备件库', 'Spares'), 'storage', [16, 10, 28, 17]),
  ];
}

/** Where the access doors of a room stand, by what its id ends in: in its wall to a corridor. */
export const doorsOfRoom: Readonly<Record<string, readonly PlanSpot[]>> = {
  W1: [[14, 22]],
  W2: [[14, 14]],
  E1: [[34, 22]],
  E2: [[34, 14]],
  N1: [[15, 26]],
  S1: [[15, 10]],
  ST1: [[16, 22.5]],
  ST2: [[32, 13.5]],
  EL: [[30, 19]],
  MR: [[25.5, 17]],
  FC: [[15, 26]],
  LD: [[33, 26]],
  RF: [[14, 14]],
  PL1: [[15, 26]],
  SUB: [[15, 10]],
  SR: [[15, 10]],
  SR2: [[22, 17]],
};

/** Doors to the street and the yard. */
export const streetDoors: Readonly<Record<string, PlanSpot>> = {
  '1F-W1': [-5, 27],
  '1F-W2': [4, -6],
  '1F-E1': [53, 27],
  '1F-E2': [43, -6],
  '1F-LD': [28, 36],
};

/** Outside, on the pavements before and behind the tower. */
export const assemblyPoints: readonly { id: string; name: LocalizedText; position: PlanSpot }[] = [
  { id: 'AP-S', name: text('南广场集合点', 'South square assembly point'), position: [24, -32] },
  { id: 'AP-N', name: text('北侧集合点', 'North yard assembly point'), position: [24, 62] },
];

function storey(
  label: string,
  name: LocalizedText,
  elevationM: number,
  heightM: number,
  zones: ZoneInput[],
): StoreyInput {
  return { id: label, name, label, elevationM, heightM, zones };
}

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];
const GROUND_HEIGHT_M = 5.4;
const OFFICE_HEIGHT_M = 4;
export const TOP_STOREY = 12;

export function riversideBuilding(): BuildingInput {
  const offices = Array.from({ length: TOP_STOREY - 2 }, (_, index) => {
    const number = index + 2;
    const label = `${number}F`;
    return storey(
      label,
      text(`${numerals[number - 1]}层`, `Storey ${number}`),
      GROUND_HEIGHT_M + index * OFFICE_HEIGHT_M,
      OFFICE_HEIGHT_M,
      officeZones(label),
    );
  });
  return {
    id: 'tower',
    name: text('滨江一号主楼', 'Riverside One tower'),
    storeys: [
      storey('B2', text('地下二层', 'Basement 2'), -8.4, 4.2, basementZones('B2')),
      storey('B1', text('地下一层', 'Basement 1'), -4.2, 4.2, basementZones('B1')),
      storey('1F', text('一层', 'Ground storey'), 0, GROUND_HEIGHT_M, groundZones('1F')),
      ...offices,
      storey(
        '12F',
        text('十二层', 'Storey 12'),
        GROUND_HEIGHT_M + (TOP_STOREY - 2) * OFFICE_HEIGHT_M,
        4.4,
        topZones('12F'),
      ),
    ],
  };
}
