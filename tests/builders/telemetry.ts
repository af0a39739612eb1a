/** What the demo site's devices send over some hours, in order of receipt, without brokers and waiting. */
import { readFileSync } from 'node:fs';
import { createRandom } from '#shared/base/random.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { siteDocumentSchema } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { createSimulation } from '#electron/demo/simulation/simulation.ts';
import { messageParcels, type Parcel } from '#electron/demo/wire/parcel.ts';
import { createPublisher } from '#electron/demo/wire/publisher.ts';
import { planRoutes } from '#electron/demo/wire/route.ts';
import { sparkplugNodes } from '#electron/demo/wire/sparkplug-node.ts';

export interface Telemetry {
  readonly site: Site;
  readonly index: Uint32Array;
  readonly value: Float64Array;
  readonly sourceMs: Float64Array;
}

const STEP_MS = 100;

export function demoSite(): Site {
  const file = new URL('../../assets/demo-site/site.json', import.meta.url);
  return buildSite(siteDocumentSchema.parse(JSON.parse(readFileSync(file, 'utf8'))), 'demo');
}

export function demoTelemetry(fromMs: number, hours: number): Telemetry {
  const site = demoSite();
  const index: number[] = [];
  const value: number[] = [];
  const sourceMs: number[] = [];
  const routes = planRoutes(site);
  const nodes = sparkplugNodes(routes, site.id);
  const heard = (parcel: Parcel): Parcel => ({
    ...parcel,
    compose(readings, tMs) {
      for (const reading of readings) {
        index.push(reading.route.point.index);
        value.push(reading.value);
        sourceMs.push(tMs);
      }
      return { topic: '', payload: '', qos: 0 };
    },
  });
  const messages = messageParcels(routes.filter(({ place }) => place.as !== 'metric'));
  const publisher = createPublisher({
    simulation: createSimulation(site, 1),
    parcels: [...messages, ...nodes.flatMap((node) => node.parcels)].map(heard),
    nodes: [],
    pointCount: site.points.length,
    rate: 1,
    send: () => undefined,
  });
  const random = createRandom(1);
  // Timers come a little late, never early.
  for (let tMs = fromMs; tMs < fromMs + hours * 3_600_000; tMs += STEP_MS)
    publisher.step(Math.floor(tMs + 6 * random()));
  return {
    site,
    index: Uint32Array.from(index),
    value: Float64Array.from(value),
    sourceMs: Float64Array.from(sourceMs),
  };
}
