import { beforeEach, describe, expect, it } from 'vitest';
import type { Alarm, AlarmId, AlarmPhase } from '#shared/domain/alarm/alarm.ts';
import { quietAlarm } from '#shared/domain/alarm/machine.ts';
import type { WallScene, WallShow } from '#shared/domain/wall/show.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { PresentView } from './present-view.ts';
import { createWallPlayer, type WallKnowledge, type WallPlayer } from './wall-player.ts';

const scene = (name: string): WallScene => ({
  kind: 'scene',
  name,
  screen: 'overview',
  subject: undefined,
  overview: undefined,
});
const round: WallShow = {
  kind: 'rotation',
  name: 'Round',
  steps: [
    { scene: 'A', seconds: 10 },
    { scene: 'B', seconds: 10 },
  ],
  pauseS: 30,
};
const fire = (phase: AlarmPhase): Alarm => ({
  ...quietAlarm(
    {
      id: 'smoke/SD-1' as AlarmId,
      ruleId: 'smoke',
      pointId: 'SD-1.smoke',
      assetId: 'SD-1',
      zoneId: 'Z',
      storeyId: '1F',
      priority: 1,
      name: { zh: '烟', en: 'Smoke' },
    },
    1,
  ),
  phase,
});

let nowMs = 0;
let timers: { atMs: number; work: () => void }[] = [];
let shown: string[] = [];
let knowledge: WallKnowledge | undefined;

beforeEach(() => {
  [nowMs, timers, shown] = [0, [], []];
  knowledge = withShows(scene('A'), scene('B'), round);
});

const withShows = (...shows: WallShow[]): WallKnowledge => ({
  site: {} as Site,
  shows: new Map(shows.map((show) => [show.name, show])),
  alarms: [],
  incidents: [],
});
const pass = (ms: number): void => {
  const untilMs = nowMs + ms;
  for (;;) {
    const [next] = timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
    if (!next) break;
    timers = timers.filter((timer) => timer !== next);
    nowMs = next.atMs;
    next.work();
  }
  nowMs = untilMs;
};
const playerOf = (showName: string): WallPlayer =>
  createWallPlayer({
    showName,
    knowledge: () => knowledge,
    monotonicMs: () => nowMs,
    after(ms, work) {
      const timer = { atMs: nowMs + ms, work };
      timers.push(timer);
      return () => (timers = timers.filter((other) => other !== timer));
    },
    presenter: {
      capture: () => ({ hash: `as it was after ${shown.at(-1)}` }) as PresentView,
      restore: ({ hash }) => void shown.push(hash),
      show(what) {
        shown.push(what?.name ?? 'overview');
        return what?.screen !== 'gone';
      },
      showPlace: (word) => void shown.push(word ?? 'nowhere'),
    },
  });
const alarmIs = (player: WallPlayer, phase: AlarmPhase): void => {
  if (knowledge) knowledge = { ...knowledge, alarms: [fire(phase)] };
  player.refresh();
};

describe('a wall', () => {
  it('touches nothing before it knows the site, then shows one scene after the other', () => {
    const player = playerOf('Round');
    const known = knowledge;
    knowledge = undefined;
    player.refresh();
    player.touch();
    pass(60_000);
    expect(shown).toEqual([]);
    knowledge = known;
    player.refresh();
    player.refresh();
    pass(25_000);
    expect(shown).toEqual(['A', 'B', 'A']);
  });

  it('waits while somebody uses it, and then shows the same scene again for as long as it had left', () => {
    const player = playerOf('Round');
    player.refresh();
    pass(4_000);
    player.touch();
    pass(20_000);
    player.touch();
    pass(29_000);
    expect(shown).toEqual(['A']);
    pass(1_000);
    expect(shown).toEqual(['A', 'A']);
    pass(5_900);
    expect(shown).toHaveLength(2);
    pass(100);
    expect(shown).toEqual(['A', 'A', 'B']);
  });

  it('belongs to an urgent alarm until that is acknowledged, and goes on where it was', () => {
    const player = playerOf('Round');
    player.refresh();
    pass(4_000);
    alarmIs(player, 'unacknowledged');
    player.touch();
    pass(300_000);
    alarmIs(player, 'returned-unacknowledged');
    expect(shown).toEqual(['A', 'alarm:smoke/SD-1']);
    alarmIs(player, 'acknowledged');
    expect(shown.at(-1)).toBe('as it was after A');
    pass(5_900);
    expect(shown).toHaveLength(3);
    pass(100);
    expect(shown.at(-1)).toBe('B');
  });

  it('shows the overview, and says so, where nothing has its name; and the show once it is saved', () => {
    const player = playerOf('Rownd');
    player.refresh();
    pass(600_000);
    expect([shown, player.get().known]).toEqual([['overview'], false]);
    alarmIs(player, 'unacknowledged');
    expect(shown.at(-1)).toBe('alarm:smoke/SD-1');
    alarmIs(player, 'acknowledged');
    knowledge = withShows(scene('Rownd'));
    player.refresh();
    expect([shown.at(-1), player.get().known]).toEqual(['Rownd', true]);
  });

  it('follows an edit of what it shows, at once where nobody uses it, and never during an emergency', () => {
    const player = playerOf('A');
    player.refresh();
    knowledge = withShows({ ...scene('A'), screen: 'gone' }, scene('B'));
    player.refresh();
    expect([shown, player.get().complete]).toEqual([['A', 'A'], false]);
    knowledge = withShows({ ...scene('A'), screen: 'gone' });
    player.refresh();
    expect(shown).toHaveLength(2);
    alarmIs(player, 'unacknowledged');
    knowledge = { ...withShows(scene('A')), alarms: [fire('unacknowledged')] };
    player.refresh();
    expect(shown).toEqual(['A', 'A', 'alarm:smoke/SD-1']);
    alarmIs(player, 'acknowledged');
    expect([shown.at(-1), player.get().complete]).toEqual(['A', true]);
  });

  it('moves one step when the machine slept through many', () => {
    const player = playerOf('Round');
    player.refresh();
    nowMs = 1e6;
    for (const { work } of timers.splice(0)) work();
    expect(shown).toEqual(['A', 'B']);
    pass(9_900);
    expect(shown).toHaveLength(2);
  });
});
