import { expect, it } from 'vitest';
import { RECORD_LIMIT } from '#shared/domain/record/read.ts';
import { incidentOf } from '#shared/domain/incident/fold.ts';
import { aCommand } from '#tests/builders/command.ts';
import { actAt, actsOf, opening, recordOf, shippedPlan } from '#tests/builders/incident.ts';
import { commandAct } from './commands.ts';

it('an incident with 5,000 news of commands can still be shared with other stations', () => {
  const plan = shippedPlan('fire');
  const begun = actsOf(opening(plan), ['take']);
  const incident = incidentOf(recordOf(begun));
  const because = plan.tasks.find(({ id }) => id.includes('door'))?.text.zh;
  const news = Array.from({ length: 5_000 }, (_, at) => {
    const command = aCommand({
      id: crypto.randomUUID() as ReturnType<typeof aCommand>['id'],
      assetName: { zh: '七层东侧疏散通道门禁 D-0708', en: 'Access door D-0708, escape route east, storey 7' },
      origin: { by: 'Zhou Ming', because, incidentId: incident.id },
      phase: 'proved',
      confirmedBy: 'Zhou Ming',
      feedback: 0,
    });
    const { kind, by, body } = commandAct(incident, command);
    return actAt(at + 10, kind, body, by);
  });
  const bytes = Buffer.byteLength(JSON.stringify(recordOf([...begun, ...news], 'INC-261125-01ABC')));
  expect(bytes).toBeGreaterThan(RECORD_LIMIT / 20);
  expect(bytes).toBeLessThan(RECORD_LIMIT / 2);
});
