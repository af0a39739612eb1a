import { useTranslation } from 'react-i18next';
import { isOpen, type Command } from '#shared/domain/command/command.ts';
import type { Places } from '#shared/domain/incident/places.ts';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { PlanTask } from '#shared/domain/plan/document.ts';
import type { PointCommand } from '#shared/domain/site/command.ts';
import type { Point, Site } from '#shared/domain/site/site.ts';
import { useCollection, useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import styles from './TaskCard.module.css';

interface TaskCommandsProps {
  readonly site: Site;
  readonly incident: IncidentView;
  readonly places: Places;
  readonly plan: PlanTask;
  readonly by: string | undefined;
}

/** The device commands that a task offers: one press asks for all of them, a second one confirms those that want it. */
export function TaskCommands(props: TaskCommandsProps) {
  const { plan } = props;
  return plan.commands.map((offer) => (
    <Offer key={`${String(offer.action)}/${String(offer.quantity)}`} {...props} offer={offer} />
  ));
}

function Offer({
  site,
  incident,
  places,
  plan,
  by,
  offer,
}: TaskCommandsProps & { readonly offer: PlanTask['commands'][number] }) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const ask = useRequest();
  const all = useCollection('commands');
  const targets = places
    .pointsIn(offer.scope, incident.zones, [offer.quantity].flat())
    .flatMap((point) => site.commandById.get(point.id) ?? [])
    .flatMap((command) => {
      const value = valueFor(command, [offer.action].flat());
      return value === undefined ? [] : [{ point: command.point, value }];
    });
  const asked = latestOf(all.values(), incident.id, targets);
  const waiting = asked.filter(({ phase }) => phase === 'asked');
  const can = by !== undefined && incident.phase === 'open' && targets.length > 0;
  const press = (): void => {
    if (!can) return;
    for (const { id } of waiting) void ask('command.confirm', { id, by });
    if (waiting.length > 0) return;
    for (const { point, value } of targets) {
      void ask('command.ask', {
        pointId: point.id,
        value,
        by,
        because: plan.text[language],
        incidentId: incident.id,
        drill: incident.layer === 'drill',
      });
    }
  };
  useKeyCommands([{ keys: ['x'], text: t('keys.command'), group: t('keys.group'), run: press }]);
  if (targets.length === 0)
    return <p className={styles.note}>{t('commands.none', { what: offer.text[language] })}</p>;
  const count = (...phases: readonly string[]): number =>
    asked.filter(({ phase }) => phases.includes(phase)).length;
  return (
    <div className={styles.actions}>
      <Button look={waiting.length > 0 ? 'primary' : 'plain'} disabled={!can} onClick={press}>
        {t(waiting.length > 0 ? 'commands.confirm' : 'commands.ask', {
          what: offer.text[language],
          count: targets.length,
        })}
      </Button>
      {asked.length > 0 && (
        <span role="status">
          {t('commands.state', {
            proved: count('proved', 'rehearsed'),
            open: asked.filter(isOpen).length,
            failed: count('failed', 'no-answer', 'refused', 'expired'),
          })}
        </span>
      )}
    </div>
  );
}

interface Target {
  readonly point: Point;
  readonly value: string | number;
}

/** The first of the actions that this point allows. */
function valueFor({ input }: PointCommand, actions: readonly string[]): string | number | undefined {
  switch (input.type) {
    case 'choice':
      return actions.find((action) => input.choices.some(({ id }) => id === action));
    case 'text':
      return actions.find((action) => action.length <= input.maxLength);
    case 'range':
      return actions.map(Number).find((value) => value >= input.min && value <= input.max);
  }
}

/** The newest of this incident for each target. */
function latestOf(all: Iterable<Command>, incidentId: string, targets: readonly Target[]): Command[] {
  const wanted = new Set(targets.map(({ point }) => point.id as string));
  const latest = new Map<string, Command>();
  for (const command of all) {
    if (command.origin.incidentId !== incidentId || !wanted.has(command.pointId)) continue;
    const known = latest.get(command.pointId);
    if (!known || command.askedAtMs >= known.askedAtMs) latest.set(command.pointId, command);
  }
  return [...latest.values()];
}
