/**
 * The site as the program works with it: every template expanded, every reference resolved, points numbered.
 * `buildSite` is deterministic, so engine and windows build the same numbers from the same document; an index is valid
 * only together with `revision`.
 */
import type { Brand } from '#shared/base/brand.ts';
import type {
  AlarmRule,
  Discipline,
  LocalizedText,
  MarkerShape,
  PointKind,
  SiteDocument,
  ZoneKind,
} from './document.ts';
import type { PointCommand } from './command.ts';

export type AssetId = Brand<string, 'AssetId'>;
export type ZoneId = Brand<string, 'ZoneId'>;
export type StoreyId = Brand<string, 'StoreyId'>;
/** `<asset id>.<point key>`, e.g. `EM-0903.activePower`: stable across revisions of the site. */
export type PointId = Brand<string, 'PointId'>;
/** Position in `Site.points`; valid for one `revision` only. */
export type PointIndex = Brand<number, 'PointIndex'>;

export interface Zone {
  readonly id: ZoneId;
  readonly index: number;
  readonly name: LocalizedText;
  readonly kind: ZoneKind;
  readonly polygon: readonly (readonly [number, number])[];
  readonly areaM2: number;
  readonly storey: Storey;
}

export interface Storey {
  readonly id: StoreyId;
  /** 0 is the lowest of the building. */
  readonly index: number;
  readonly name: LocalizedText;
  readonly label: string;
  readonly elevationM: number;
  readonly heightM: number;
  readonly buildingId: string;
  readonly areaM2: number;
  readonly zones: readonly Zone[];
}

export interface Building {
  readonly id: string;
  readonly name: LocalizedText;
  /** Lowest first. */
  readonly storeys: readonly Storey[];
}

export interface Asset {
  readonly id: AssetId;
  readonly index: number;
  readonly name: LocalizedText;
  readonly classId: string;
  readonly className: LocalizedText;
  readonly discipline: Discipline;
  readonly marker: MarkerShape;
  readonly zone: Zone;
  /** Metres: x east, y north, z above the site datum (not above the floor). */
  readonly position: readonly [number, number, number];
  /** Id of the zone, storey, building or site that a meter counts; its own zone by default. */
  readonly serves: string;
  readonly points: readonly Point[];
}

export interface Point {
  readonly id: PointId;
  readonly index: PointIndex;
  readonly key: string;
  readonly asset: Asset;
  readonly name: LocalizedText;
  readonly kind: PointKind;
  readonly quantity: string;
  readonly unit: string;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly decimals: number;
  readonly expectedPeriodMs: number;
  /** max(3 × expected period, 10 s). */
  readonly staleAfterMs: number;
  readonly states: Readonly<Record<string, LocalizedText>> | undefined;
}

/** One rule on one point: the unit that can be in alarm. */
export interface BoundRule {
  readonly rule: AlarmRule;
  readonly point: Point;
}

export interface Site {
  /** Hash of the document; engine and window must agree on it. */
  readonly revision: string;
  readonly document: SiteDocument;
  readonly id: string;
  readonly name: LocalizedText;
  readonly timeZone: string;
  readonly buildings: readonly Building[];
  /** All buildings, lowest first within each. */
  readonly storeys: readonly Storey[];
  readonly zones: readonly Zone[];
  readonly assets: readonly Asset[];
  readonly points: readonly Point[];
  readonly boundRules: readonly BoundRule[];
  /** What may be asked of points, in their order. */
  readonly commands: readonly PointCommand[];
  readonly assetById: ReadonlyMap<string, Asset>;
  readonly zoneById: ReadonlyMap<string, Zone>;
  readonly storeyById: ReadonlyMap<string, Storey>;
  readonly pointById: ReadonlyMap<string, Point>;
  /** By the id of the point that is commanded. */
  readonly commandById: ReadonlyMap<string, PointCommand>;
}
