import { describe, expect, it } from 'vitest';
import { buildSite } from '#shared/domain/site/build.ts';
import { planSchema, type PlanOffer } from '#shared/domain/plan/document.ts';
import { incidentSite } from '#tests/builders/incident-site.ts';
import { testPlan } from '#tests/builders/incident.ts';
import { offerTargets } from './offers.ts';
import { createPlaces } from './places.ts';

const text = (en: string): { zh: string; en: string } => ({ zh: `中${en}`, en });
const point = (quantity: string, command?: object): object => ({
  name: text(quantity),
  kind: 'binary',
  quantity,
  expectedPeriodS: 60,
  ...(command && { command: { topic: 'row/set/{asset}', ...command } }),
});
const choices = (...ids: string[]): object => ({
  input: { type: 'choice', choices: ids.map((id, expect) => ({ id, name: text(id), expect })) },
});

/** Doors in two rooms of 1F and one of 2F; a valve for a whole storey in 2F-B; a speaker that takes ten characters. */
const site = buildSite(
  incidentSite({
    assetClasses: {
      door: {
        name: text('Door'),
        discipline: 'security',
        points: { locked: point('door-locked', choices('unlock', 'lock')), open: point('door-open') },
      },
      valve: {
        name: text('Valve'),
        discipline: 'environment',
        points: { open: point('water-valve-open', choices('close', 'open')) },
      },
      speaker: {
        name: text('Speaker'),
        discipline: 'security',
        points: {
          on: point('announcing', { input: { type: 'text', maxLength: 10, expect: 1 } }),
          level: { ...point('volume', { input: { type: 'range', min: 0, max: 5 } }), kind: 'analog' },
        },
      },
    },
    assets: [
      ['D-1', 'door', '1F-A'],
      ['D-2', 'door', '1F-B'],
      ['D-3', 'door', '2F-A'],
      ['V-1', 'valve', '2F-B'],
      ['S-1', 'speaker', '1F-A'],
    ].map(([id, name, zone]) => ({ id, class: name, zone, position: [1, 1] })),
  }),
  'r1',
);
const places = createPlaces(site);

function offer(parts: object): PlanOffer {
  const [task] = testPlan().tasks;
  const read = planSchema.shape.tasks.parse([{ ...task, commands: [{ text: text('Do'), ...parts }] }]);
  return read[0]!.commands[0]!;
}
const targets = (zones: string[], parts: object): string[] =>
  offerTargets(site, places, zones, offer(parts)).map(({ point: { id }, value }) => `${id}=${value}`);

describe('what a plan offers to command', () => {
  it('is each point of the quantity in its scope, with the first action that it allows', () => {
    const release = { quantity: 'door-locked', action: ['release', 'unlock'], scope: 'storeys' };
    expect(targets(['1F-A'], release)).toEqual(['D-1.locked=unlock', 'D-2.locked=unlock']);
  });

  it('leaves out points that cannot be commanded, or not so', () => {
    expect(targets(['1F-A'], { quantity: 'door-open', action: 'open' })).toEqual([]);
    expect(targets(['1F-A'], { quantity: 'door-locked', action: 'explode' })).toEqual([]);
  });

  it('takes the narrowest scope that has such a device', () => {
    const close = { quantity: ['water-valve', 'water-valve-open'], action: 'close' };
    expect(targets(['2F-A'], { ...close, scope: ['zones', 'storeys'] })).toEqual(['V-1.open=close']);
    expect(targets(['1F-A'], { ...close, scope: ['zones', 'storeys'] })).toEqual([]);
    const lock = { quantity: 'door-locked', action: 'lock', scope: ['zones', 'site'] };
    expect(targets(['2F-A'], lock)).toEqual(['D-3.locked=lock']);
  });

  it('takes no more than it says', () => {
    const one = { quantity: 'door-locked', action: 'lock', scope: 'site', atMost: 1 };
    expect(targets([], one)).toEqual(['D-1.locked=lock']);
  });

  it('says words that fit, and numbers in range', () => {
    const words = { quantity: 'announcing', action: ['Leave by the stairs', 'Leave'] };
    expect(targets(['1F-A'], words)).toEqual(['S-1.on=Leave']);
    expect(targets(['1F-A'], { quantity: 'volume', action: ['on', '9', '4'] })).toEqual(['S-1.level=4']);
  });
});
