/** The site and the messages that the engine is measured on: JSON payloads, a message a point, three rules on a third of the points. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '#shared/base/random.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { SiteDocument } from '#shared/domain/site/document.ts';
import { largeSite } from '#tests/builders/site.ts';

export function measuredSite(points: number): SiteDocument {
  return {
    ...largeSite({ points }),
    mappings: [
      {
        topic: 'bench/{asset}/{point}',
        asset: '{asset}',
        lane: 'telemetry',
        payload: {
          format: 'json',
          fields: [{ path: 'value', point: '{point}' }],
          timestamp: { path: 'ts', as: 'ms' },
        },
      },
    ],
  };
}

/** @returns the folder of that site, as a person would have it. */
export function writeMeasuredSite(document: SiteDocument): string {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'));
  writeFileSync(join(folder, 'site.json'), JSON.stringify(document));
  return folder;
}

const typical: Readonly<Record<string, readonly [middle: number, spread: number, decimals: number]>> = {
  temperature: [22, 3, 2],
  humidity: [45, 10, 1],
  co2: [600, 150, 0],
};

/** One message a point, values inside every limit, in a fixed shuffled order. @param atMs epoch ms put into each. */
export function measuredMessages(
  points: number,
  atMs: number,
): (readonly [topic: string, payload: string])[] {
  const random = createRandom(7);
  const site = buildSite(measuredSite(points), 'bench');
  const messages = site.points.map((point): readonly [string, string] => {
    const [middle, spread, decimals] = typical[point.key] ?? [1, 0, 0];
    const value = Number((middle + (random() - 0.5) * spread).toFixed(decimals));
    return [
      `bench/${point.asset.id}/${point.key}`,
      JSON.stringify({ value, unit: point.unit, quality: 'good', ts: atMs }),
    ];
  });
  for (let at = messages.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [messages[at], messages[other]] = [
      messages[other] as (typeof messages)[0],
      messages[at] as (typeof messages)[0],
    ];
  }
  return messages;
}
