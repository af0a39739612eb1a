/** How the alarm rules of Riverside One are written: what is abnormal, how urgent, and the first thing to do. */
import type { LocalizedText, SiteDocumentInput } from '#shared/domain/site/document.ts';

export type RuleInput = NonNullable<SiteDocumentInput['alarmRules']>[number];
type Condition = RuleInput['condition'];

export const on = (condition: Condition): Condition => condition;
export const active = on({ type: 'state', in: [1] });

export function rule(
  id: string,
  name: LocalizedText,
  classes: string | string[],
  point: string,
  condition: Condition,
  priority: RuleInput['priority'],
  advice: LocalizedText,
  delays: { onDelayS?: number; offDelayS?: number } = {},
): RuleInput {
  return { id, name, on: { class: classes, point }, condition, priority, ...delays, advice };
}
