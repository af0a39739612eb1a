/** A small site for incidents: two rooms on each of three storeys, a detector in some, a thermometer in one. */
import { siteDocumentSchema, type SiteDocument } from '#shared/domain/site/document.ts';

const text = (en: string): { zh: string; en: string } => ({ zh: `中${en}`, en });

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
        storeys: ['1F', '2F', '3F'].map((id, at) => ({
          id,
          name: text(id),
          label: id,
          elevationM: at * 4,
          heightM: 4,
          zones: ['A', 'B'].map((zone, place) => ({
            id: `${id}-${zone}`,
            name: text(zone),
            kind: 'office',
            polygon: [
              [place * 10, 0],
              [place * 10 + 10, 0],
              [place * 10 + 10, 8],
              [place * 10, 8],
            ],
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
    assets: [
      ...['1F-A', '1F-B', '3F-A'].map((zone) => ({
        id: `SD-${zone}`,
        class: 'smoke',
        zone,
        position: [1, 1],
      })),
      { id: 'T-1F-A', class: 'climate', zone: '1F-A', position: [2, 2] },
    ],
    mappings: [{ topic: 'row/{asset}/{point}', payload: { format: 'raw' } }],
    ...more,
  });
}
