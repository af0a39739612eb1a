/** One entry of the timeline in words. */
import type { TFunction } from 'i18next';
import type { Incident } from '#shared/domain/incident/incident.ts';
import type { TimelineEntry } from '#shared/domain/incident/timeline.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';
import { planTask, type Language } from './incident-text.ts';

export function timelineText(
  { kind, body, void: reason }: TimelineEntry,
  incident: Pick<Incident, 'plan'>,
  language: Language,
  t: TFunction<'command'>,
): string {
  const word = (key: string): string => (typeof body[key] === 'string' ? body[key] : '');
  const local = (value: unknown): string => (value as LocalizedText | undefined)?.[language] ?? '';
  const plan = planTask(incident, word('task'));
  const answer = plan?.ask?.answers.find(({ id }) => id === word('answer'))?.text[language];
  const alarm = body['alarm'] as { name?: unknown; zoneId?: string; phase?: string } | undefined;
  const facts: Readonly<Record<string, string>> = {
    task: plan?.text[language] ?? word('task'),
    detail: [answer, word('note') || word('reason') || word('text')].filter(Boolean).join(' · '),
    to: word('to') || word('into') || word('zone') || word('order'),
    role: local(incident.plan.roles.find(({ id }) => id === word('role'))?.name),
    plan: incident.plan.name[language],
    alarm: [alarm?.zoneId, local(alarm?.name)].filter(Boolean).join(' '),
    phase: alarm?.phase ? t(`phaseOfAlarm.${alarm.phase}`) : '',
    severity: String(body['severity'] ?? ''),
    who:
      local(plan?.notify.find(({ id }) => id === word('who'))?.name) ||
      local(body['person']) ||
      word('staffId') ||
      (word('escalation') && t(`orders.told.${word('escalation')}`)),
    order: local(body['title']),
    event: local(body['text']),
    command: [
      local(body['assetName']),
      local(body['name']),
      local(body['valueName']) || String(body['value'] ?? ''),
    ]
      .filter(Boolean)
      .join(' · '),
    state: stateText(kind, word('state'), t),
    holds: t(body['holds'] === true ? 'timeline.holds' : 'timeline.holdsNot'),
  };
  const text = t(`timeline.kind.${kind}`, facts).replace(/[\s·:：]+$/, '');
  return reason === undefined ? text : t('timeline.void', { text, reason: t(`refused.${reason}`) });
}

function stateText(kind: TimelineEntry['kind'], state: string, t: TFunction<'command'>): string {
  if (kind === 'command') return t(`commandState.${state}`);
  return kind === 'work-order' ? t(`orderState.${state}`) : '';
}
