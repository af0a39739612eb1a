/**
 * Security overlay: the worst thing to say about each zone, and the counts an operator asks for. Which point means what
 * comes from the site file: the marker of the asset class (door, detector, camera), the quantity words below, and
 * the alarm rules of type `state` for what counts as detected. An asset that does not report is never counted as fine.
 */
import type { Asset, Point, Site } from '#shared/domain/site/site.ts';
import { isFresh, type LiveColumns } from './columns.ts';
import { blindPlace, type StateLegend } from './legend.ts';

/** Worst last. */
export const zoneSecurityStates = [
  'unmonitored',
  'normal',
  'door-open',
  'fault',
  'not-reporting',
  'detected',
] as const;
export type ZoneSecurityState = (typeof zoneSecurityStates)[number];

/**
 * Place of each state on the muted ramp; NaN is drawn neutral, and where nobody can tell a grey of its own (`blindPlace`): a
 * fault must not look like a state that is known. Detected things are marked as alarms besides.
 */
const rampOfState: Readonly<Record<ZoneSecurityState, number>> = {
  unmonitored: Number.NaN,
  normal: 0.12,
  'door-open': 0.5,
  fault: blindPlace(0),
  'not-reporting': blindPlace(1),
  detected: 1,
};

/** Words of `quantity` that carry a meaning here. */
const doorQuantities = new Set(['door-open', 'door']);
const faultQuantities = new Set(['fault', 'trouble', 'tamper']);
const onlineQuantities = new Set(['online', 'connected']);
const intrusionQuantities = new Set(['intrusion', 'glass-break']);

export interface SecurityCount {
  total: number;
  /** In the state that is counted: doors open, detectors faulted, cameras offline, intrusion tripped. */
  abnormal: number;
  /** No fresh value: their state is not known. */
  silent: number;
}

export interface SecurityFigures {
  /** Index into `zoneSecurityStates` of `Site.zones[i]`. */
  readonly zoneState: Uint8Array;
  /** Place on the ramp of `Site.zones[i]`; NaN neutral. */
  readonly zoneRamp: Float64Array;
  /** Doors open on `Site.storeys[i]`; NaN where no door reports. */
  readonly storeyDoorsOpen: Float64Array;
  readonly doors: SecurityCount;
  readonly detectors: SecurityCount;
  readonly cameras: SecurityCount;
  readonly intrusion: SecurityCount;
}

export interface SecurityOverlay {
  readonly legend: StateLegend;
  /** The same object each time: values are replaced in place. */
  evaluate(columns: LiveColumns): SecurityFigures;
}

type Role = 'door' | 'detector' | 'camera' | 'intrusion' | 'other';
type Meaning = 'open' | 'fault' | 'online' | 'tripped' | 'plain';

interface Watched {
  readonly role: Role;
  readonly zone: number;
  readonly storey: number;
  readonly points: readonly {
    readonly index: number;
    readonly meaning: Meaning;
    readonly abnormal: ReadonlySet<number>;
  }[];
}

function roleOf(asset: Asset): Role {
  if (asset.points.some((point) => intrusionQuantities.has(point.quantity))) return 'intrusion';
  return asset.marker === 'door' || asset.marker === 'detector' || asset.marker === 'camera'
    ? asset.marker
    : 'other';
}

function meaningOf(point: Point, abnormal: ReadonlySet<number> | undefined): Meaning {
  if (doorQuantities.has(point.quantity)) return 'open';
  if (faultQuantities.has(point.quantity)) return 'fault';
  if (onlineQuantities.has(point.quantity)) return 'online';
  return intrusionQuantities.has(point.quantity) || abnormal ? 'tripped' : 'plain';
}

function watchedAssets(site: Site): Watched[] {
  const abnormalCodes = new Map<number, Set<number>>();
  for (const { rule, point } of site.boundRules) {
    if (rule.condition.type !== 'state') continue;
    const codes = abnormalCodes.get(point.index) ?? new Set<number>();
    for (const code of rule.condition.in) codes.add(code);
    abnormalCodes.set(point.index, codes);
  }
  const storeyIndex = new Map(site.storeys.map((storey, index) => [storey, index]));
  return site.assets
    .filter((asset) => asset.discipline === 'security' || asset.discipline === 'fire')
    .map((asset) => ({
      role: roleOf(asset),
      zone: asset.zone.index,
      storey: storeyIndex.get(asset.zone.storey) ?? 0,
      points: asset.points
        .filter((point) => point.kind === 'binary' || point.kind === 'multistate')
        .map((point) => ({
          index: point.index,
          meaning: meaningOf(point, abnormalCodes.get(point.index)),
          abnormal: abnormalCodes.get(point.index) ?? new Set([1]),
        })),
    }))
    .filter((watched) => watched.points.length > 0);
}

