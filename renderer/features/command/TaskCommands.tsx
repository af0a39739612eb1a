import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen, type Command } from '#shared/domain/command/command.ts';
import { offerTargets, type OfferTarget } from '#shared/domain/incident/offers.ts';
import type { CommandElsewhere } from '#shared/domain/command/elsewhere.ts';
import type { Places } from '#shared/domain/incident/places.ts';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { PlanTask } from '#shared/domain/plan/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
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

/**
 * The device commands that a task offers: one press asks for all of an offer, a second one confirms those that want it. The
 * key serves the offers one after the other.
 */
export function TaskCommands({ site, incident, places, plan, by }: TaskCommandsProps) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const ask = useRequest();
  const all = useCollection('commands');
  const elsewhere = useCollection('commandsElsewhere');
  const can = by !== undefined && incident.phase === 'open';
  const offers = plan.commands.map((offer) => {
    const key = `${plan.id}/${String(offer.action)}/${String(offer.quantity)}`;
    const targets = offerTargets(site, places, incident.zones, offer);
    const asked = latestOf(all.values(), incident.id, targets);
    const taken = incident.layer === 'drill' ? [] : takenElsewhere(elsewhere.values(), targets);
    return { key, offer, targets, asked, taken, waiting: asked.filter(({ phase }) => phase === 'asked') };
  });
  /** What the last press asked for, by offer: ids that wait for their confirmation, once the engine has answered for all. */
  const lastPress = useRef(new Map<string, Promise<string[]>>());
  const confirmAll = async (key: string, shown: readonly Command[], by: string): Promise<void> => {
    // Many doors come into this window one frame after the other: the second press means all that the first one asked for.
    const pressed = (await lastPress.current.get(key)) ?? [];
    lastPress.current.delete(key);
    for (const id of new Set([...shown.map(({ id }) => id as string), ...pressed]))
      void ask('command.confirm', { id, by });
  };
  const press = ({ key, targets, asked, taken, waiting }: (typeof offers)[number]): void => {
    if (!can) return;
    if (waiting.length > 0) return void confirmAll(key, waiting, by);
    const free = stillToAsk(targets, asked).filter(
      ({ point }) => !taken.some(({ pointId }) => pointId === point.id),
    );
    const because = plan.text[language];
    const about = { by, because, incidentId: incident.id, drill: incident.layer === 'drill' };
    const answers = free.map(({ point, value }) =>
      ask('command.ask', { pointId: point.id, value, ...about }),
    );
    lastPress.current.set(
      key,
      Promise.all(answers).then((all) =>
        all.flatMap((answer) => (answer.ok && answer.value.phase === 'asked' ? [answer.value.id] : [])),
      ),
    );
  };
  const some = offers.filter(({ targets }) => targets.length > 0);
  const next = some.find(({ asked, waiting }) => asked.length === 0 || waiting.length > 0) ?? some.at(-1);
  useKeyCommands(
    next ? [{ keys: ['x'], text: t('keys.command'), group: t('keys.group'), run: () => press(next) }] : [],
  );
  return offers.map((one) => {
    const { key, offer, targets, asked, taken, waiting } = one;
    if (targets.length === 0)
      return (
        <p key={key} className={styles.note}>
          {t('commands.none', { what: offer.text[language] })}
        </p>
      );
    const isWaiting = waiting.length > 0;
    return (
      <div key={key} className={styles.actions}>
        <Button look={isWaiting ? 'primary' : 'plain'} disabled={!can} onClick={() => press(one)}>
          {t(isWaiting ? 'commands.confirm' : 'commands.ask', {
            what: offer.text[language],
            count: isWaiting ? waiting.length : stillToAsk(targets, asked).length,
          })}
        </Button>
        {asked.length > 0 && <Progress asked={asked} />}
        {taken.length > 0 && (
          <span className={styles.note}>
            {t('commands.elsewhere', {
              count: taken.length,
              station: [...new Set(taken.map(({ stationId }) => stationId))].join(', '),
            })}
          </span>
        )}
      </div>
    );
  });
}

const DONE: readonly string[] = ['proved', 'rehearsed'];
const NOT_DONE: readonly string[] = ['failed', 'no-answer', 'refused', 'expired'];
const MOST_NAMED = 6;

/** How far they are, and by name those that did not do it. */
function Progress({ asked }: { readonly asked: readonly Command[] }) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const of = (phases: readonly string[]): Command[] => asked.filter(({ phase }) => phases.includes(phase));
  const notDone = of(NOT_DONE);
  const named = notDone
    .slice(0, MOST_NAMED)
    .map(({ assetName, phase }) => `${assetName[language]}: ${t(`commandState.${phase}`)}`);
  return (
    <span role="status">
      {t('commands.state', {
        proved: of(DONE).length,
        open: asked.filter(isOpen).length,
        failed: notDone.length,
      })}
      {named.length > 0 && (
        <span className={styles.notDone}>
          {named.join(' · ')}
          {notDone.length > named.length &&
            ` · ${t('commands.more', { count: notDone.length - named.length })}`}
        </span>
      )}
    </span>
  );
}

/** The same, that another station has under way just now: it is not sent a second time. */
function takenElsewhere(
  elsewhere: Iterable<CommandElsewhere>,
  targets: readonly OfferTarget[],
): readonly CommandElsewhere[] {
  return [...elsewhere].filter(
    ({ pointId, value, phase }) =>
      phase === 'sent' &&
      targets.some(({ point, value: wanted }) => point.id === pointId && wanted === value),
  );
}

/** Those that did not do it; everything where nothing was asked yet, or all is done and wanted once more. */
function stillToAsk(targets: readonly OfferTarget[], asked: readonly Command[]): readonly OfferTarget[] {
  const settled = new Set(
    asked.filter((one) => isOpen(one) || DONE.includes(one.phase)).map(({ pointId }) => pointId),
  );
  const left = targets.filter(({ point }) => !settled.has(point.id));
  return left.length > 0 ? left : targets;
}

/** The newest of this incident for each target. */
function latestOf(all: Iterable<Command>, incidentId: string, targets: readonly OfferTarget[]): Command[] {
  const wanted = new Map(targets.map(({ point, value }) => [point.id as string, value]));
  const latest = new Map<string, Command>();
  for (const command of all) {
    // The same door may be released by one step and locked again by another.
    if (command.origin.incidentId !== incidentId || wanted.get(command.pointId) !== command.value) continue;
    const known = latest.get(command.pointId);
    if (!known || command.askedAtMs >= known.askedAtMs) latest.set(command.pointId, command);
  }
  return [...latest.values()];
}
