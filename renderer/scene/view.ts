/**
 * The scene's one contract with the rest of the window: what a view of the building is told and what it reports back.
 * Two views keep it: the 3D building (`building-scene.ts`) and the plan per storey (`plan-view.ts`) where WebGL is
 * missing. Invariants: a view never decides what a colour or an alarm means, it shows what it was last told; telling it
 * the same thing twice draws nothing; after `dispose()` it touches nothing and calls nobody. Nothing is queued: only the
 * latest state of each kind is kept, so nothing can be lost.
 */
import type { AlarmPriority, Discipline } from '#shared/domain/site/document.ts';
import type { AssetId, StoreyId, ZoneId } from '#shared/domain/site/site.ts';

export type SceneTarget =
  | { readonly kind: 'zone'; readonly id: ZoneId }
  | { readonly kind: 'asset'; readonly id: AssetId }
  | { readonly kind: 'storey'; readonly id: StoreyId };

/** An alarm as the view shows it; always visible, through every floor. */
export interface SceneMarker {
  /** `Asset.index`; undefined stands in the middle of the zone. */
  readonly assetIndex: number | undefined;
  /** `Zone.index`. A priority-1 marker fills this zone's volume. */
  readonly zoneIndex: number;
  readonly priority: AlarmPriority;
  /** Blinks slowly; acknowledged is steady. */
  readonly unacknowledged: boolean;
  /** In the language shown, e.g. "Smoke detected · 7F-E2"; the view puts shape and priority number before it. */
  readonly title: string;
  readonly lines: readonly string[];
}

/** Index into the statuses of `AssetsState.status`; each has its own shape, not colour alone. */
export const ASSET_STATUS = { normal: 0, attention: 1, stale: 2, noData: 3 } as const;

export interface AssetsState {
  readonly visibleDisciplines: ReadonlySet<Discipline>;
  /** One of `ASSET_STATUS` per `Asset.index`. */
  readonly status: Uint8Array;
}

export interface ViewState {
  /** Storeys spread apart vertically. */
  readonly exploded: boolean;
  /** Only this storey is solid; the others leave their outline. */
  readonly isolatedStorey: StoreyId | undefined;
  /** Cuts the building open from the side seen at home: `at` 1 keeps all of it, 0 nothing. */
  readonly section: { readonly axis: 'x' | 'y'; readonly at: number } | undefined;
  /** A gap opens above and below this storey, and the others step back. */
  readonly spotlight?: StoreyId | undefined;
}

export interface SceneRoutePoint {
  /** Site coordinates, metres; z is the floor. */
  readonly position: readonly [number, number, number];
  /** Place in `Site.storeys`; -1 outside: lifted with no storey. */
  readonly storey: number;
}

export interface SceneRouteMark {
  readonly kind: 'exit' | 'assembly-point';
  readonly at: SceneRoutePoint;
  /** In the language shown. */
  readonly label: string;
}

/** A way that people are to walk, from where they are to where it ends. */
export interface SceneRoute {
  readonly points: readonly SceneRoutePoint[];
  /** `doubtful`: not to be trusted blindly, e.g. it passes next to an alarm; drawn in dots instead of dashes. */
  readonly look: 'clear' | 'doubtful';
  readonly marks: readonly SceneRouteMark[];
}

/** From where the building is seen: in the site's coordinates and in proportions, so that it fits a view of any size. */
export interface ViewPose {
  /** Direction of the viewer on the plan: 0 east, counter-clockwise; -180 to 180. */
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
  /** 1 is the size at home. */
  readonly zoom: number;
  /** What stands in the middle: east, north, up. */
  readonly targetM: readonly [number, number, number];
}

/** Somebody of the staff where he was last seen, or a work order where it is to be done. */
export interface ScenePerson {
  readonly kind: 'person' | 'order';
  /** Of the person or the order. */
  readonly id: string;
  /** `Zone.index`. */
  readonly zoneIndex: number;
  /** On the plan, metres. */
  readonly position: readonly [number, number];
  /** Stands beside the mark while `active`; in the language shown. */
  readonly label: string;
  /** For the tooltip and for reading aloud. */
  readonly title: string;
  /** An order is under way: the mark is filled and named. */
  readonly active: boolean;
  /** The place is old: the edge is dashed. */
  readonly stale: boolean;
}