/** One bit a fact, so that one pass over the points of an asset tells all. */
const OPEN = 1;
const FAULT = 2;
const OFFLINE = 4;
const TRIPPED = 8;
const REPORTING = 16;

function factsOf({ points }: Watched, { value, status }: LiveColumns): number {
  let facts = 0;
  for (const { index, meaning, abnormal } of points) {
    if (!isFresh(status[index] as number)) continue;
    facts |= REPORTING;
    const now = value[index] as number;
    if (meaning === 'open' && now !== 0) facts |= OPEN;
    else if (meaning === 'fault' && now !== 0) facts |= FAULT;
    else if (meaning === 'online' && now === 0) facts |= OFFLINE;
    else if (meaning === 'tripped' && abnormal.has(now)) facts |= TRIPPED;
  }
  return facts;
}

const stateNumber = Object.fromEntries(zoneSecurityStates.map((state, index) => [state, index])) as Record<
  ZoneSecurityState,
  number
>;

function stateOf(facts: number): number {
  if (facts & TRIPPED) return stateNumber.detected;
  if (!(facts & REPORTING)) return stateNumber['not-reporting'];
  if (facts & (FAULT | OFFLINE)) return stateNumber.fault;
  return facts & OPEN ? stateNumber['door-open'] : stateNumber.normal;
}

const abnormalFact: Readonly<Record<Exclude<Role, 'other'>, number>> = {
  door: OPEN,
  detector: FAULT,
  camera: OFFLINE,
  intrusion: TRIPPED,
};

export function createSecurityOverlay(site: Site): SecurityOverlay {
  const watched = watchedAssets(site);
  const noCount = (role: Role): SecurityCount => ({
    total: watched.filter((asset) => asset.role === role).length,
    abnormal: 0,
    silent: 0,
  });
  const figures: SecurityFigures = {
    zoneState: new Uint8Array(site.zones.length),
    zoneRamp: new Float64Array(site.zones.length),
    storeyDoorsOpen: new Float64Array(site.storeys.length),
    doors: noCount('door'),
    detectors: noCount('detector'),
    cameras: noCount('camera'),
    intrusion: noCount('intrusion'),
  };
  const counts: Readonly<Record<Exclude<Role, 'other'>, SecurityCount>> = {
    door: figures.doors,
    detector: figures.detectors,
    camera: figures.cameras,
    intrusion: figures.intrusion,
  };
  const ramps = zoneSecurityStates.map((state) => rampOfState[state]);
  return {
    legend: { kind: 'states', states: zoneSecurityStates.map((code) => ({ code, ramp: rampOfState[code] })) },
    evaluate(columns) {
      figures.zoneState.fill(0);
      figures.storeyDoorsOpen.fill(Number.NaN);
      for (const count of Object.values(counts)) count.abnormal = count.silent = 0;
      for (const asset of watched) {
        const facts = factsOf(asset, columns);
        figures.zoneState[asset.zone] = Math.max(figures.zoneState[asset.zone] as number, stateOf(facts));
        if (asset.role === 'other') continue;
        const count = counts[asset.role];
        if (!(facts & REPORTING)) count.silent += 1;
        if (facts & abnormalFact[asset.role]) count.abnormal += 1;
        if (asset.role === 'door' && facts & REPORTING)
          addDoor(figures.storeyDoorsOpen, asset.storey, facts & OPEN ? 1 : 0);
      }
      figures.zoneState.forEach((state, zone) => (figures.zoneRamp[zone] = ramps[state] as number));
      return figures;
    },
  };
}

function addDoor(doorsOpen: Float64Array, storey: number, open: 0 | 1): void {
  const before = doorsOpen[storey] as number;
  doorsOpen[storey] = Number.isNaN(before) ? open : before + open;
}
