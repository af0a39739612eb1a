import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { Point } from '#shared/domain/site/site.ts';
import { incidentSite } from '#tests/builders/incident-site.ts';
import { actsOf, opening, recordOf, shippedPlans, testPlan } from '#tests/builders/incident.ts';
import { closingStates, conditionHolds, readInjected } from './conditions.ts';
import { incidentOf } from './fold.ts';
import { createPlaces } from './places.ts';
import { belongs, confirming, suggestedPlans } from './signals.ts';

const text = (en: string): { zh: string; en: string } => ({ zh: `中${en}`, en });
const site = buildSite(incidentSite(), 'r1');
const places = createPlaces(site);

function alarmIn(zoneId: string, changes: Partial<Alarm> = {}): Alarm {
  const [storeyId = ''] = zoneId.split('-');
  return {
    id: `smoke/SD-${zoneId}.smoke` as AlarmId,
    ruleId: 'smoke',
    pointId: `SD-${zoneId}.smoke`,
    assetId: `SD-${zoneId}`,
    zoneId,
    storeyId,
    priority: 1,
    name: text('Smoke'),
    phase: 'unacknowledged',
    occurrence: 1,
    raisedAtMs: epochMs(1),
    clearedAtMs: undefined,
    acknowledgedAtMs: undefined,
    acknowledgedBy: undefined,
    raisedValue: 1,
    storedSeq: 1,
    ...changes,
  };
}

describe('places', () => {
  it.each([
    ['zones', ['1F-A']],
    ['neighbours', ['1F-A', '1F-B']],
    ['storeys', ['1F-A', '1F-B', '1F-C']],
    ['near-storeys', ['1F-A', '1F-B', '1F-C', '2F-A', '2F-B', '2F-C']],
  ] as const)('%s of a corner room', (scope, expected) => {
    expect(places.zonesIn(scope, ['1F-A', 'gone']).map(({ id }) => id)).toEqual(expected);
  });
  it('the whole site, and nowhere', () => {
    expect(places.zonesIn('site', [])).toHaveLength(9);
    expect(places.zonesIn('near-storeys', ['gone'])).toEqual([]);
  });
  it('points of a quantity there', () => {
    expect(places.pointsIn('neighbours', ['1F-A'], ['smoke']).map(({ id }) => id)).toEqual([
      'SD-1F-A.smoke',
      'SD-1F-B.smoke',
    ]);
  });
});

describe('signals', () => {
  const plans = [...shippedPlans().values()];
  it('an alarm on smoke proposes the fire plan; a silent detector proposes none', () => {
    expect(suggestedPlans(plans, site, alarmIn('1F-A')).map(({ id }) => id)).toEqual(['fire']);
    expect(suggestedPlans(plans, site, alarmIn('1F-A', { priority: 4 }))).toEqual([]);
  });

  const twice = testPlan().opens[0]!;
  it('two different detectors of a storey confirm each other', () => {
    const [one, two] = [alarmIn('1F-A'), alarmIn('1F-C')];
    expect(confirming(site, twice, two, [one, two])).toEqual([one, two]);
    expect(confirming(site, twice, one, [one, alarmIn('2F-A')])).toBeUndefined();
    expect(confirming(site, twice, two, [{ ...one, phase: 'returned-unacknowledged' }, two])).toBeUndefined();
    expect(confirming(site, twice, one, [one, { ...one, id: 'other/rule' as AlarmId }])).toBeUndefined();
  });

  const incident = incidentOf(recordOf(actsOf(opening())));
  it.each([
    ['of the cause, next storey', alarmIn('2F-C'), 'cause'],
    ['of the cause, two storeys away', alarmIn('3F-A'), undefined],
    ['of something else, next room', alarmIn('1F-B', { pointId: 'T-1F-B.temperature' }), 'place'],
    ['of something else, two rooms away', alarmIn('1F-C', { pointId: 'T-1F-C.temperature' }), undefined],
    [
      'of something minor, next room',
      alarmIn('1F-B', { pointId: 'T-1F-B.temperature', priority: 3 }),
      undefined,
    ],
  ])('an alarm %s', (_name, alarm, expected) => {
    expect(belongs(site, places, incident, alarm)).toBe(expected);
  });
});

describe('conditions', () => {
  const incident = incidentOf(recordOf(actsOf(opening())));
  const garage = incident.plan.tasks.find(({ id }) => id === 'garage')!.when[0]!;
  const hot = (ids: readonly string[]) => (point: Point) => (ids.includes(point.id) ? 50 : undefined);

  it('any point is enough, silence is not', () => {
    if (garage.type !== 'points') throw new Error('the plan has changed');
    expect(conditionHolds(garage, incident, places, hot(['T-3F-C.temperature']))).toBe(true);
    expect(conditionHolds(garage, incident, places, () => undefined)).toBe(false);
    expect(conditionHolds({ ...garage, which: 'all' }, incident, places, hot(['T-3F-C.temperature']))).toBe(
      false,
    );
  });

  it('closing names what is abnormal; a point that says nothing is not normal', () => {
    const states = closingStates(incident, places, () => undefined);
    expect(states.map(({ met }) => met)).toEqual([true, false]);
    expect(states[1]?.abnormal).toEqual(['T-1F-A.temperature']);
    expect(closingStates(incident, places, () => 20).every(({ met }) => met)).toBe(true);
  });

  it('a drill sees only what was played in, and leaves nothing abnormal behind', () => {
    if (garage.type !== 'points') throw new Error('the plan has changed');
    const played = { pointId: 'T-3F-C.temperature', quantity: 'temperature', value: 60, text: text('Hot') };
    const drill = incidentOf(recordOf(actsOf(opening(undefined, { layer: 'drill' }), ['inject', played])));
    expect(conditionHolds(garage, drill, places, readInjected(drill))).toBe(true);
    expect(conditionHolds(garage, drill, places, readInjected({ injected: [] }))).toBe(false);
    expect(closingStates(drill, places, readInjected(drill)).every(({ met }) => met)).toBe(true);
  });
});
