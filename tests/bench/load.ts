/** Through a real broker: nothing lost at 20,000 messages a second, alarms in time meanwhile, processor time at 10,000. */
import { percentile, type BenchRow } from './row.ts';
import { startLoadedEngine, type Counts, type LoadedEngine } from './under-load.ts';

const POINTS = 5_000;
const FLOOD = { rate: 20_000, seconds: 60 };
const STEADY = { rate: 10_000, seconds: 20 };
const SETTLE_LIMIT_MS = 20_000;

/** What was sent may still be on its way. @returns counts, with the processor time since the reading before this call. */
async function settled(engine: LoadedEngine, expected: number): Promise<Counts> {
  const until = performance.now() + SETTLE_LIMIT_MS;
  let cpuS = 0;
  for (;;) {
    const counts = await engine.counts();
    cpuS += counts.cpuS;
    if (counts.received >= expected || performance.now() > until) return { ...counts, cpuS };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The last alarm may be on its way to a window still. */
async function allSeen(engine: LoadedEngine, expected: number): Promise<ReadonlyMap<number, number>> {
  const until = performance.now() + SETTLE_LIMIT_MS;
  for (;;) {
    const seen = engine.alarmsSeen();
    if (seen.size >= expected || performance.now() > until) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export async function run(): Promise<BenchRow[]> {
  const engine = await startLoadedEngine(POINTS);
  try {
    await engine.publish(1_000, 2, false);
    const before = await settled(engine, 2_000);
    const steady = await engine.publish(STEADY.rate, STEADY.seconds, false);
    const { cpuS, received } = await settled(engine, before.received + steady.total);
    // Of the messages, not of the wall clock: on a busy machine the publisher may be late.
    const cores = cpuS / (steady.total / STEADY.rate);
    const flood = await engine.publish(FLOOD.rate, FLOOD.seconds, true);
    const after = await settled(engine, received + flood.total + flood.sentAt.size);
    const seen = await allSeen(engine, flood.sentAt.size);
    const delays = [...flood.sentAt].map(([number, at]) => (seen.get(number) ?? Infinity) - at);
    const missing = delays.filter((delay) => delay === Infinity).length;
    const lost = received + flood.total + flood.sentAt.size - after.received;
    const p99 = percentile(delays, 0.99);
    return [
      {
        what: `load: processor time of the engine at ${STEADY.rate} msg/s`,
        figure: cores,
        unit: 'cores',
        reach: '≤ 0.35',
        reached: cores <= 0.35,
      },
      {
        what: `load: messages not received of ${flood.total}, ${FLOOD.rate} msg/s for ${FLOOD.seconds} s`,
        figure: lost,
        unit: 'msg',
        reach: '0',
        reached: lost === 0,
      },
      {
        what: 'load: dropped, quarantined, or lost to the recorder',
        figure: after.dropped + after.quarantined + after.lost,
        unit: 'msg',
        reach: '0',
        reached: after.dropped + after.quarantined + after.lost === 0,
      },
      {
        what: `load: alarms not seen of ${delays.length}`,
        figure: missing,
        unit: 'alarms',
        reach: '0',
        reached: missing === 0,
      },
      { what: 'load: alarm from publish to frame, median', figure: percentile(delays, 0.5), unit: 'ms' },
      {
        what: 'load: alarm from publish to frame, p99',
        figure: p99,
        unit: 'ms',
        reach: '≤ 250 ms',
        reached: p99 <= 250,
      },
    ];
  } finally {
    await engine.end();
  }
}
