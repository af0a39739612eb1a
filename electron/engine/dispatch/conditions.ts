/** What the screen must say loudly of an order: that nobody has it, or that its engineer was not reached. */
import type { Health } from '#shared/base/health.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { isUnderWay, type WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { isCallingForHelp } from './wanted.ts';

export interface Conditions {
  look(order: WorkOrder): void;
}

export function createConditions(site: Site, health: Health): Conditions {
  const people = new Map(site.document.staff.map((person) => [person.id, person]));
  const manager = people.get(site.document.dispatch.dutyManager ?? '');
  const factsOf = (order: WorkOrder, person: (typeof site.document.staff)[number] | undefined) => ({
    order: order.id,
    place: site.zoneById.get(order.zoneId)?.id ?? order.zoneId,
    staffId: person?.id ?? '',
    contact: person?.contact ?? '–',
  });
  return {
    look(order) {
      const escalated = `dispatch.escalated:${order.id}`;
      const code = order.escalation === 'nobody-free' ? 'dispatch.nobody-free' : 'dispatch.response-late';
      if (isCallingForHelp(order))
        health.set(escalated, { code, severity: 'failure', facts: factsOf(order, manager) });
      else health.clear(escalated);
      const unreached = `dispatch.not-reached:${order.id}`;
      if (isUnderWay(order) && order.state === 'assigned' && order.reached === false)
        health.set(unreached, {
          code: 'dispatch.not-reached',
          severity: 'warning',
          facts: factsOf(order, people.get(order.assigneeId ?? '')),
        });
      else health.clear(unreached);
    },
  };
}
