import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildSite } from '#shared/domain/site/build.ts';
import { incidentSite } from '#tests/builders/incident-site.ts';
import { testPlan } from '#tests/builders/incident.ts';
import { readPlans } from './plans.ts';

const site = buildSite(incidentSite(), 'r1');
const plan = testPlan();

describe("a site's own plans", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signalbox-plans-'));
    await mkdir(join(folder, 'plans'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('add to the shipped ones, and replace those of the same name', async () => {
    await writeFile(join(folder, 'plans/flood.json'), JSON.stringify(plan));
    await writeFile(join(folder, 'plans/fire.json'), JSON.stringify({ ...plan, id: 'fire' }));
    const read = await readPlans(folder, site);
    expect(read.ok && read.value.size).toBe(9);
    expect(read.ok && read.value.get('fire')?.name.en).toBe('Flood');
  });

  it('that are wrong are refused with file, path, found and expected', async () => {
    await writeFile(join(folder, 'plans/flood.json'), JSON.stringify({ ...plan, severity: 7 }));
    await writeFile(join(folder, 'plans/other.json'), JSON.stringify(plan));
    const read = await readPlans(folder, site);
    expect(!read.ok && read.error.detail).toMatch(
      /plans\/flood\.json: 1 problem\n {2}severity: found 7, expected/,
    );
    expect(!read.ok && read.error.detail).toMatch(
      /plans\/other\.json: 1 problem\n {2}id: found "flood", expected "other"/,
    );
  });

  it('are opened as the site says, and rules for no plan are refused', async () => {
    const never = buildSite(incidentSite({ incidentRules: [{ plan: 'fire', opens: [] }] }), 'r2');
    const read = await readPlans(folder, never);
    expect(read.ok && read.value.get('fire')?.opens).toEqual([]);
    const wrong = buildSite(incidentSite({ incidentRules: [{ plan: 'fier', opens: [] }] }), 'r3');
    const refused = await readPlans(folder, wrong);
    expect(!refused.ok && refused.error.detail).toContain(
      'incidentRules[0].plan: found "fier", expected a plan, did you mean "fire"?',
    );
  });
});
