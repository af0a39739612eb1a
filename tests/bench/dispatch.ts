/**
 * Whom to send: 100 new orders, each to the nearest of 500 engineers by walking time, one after the other, as they are given away.
 * Beside it what one would write first: a search from each engineer for each order. The naive one is measured on a few orders and
 * told for all.
 */
import { pathToFileURL } from 'node:url';
import { riversideDocument } from '#electron/demo/site/document.ts';
import { createWalkTo } from '#engine/walk-to.ts';
import { epochMs } from '#shared/base/brand.ts';
import { createRandom } from '#shared/base/random.ts';
import type { LiveColumns } from '#shared/domain/overlay/columns.ts';
import { STATUS_HAS_VALUE } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { checkSite } from '#shared/domain/site/check.ts';
import type { Asset, Site } from '#shared/domain/site/site.ts';
import { propose, skillsNeededFor } from '#shared/domain/staff/proposal.ts';
import { statusOf, type StaffMemberState } from '#shared/domain/staff/staff.ts';
import { buildWalkingGraph } from '#shared/domain/walking/build.ts';
import type { WalkingGraph } from '#shared/domain/walking/graph.ts';
import { passabilityOf } from '#shared/domain/walking/passability.ts';
import { walkingTimes } from '#shared/domain/walking/times.ts';
import type { WorkOrderId } from '#shared/domain/work-order/work-order.ts';
import { median, type BenchRow } from './row.ts';

const ENGINEERS = 500;
const ORDERS = 100;
const NAIVE_ORDERS = 2;
const ROUNDS = 9;
const LIMIT_MS = 100;
const NOW_MS = 1_790_000_000_000;

export function run(): Promise<readonly BenchRow[]> {
  const checked = checkSite(riversideDocument());
  if (!checked.ok) throw new Error('the demo site is refused');
  const site = buildSite(checked.value, 'bench');
  const columns = freshColumns(site);
  const random = createRandom(7);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const skills = Object.keys(site.document.dispatch.skills);
  const staff = Array.from({ length: ENGINEERS }, (_, number): StaffMemberState => {
    const zone = pick(site.zones);
    const person = {
      id: `E-${number}`,
      name: { zh: `${number}`, en: `${number}` },
      skills: skills.filter(() => random() < 0.5),
      carriesKeys: true,
      contact: undefined,
      onShift: random() < 0.8,
      phone: 'online' as const,
      available: undefined,
      orderIds: [],
      place: { zoneId: zone.id, position: [0, 0] as const, atMs: epochMs(NOW_MS) },
    };
    return { ...person, status: statusOf(person) };
  });
  const assets = Array.from({ length: ORDERS }, () => pick(site.assets));
  const rounds = Array.from({ length: ROUNDS }, () => {
    const walkTo = createWalkTo(site, columns, { monotonicMs: () => performance.now() });
    // The building is known before the first order.
    walkTo(site.zones[0]?.id ?? '');
    return timed(() => giveAll(site, assets, staff, walkTo));
  });
  const graph = buildWalkingGraph(site);
  const naiveMs =
    (timed(() => naively(site, graph, columns, assets.slice(0, NAIVE_ORDERS), staff)) / NAIVE_ORDERS) *
    ORDERS;
  const figure = median(rounds);
  return Promise.resolve([
    {
      what: `${ORDERS} new orders, each to the nearest qualified and free of ${ENGINEERS} (graph of ${graph.nodes.length} nodes)`,
      figure,
      unit: 'ms',
      ratio: naiveMs / figure,
      reach: `≤ ${LIMIT_MS} ms`,
      reached: figure <= LIMIT_MS,
    },
    { what: 'the same with a search from each engineer for each order', figure: naiveMs, unit: 'ms' },
  ]);
}

function giveAll(
  site: Site,
  assets: readonly Asset[],
  staff: readonly StaffMemberState[],
  walkTo: ReturnType<typeof createWalkTo>,
): void {
  const free = [...staff];
  assets.forEach((asset, number) => {
    const id = `WO-${number}` as WorkOrderId;
    const { chosen } = propose({
      order: { id, refusals: [], assigneeId: undefined },
      skillsNeeded: skillsNeededFor(asset, site.document.dispatch.needs),
      staff: free,
      walkFrom: walkTo(asset.zone.id),
      pastWork: () => ({ orders: 0, freeSinceMs: undefined }),
      nowMs: NOW_MS,
      placeStaleMs: 600_000,
    });
    const at = free.findIndex((person) => person.id === chosen?.staffId);
    const person = free[at];
    if (person) free[at] = { ...person, orderIds: [id], status: 'busy' };
  });
}

function naively(
  site: Site,
  graph: WalkingGraph,
  columns: LiveColumns,
  assets: readonly Asset[],
  staff: readonly StaffMemberState[],
): number {
  let nearest = 0;
  for (const asset of assets) {
    let best = Infinity;
    for (const { place } of staff) {
      const from = place && site.zoneById.get(place.zoneId);
      if (!from) continue;
      const doors = passabilityOf(graph, [], columns);
      const times = walkingTimes(graph, graph.zoneNode[from.index] as number, 'engineer', doors, {
        carriesKey: true,
      });
      best = Math.min(best, times[graph.zoneNode[asset.zone.index] as number] as number);
    }
    nearest += best;
  }
  return nearest;
}

function timed(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

/** Everything good and new: doors unlocked, lifts in service. */
function freshColumns(site: Site): LiveColumns {
  const count = site.points.length;
  return {
    value: new Float64Array(count),
    status: new Uint8Array(count).fill(STATUS_HAS_VALUE),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(await run());
