/** Incidents in words that every screen shares. */
import type { Incident, TaskState } from '#shared/domain/incident/incident.ts';
import type { PlanTask } from '#shared/domain/plan/document.ts';
import type { Site } from '#shared/domain/site/site.ts';

export type Language = 'zh' | 'en';

/** E.g. `7F-E2`, or `7F-E2 +3`. */
export function placeOf(site: Site, incident: Pick<Incident, 'zones'>): string {
  const [first, ...others] = incident.zones;
  if (first === undefined) return '–';
  const name = site.zoneById.has(first) ? first : `${first}?`;
  return others.length === 0 ? name : `${name} +${others.length}`;
}

export function planTask(incident: Pick<Incident, 'plan'>, id: string | undefined): PlanTask | undefined {
  return incident.plan.tasks.find((task) => task.id === id);
}

export function taskState(incident: Pick<Incident, 'tasks'>, id: string | undefined): TaskState | undefined {
  return incident.tasks.find((task) => task.id === id);
}

/** Who does it: the person who has the role, else the role. */
export function doerOf(incident: Incident, task: PlanTask, language: Language): string {
  const role = incident.plan.roles.find(({ id }) => id === task.role);
  return incident.roles[task.role] ?? role?.name[language] ?? task.role;
}
