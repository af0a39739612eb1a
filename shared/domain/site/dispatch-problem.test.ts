import { describe, expect, it } from 'vitest';
import { smallSite } from '#tests/builders/site.ts';
import { checkSite, describeProblems } from './check.ts';

const staff = [
  { id: 'zhao', name: { zh: '赵', en: 'Zhao' }, skills: ['lift'], shifts: [{ from: '08:00', to: '20:00' }] },
];
const skills = { lift: { zh: '电梯', en: 'Lifts' } };

function check(part: object) {
  return checkSite({ ...structuredClone(smallSite()), ...part });
}
function linesAfter(part: object): string[] {
  const checked = check(part);
  return checked.ok ? [] : describeProblems('site.json', checked.problems).split('\n').slice(1);
}

describe('staff and dispatch of a site', () => {
  it('may be left out: then there are targets, and nobody to send', () => {
    const checked = check({});
    expect(checked).toMatchObject({
      ok: true,
      value: { staff: [], dispatch: { assignment: 'one-key', answerTimeoutS: 120 } },
    });
    if (checked.ok) expect(checked.value.dispatch.targets[3].responseMin).toBe(60);
  });

  it('changes only the targets it names', () => {
    const checked = check({ dispatch: { targets: { 1: { responseMin: 5, resolutionMin: 60 } } } });
    if (!checked.ok) throw new Error('refused');
    expect(checked.value.dispatch.targets[1].responseMin).toBe(5);
    expect(checked.value.dispatch.targets[2].responseMin).toBe(30);
  });

  it('works every day where a shift names none', () => {
    const checked = check({ staff, dispatch: { skills } });
    if (!checked.ok) throw new Error('refused');
    expect(checked.value.staff[0]?.shifts[0]?.days).toHaveLength(7);
  });

  it.each<[string, object, string]>([
    [
      'a skill of nobody knows what',
      { staff: [{ ...staff[0], skills: ['lifts'] }], dispatch: { skills } },
      'staff[0].skills[0]: found "lifts", expected a skill of `dispatch.skills`, did you mean "lift"?',
    ],
    [
      'a duty manager who does not work here',
      { staff, dispatch: { skills, dutyManager: 'zhou' } },
      'dispatch.dutyManager: found "zhou", expected the id of one of `staff`, did you mean "zhao"?',
    ],
    [
      'two people of one id',
      { staff: [...staff, ...staff], dispatch: { skills } },
      'staff[1].id: found "zhao" again, expected an id of its own; staff[0].id is this one',
    ],
    [
      'a time that no clock shows',
      { staff: [{ ...staff[0], shifts: [{ from: '24:00', to: '08:00' }] }], dispatch: { skills } },
      'staff[0].shifts[0].from: found "24:00", expected a local time such as "08:00"',
    ],
    [
      'a need of a class that is not there',
      { dispatch: { skills, needs: { classes: { escalator: ['lift'] } } } },
      'dispatch.needs.classes.escalator: found "escalator", expected an asset class of this site',
    ],
    [
      'a need of a skill that is not there',
      { dispatch: { needs: { disciplines: { fire: ['fire'] } } } },
      'dispatch.needs.disciplines.fire[0]: found "fire", expected a skill of `dispatch.skills`',
    ],
    [
      'work that must be done before anybody must be there',
      { dispatch: { targets: { 2: { responseMin: 60, resolutionMin: 30 } } } },
      'dispatch.targets["2"].resolutionMin: found 30, expected at least the response of 60 minutes',
    ],
  ])('refuses %s', (_name, part, line) => {
    expect(linesAfter(part).map((text) => text.trim())).toEqual([line]);
  });
});
