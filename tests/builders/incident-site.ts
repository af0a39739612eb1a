/** A small site for incidents: three rooms in a row on each of three storeys, a wall of 0.2 m between them; a detector and a thermometer in each. */
import { siteDocumentSchema, type SiteDocument } from '#shared/domain/site/document.ts';

const text = (en: string): { zh: string; en: string } => ({ zh: `中${en}`, en });

const STOREYS = ['1F', '2F', '3F'];
const ROOMS = ['A', 'B', 'C'];
const ROOM_M = 10;
const WALL_M = 0.2;

export function incidentSite(more: object = {}): SiteDocument {
  return siteDocumentSchema.parse({
    schemaVersion: 1,
    id: 'row',
    name: text('Row'),
    timeZone: 'UTC',
    buildings: [
      {
        id: 'B',
        name: text('B'),
        storeys: STOREYS.map((id, at) => ({
          id,
          name: text(id),
          label: id,
          elevationM: at * 4,
          heightM: 4,
          zones: ROOMS.map((zone, place) => ({
            id: `${id}-${zone}`,
            name: text(zone),
            kind: 'office',
            polygon: roomAt(place * (ROOM_M + WALL_M)),
          })),
        })),
      },
    ],
    assetClasses: {
      smoke: {
        name: text('Detector'),
        discipline: 'fire',
        points: { smoke: { name: text('Smoke'), kind: 'binary', quantity: 'smoke', expectedPeriodS: 60 } },
      },
      climate: {
        name: text('Climate'),
        discipline: 'environment',
        points: {
          temperature: { name: text('T'), kind: 'analog', quantity: 'temperature', expectedPeriodS: 60 },
        },
      },
    },
    assets: STOREYS.flatMap((storey) =>
      ROOMS.flatMap((room) => {
        const zone = `${storey}-${room}`;
        return [
          { id: `SD-${zone}`, class: 'smoke', zone, position: [1, 1] },
          { id: `T-${zone}`, class: 'climate', zone, position: [2, 2] },
        ];
      }),
    ),
    mappings: [{ topic: 'row/{asset}/{point}', payload: { format: 'raw' } }],
    ...more,
  });
}

function roomAt(x: number): [number, number][] {
  return [
    [x, 0],
    [x + ROOM_M, 0],
    [x + ROOM_M, 8],
    [x, 8],
  ];
}
