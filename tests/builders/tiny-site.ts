import { siteDocumentSchema, type SiteDocument } from '#shared/domain/site/document.ts';

const text = (word: string): { zh: string; en: string } => ({ zh: word, en: word });

/** One storey, one zone, `assets` meters with two points each: `power` (analog, 5 s) and `energy` (accumulator, 60 s). */
export function tinySiteDocument(assets = 3): SiteDocument {
  return siteDocumentSchema.parse({
    schemaVersion: 1,
    id: 'tiny',
    name: text('Tiny'),
    timeZone: 'UTC',
    buildings: [
      {
        id: 'B',
        name: text('B'),
        storeys: [
          {
            id: '1F',
            name: text('First'),
            label: '1F',
            elevationM: 0,
            heightM: 4,
            zones: [
              {
                id: 'Z',
                name: text('Z'),
                kind: 'office',
                polygon: [
                  [0, 0],
                  [10, 0],
                  [10, 10],
                  [0, 10],
                ],
              },
            ],
          },
        ],
      },
    ],
    assetClasses: {
      meter: {
        name: text('Meter'),
        discipline: 'energy',
        points: {
          power: {
            name: text('Power'),
            kind: 'analog',
            quantity: 'active-power',
            unit: 'kW',
            expectedPeriodS: 5,
          },
          energy: {
            name: text('Energy'),
            kind: 'accumulator',
            quantity: 'active-energy',
            unit: 'kWh',
            expectedPeriodS: 60,
          },
        },
      },
    },
    assets: Array.from({ length: assets }, (_, i) => ({
      id: `M${i}`,
      class: 'meter',
      zone: 'Z',
      position: [i % 10, 1],
    })),
    mappings: [{ topic: 'tiny/{asset}/{point}', payload: { format: 'raw' } }],
  });
}
