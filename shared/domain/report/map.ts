/** Where it was, as pictures that need no site file: a storey each. */
import type { Site, Storey } from '#shared/domain/site/site.ts';
import type { ReportAlarm, ReportCommand, ReportMap } from './report.ts';

/** A report is read on paper: storeys beyond these are told in the lists only. */
const MOST_STOREYS = 6;

/** @param zones ids of the affected ones. @returns affected storeys first, then those with most marks; drawn lowest first. */
export function reportMaps(
  site: Site,
  zones: readonly string[],
  alarms: readonly ReportAlarm[],
  commands: readonly ReportCommand[],
): readonly ReportMap[] {
  const affected = new Set(zones);
  const marks = [
    ...alarms.flatMap((row) => markOf(site, 'alarm', row.number, row.assetId)),
    ...commands.flatMap((row) =>
      markOf(site, 'command', row.number, site.pointById.get(row.pointId)?.asset.id),
    ),
  ];
  const weigh = ({ id, zones: inside }: Storey): number =>
    inside.filter((zone) => affected.has(zone.id)).length * 10_000 +
    marks.filter(({ storeyId }) => storeyId === id).length;
  return site.storeys
    .map((storey) => ({ storey, weight: weigh(storey) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.storey.index - b.storey.index)
    .slice(0, MOST_STOREYS)
    .map(({ storey }) => storey)
    .sort((a, b) => a.elevationM - b.elevationM)
    .map((storey) => ({
      storeyId: storey.id,
      label: storey.label,
      name: storey.name,
      zones: storey.zones.map(({ id, polygon }) => ({ id, polygon, affected: affected.has(id) })),
      marks: together(marks.filter(({ storeyId }) => storeyId === storey.id)),
    }));
}

interface Mark {
  readonly storeyId: string;
  readonly kind: 'alarm' | 'command';
  readonly number: number;
  readonly position: readonly [number, number];
}

function markOf(site: Site, kind: Mark['kind'], number: number, assetId: string | undefined): Mark[] {
  const asset = site.assetById.get(assetId ?? '');
  if (!asset) return [];
  const [x, y] = asset.position;
  return [{ storeyId: asset.zone.storey.id, kind, number, position: [x, y] }];
}

/** Marks of one kind at one place are one mark, with their count. */
function together(marks: readonly Mark[]): ReportMap['marks'] {
  const places = new Map<string, ReportMap['marks'][number]>();
  for (const { kind, number, position } of marks) {
    const key = `${kind} ${position.join()}`;
    const known = places.get(key);
    places.set(key, known ? { ...known, count: known.count + 1 } : { kind, number, count: 1, position });
  }
  return [...places.values()];
}