/** CSS colours (`#rrggbb`, `rgb(…)`), read from the design tokens by the caller. */
export interface SceneColors {
  readonly ground: string;
  readonly slab: string;
  readonly line: string;
  readonly glass: string;
  /** A zone without a value. */
  readonly neutral: string;
  readonly text: string;
  readonly textMuted: string;
  readonly panel: string;
  readonly selection: string;
  /** Ways out. */
  readonly route: string;
  /** Priorities 1 to 4. */
  readonly priorities: readonly [string, string, string, string];
}

/**
 * CSS pixels kept free of the building and, if there is room, of callouts: where the window puts its own controls over the
 * view. Air and the storey labels come on top.
 */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export interface SceneOptions {
  readonly language: 'zh' | 'en';
  readonly colors: SceneColors;
  /** No animation, no blinking: every change is shown at once (end-to-end tests, print). */
  readonly still?: boolean;
  /** 1 on the desk; larger on a wall. Text is never below 14 px × this. */
  readonly labelScale?: number;
  readonly insets?: Insets;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  readonly requestFrame: (callback: () => void) => number;
  readonly cancelFrame: (handle: number) => void;
}

export interface SceneEvents {
  /** A click; undefined when it met nothing. */
  select: SceneTarget | undefined;
  /** A click on a person or an order. */
  person: ScenePerson;
  /** A double click. */
  activate: SceneTarget;
  /** The pointer rests on `target`; client coordinates for the tooltip. Undefined when it left. */
  hover: { readonly target: SceneTarget; readonly clientX: number; readonly clientY: number } | undefined;
  /** `failed`: the graphics context did not come back; show the plan view instead. */
  context: 'lost' | 'restored' | 'failed';
}

export interface BuildingView {
  /** @param colors zones × 3, red green blue 0..1 by `Zone.index`; NaN red: no value, shown neutral. Copied. */
  setZoneColors(colors: Float32Array): void;
  setMarkers(markers: readonly SceneMarker[]): void;
  setAssets(state: AssetsState): void;
  /** Shown through every floor, each shared piece once; none takes them away. */
  setRoutes(routes: readonly SceneRoute[]): void;
  /** Replaces those shown before; drawn only where one has moved or changed. */
  setPeople(people: readonly ScenePerson[]): void;
  setView(view: ViewState): void;
  select(target: SceneTarget | undefined): void;
  flyTo(target: SceneTarget): void;
  home(): void;
  /** @param factor above 1 comes nearer. */
  zoomBy(factor: number): void;
  /** Degrees around the building and up. */
  orbitBy(azimuthDeg: number, elevationDeg: number): void;
  /** CSS pixels, right and down. */
  panBy(x: number, y: number): void;
  /** Where the view is or is on its way to; undefined at home. Can still be asked after `dispose()`. */
  pose(): ViewPose | undefined;
  /** After `setView`: what home is depends on it. Undefined goes home. */
  setPose(pose: ViewPose | undefined): void;
  setLanguage(language: 'zh' | 'en'): void;
  setColors(colors: SceneColors): void;
  setLabelScale(scale: number): void;
  /** What is seen now as a PNG data URL, without labels and callouts; undefined where there are no pixels to be had. */
  picture(): string | undefined;
  /** @returns unsubscribe. */
  on<K extends keyof SceneEvents>(event: K, listener: (payload: SceneEvents[K]) => void): () => void;
  dispose(): void;
}

export interface SceneStats {
  readonly framesDrawn: number;
  readonly lastDrawCalls: number;
  /** Script time of the last frame, milliseconds; the graphics card's own time is not in it. */
  readonly lastScriptMs: number;
  readonly geometries: number;
  readonly textures: number;
}
