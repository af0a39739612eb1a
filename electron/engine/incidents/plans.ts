/** The plans of this site: those that come with the program, and the site's own, which add to them or replace them by id. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fire from '#assets/plans/fire.json';
import gas from '#assets/plans/gas.json';
import intrusion from '#assets/plans/intrusion.json';
import liftEntrapment from '#assets/plans/lift-entrapment.json';
import medical from '#assets/plans/medical.json';
import powerLoss from '#assets/plans/power-loss.json';
import severeWeather from '#assets/plans/severe-weather.json';
import waterLeak from '#assets/plans/water-leak.json';
import { assert } from '#shared/base/assert.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { checkPlan, parsePlanText } from '#shared/domain/plan/check.ts';
import type { Plan } from '#shared/domain/plan/document.ts';
import { describeProblems } from '#shared/domain/site/check.ts';
import { foundText, suggestion } from '#shared/domain/site/problem.ts';
import type { Site } from '#shared/domain/site/site.ts';

export type Plans = ReadonlyMap<string, Plan>;

/** In the order in which they are offered. */
const shipped: readonly unknown[] = [
  fire,
  liftEntrapment,
  waterLeak,
  powerLoss,
  gas,
  intrusion,
  medical,
  severeWeather,
];

export function shippedPlans(): Plans {
  return new Map(
    shipped.map((json) => {
      const checked = checkPlan(json);
      assert(checked.ok, 'a shipped plan passes its own check');
      return [checked.value.id, checked.value];
    }),
  );
}

/**
 * Reads `plans/*.json` of a site folder, where there is one, and fits the site's `incidentRules` into the plans.
 * @returns `bad-site` with every problem, each with file, path, found and expected.
 */
export async function readPlans(folder: string, site: Site): Promise<Result<Plans, 'bad-site'>> {
  const plans = new Map(shippedPlans());
  const problems: string[] = [];
  for (const file of await planFiles(join(folder, 'plans'))) {
    const read = await readPlan(file);
    if (read.ok) plans.set(read.value.id, read.value);
    else problems.push(read.error.detail);
  }
  const misnamed = site.document.incidentRules.flatMap(({ plan }, at) =>
    plans.has(plan)
      ? []
      : [
          {
            path: `incidentRules[${at}].plan`,
            found: foundText(plan),
            expected: `a plan${suggestion(plan, plans.keys())}`,
          },
        ],
  );
  if (misnamed.length > 0) problems.push(describeProblems(join(folder, 'site.json'), misnamed));
  if (problems.length > 0) return fail('bad-site', problems.join('\n'));
  for (const { plan: id, opens } of site.document.incidentRules) {
    const plan = plans.get(id);
    assert(plan, 'misnamed plans were refused');
    plans.set(id, { ...plan, opens });
  }
  return ok(plans);
}

async function planFiles(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    // Most sites bring none.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    return [folder];
  }
}

async function readPlan(file: string): Promise<Result<Plan, 'bad-plan'>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return fail('bad-plan', `${file}: cannot be read: ${String((error as NodeJS.ErrnoException).code)}`);
  }
  const checked = parsePlanText(text);
  if (!checked.ok) return fail('bad-plan', describeProblems(file, checked.problems));
  if (`${checked.value.id}.json` === basename(file)) return ok(checked.value);
  const expected = `${JSON.stringify(basename(file, '.json'))}, as the file is called`;
  return fail(
    'bad-plan',
    describeProblems(file, [{ path: 'id', found: foundText(checked.value.id), expected }]),
  );
}
