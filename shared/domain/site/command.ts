/** Commands of a site as the program works with them: references resolved, templates of the place filled in. */
import { present } from '#shared/base/assert.ts';
import type { CommandInput, CommandSpec, Confirmation, Interlock } from './command-schema.ts';
import type { LocalizedText, SiteDocument } from './document.ts';
import type { Point } from './site.ts';

export interface BoundInterlock {
  readonly point: Point;
  readonly must: Interlock;
}

/** What may be asked of one point. Its id is the point's. */
export interface PointCommand {
  readonly point: Point;
  readonly name: LocalizedText;
  readonly brokerId: string;
  readonly topic: string;
  /** Templates still hold {value}, {correlation} and {response}. */
  readonly payload: CommandSpec['payload'];
  readonly qos: 0 | 1;
  readonly input: CommandInput;
  /** The point that proves it; may be the point itself. */
  readonly feedback: Point;
  readonly deadlineMs: number;
  /** At most `deadlineMs`. */
  readonly expiryMs: number;
  readonly confirmation: Confirmation;
  readonly interlocks: readonly BoundInterlock[];
  readonly response: CommandSpec['response'];
}

/** The broker of whoever names none: the first of the file, or the embedded one. */
export function defaultBrokerId(document: SiteDocument): string {
  return document.brokers[0]?.id ?? 'main';
}

const DEFAULT_EXPIRY_S = 5;

/** @param specs in the order of the points. */
export function buildCommands(
  document: SiteDocument,
  specs: readonly (readonly [Point, CommandSpec])[],
  pointById: ReadonlyMap<string, Point>,
): PointCommand[] {
  const firstBroker = defaultBrokerId(document);
  return specs.map(([point, spec]) => {
    const { asset } = point;
    const find = (name: string): Point =>
      present(
        asset.points.find(({ key }) => key === name) ?? pointById.get(name),
        `point ${name} of the command of ${point.id}`,
      );
    return {
      point,
      name: spec.name ?? point.name,
      brokerId: spec.broker ?? firstBroker,
      topic: fillPlace(spec.topic, document.id, point),
      payload: spec.payload,
      qos: spec.qos,
      input: spec.input,
      feedback: spec.feedback === undefined ? point : find(spec.feedback),
      deadlineMs: spec.deadlineS * 1000,
      expiryMs: (spec.expiryS ?? Math.min(DEFAULT_EXPIRY_S, spec.deadlineS)) * 1000,
      confirmation: spec.confirmation,
      interlocks: spec.interlocks.map((must) => ({ point: find(must.point), must })),
      response: spec.response,
    };
  });
}

/** Captures of a topic that the place of the point gives. */
export const PLACE_CAPTURES = ['site', 'building', 'storey', 'zone', 'class', 'asset', 'point'] as const;

export function placeCaptures(siteId: string, { key, asset }: Point): Readonly<Record<string, string>> {
  const { zone } = asset;
  return {
    site: siteId,
    building: zone.storey.buildingId,
    storey: zone.storey.id,
    zone: zone.id,
    class: asset.classId,
    asset: asset.id,
    point: key,
  } satisfies Record<(typeof PLACE_CAPTURES)[number], string>;
}

function fillPlace(template: string, siteId: string, point: Point): string {
  const captures = placeCaptures(siteId, point);
  return template.replace(/\{([a-z]+)\}/g, (whole, name: string) => captures[name] ?? whole);
}
