/** Incidents for tests: a plan with a branch, acts with stamps, and the shipped plans. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { present } from '#shared/base/assert.ts';
import { epochMs } from '#shared/base/brand.ts';
import { checkPlan, parsePlanText } from '#shared/domain/plan/check.ts';
import type { Plan, PlanInput } from '#shared/domain/plan/document.ts';
import { emptyRecord, type Act, type JsonObject, type SharedRecord } from '#shared/domain/record/record.ts';
import { writeStamp } from '#shared/domain/record/stamp.ts';

const text = (en: string): { zh: string; en: string } => ({ zh: `中${en}`, en });

/**
 * look? ─ wet ─► valve ─► pump          ─ dry ─► sensor
 * announce (optional, no order), garage (only while the water is high)
 */
const planInput: PlanInput = {
  schemaVersion: 1,
  id: 'flood',
  name: text('Flood'),
  severity: 2,
  suggestedBy: [{ quantity: 'smoke', priority: 2 }],
  opens: [{ signals: [{ quantity: 'smoke' }], assets: 2, within: 'storey' }],
  roles: [
    { id: 'operator', name: text('Operator'), duty: text('Looks') },
    { id: 'engineer', name: text('Engineer'), duty: text('Repairs') },
  ],
  tasks: [
    {
      id: 'look',
      text: text('Look'),
      role: 'operator',
      deadlineS: 60,
      ask: {
        text: text('Wet?'),
        answers: [
          { id: 'wet', text: text('Yes') },
          { id: 'dry', text: text('No') },
        ],
      },
      evidence: [{ id: 'picture', kind: 'photo', text: text('Picture') }],
    },
    { id: 'announce', text: text('Announce'), role: 'operator', optional: true },
    {
      id: 'valve',
      text: text('Close the valve'),
      role: 'engineer',
      deadlineS: 120,
      when: [{ type: 'answer', task: 'look', is: 'wet' }],
      notify: [{ id: 'owner', name: text('Owner') }],
      workOrder: { kind: 'plumbing', priority: 1, text: text('Close it by hand') },
    },
    {
      id: 'pump',
      text: text('Pump out'),
      role: 'engineer',
      after: ['valve'],
      when: [{ type: 'answer', task: 'look', is: 'wet' }],
    },
    {
      id: 'sensor',
      text: text('Sensor'),
      role: 'engineer',
      when: [{ type: 'answer', task: 'look', is: 'dry' }],
    },
    {
      id: 'garage',
      text: text('Clear the garage'),
      role: 'operator',
      when: [{ type: 'points', quantity: 'temperature', scope: 'site', above: 40 }],
    },
  ],
  closing: [
    { type: 'alarms', id: 'clear', text: text('Alarms are clear') },
    { type: 'points', id: 'cool', text: text('It is cool'), quantity: 'temperature', below: 30 },
  ],
  drill: [{ afterS: 0, quantity: 'smoke', value: 1, text: text('Water') }],
  sources: [{ title: 'Practice', use: text('All of it') }],
};

export function testPlan(changes: Partial<PlanInput> = {}): Plan {
  const checked = checkPlan({ ...planInput, ...changes });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

export const START_MS = 1_790_000_000_000;

/** Acts of one station, a second apart. */
export function actsOf(...written: readonly (readonly [kind: string, body?: object, by?: string])[]): Act[] {
  return written.map(([kind, body = {}, by = 'Chen'], at) => actAt(at, kind, body, by));
}

export function actAt(
  second: number,
  kind: string,
  body: object = {},
  by = 'Chen',
  stationId = 'desk-1',
): Act {
  const wallMs = START_MS + second * 1000;
  return {
    stamp: writeStamp({ wallMs, counter: 0, stationId }),
    kind,
    by,
    atMs: epochMs(wallMs),
    // What travels is JSON.
    body: JSON.parse(JSON.stringify(body)) as JsonObject,
  };
}

export function opening(plan: Plan = testPlan(), more: object = {}): readonly [string, object] {
  return ['open', { plan, layer: 'live', cause: 'hand', severity: plan.severity, zones: ['1F-A'], ...more }];
}

export function recordOf(acts: readonly Act[], id = 'INC-1'): SharedRecord {
  return { ...emptyRecord('incident', id), acts };
}

export const PLANS_FOLDER = fileURLToPath(new URL('../../assets/plans', import.meta.url));

/** File name → plan. */
export function shippedPlans(): ReadonlyMap<string, Plan> {
  const files = readdirSync(PLANS_FOLDER).filter((name) => name.endsWith('.json'));
  return new Map(
    files.map((name) => {
      const checked = parsePlanText(readFileSync(`${PLANS_FOLDER}/${name}`, 'utf8'));
      if (!checked.ok) throw new Error(`${name}: ${JSON.stringify(checked.problems)}`);
      return [name, checked.value];
    }),
  );
}

export function shippedPlan(id: string): Plan {
  return present(shippedPlans().get(`${id}.json`), `plan ${id}`);
}
