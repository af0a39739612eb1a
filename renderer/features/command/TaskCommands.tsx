import { useTranslation } from 'react-i18next';
import { isOpen, type Command } from '#shared/domain/command/command.ts';
import { offerTargets, type OfferTarget } from '#shared/domain/incident/offers.ts';
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
  const can = by !== undefined && incident.phase === 'open';
  const offers = plan.commands.map((offer) => {
    const targets = offerTargets(site, places, incident.zones, offer);
    const asked = latestOf(all.values(), incident.id, targets);
    return { offer, targets, asked, waiting: asked.filter(({ phase }) => phase === 'asked') };
  });
  const press = ({ targets, asked, waiting }: (typeof offers)[number]): void => {
    if (!can) return;
    for (const { id } of waiting) void ask('command.confirm', { id, by });
    if (waiting.length > 0) return;
    for (const { point, value } of stillToAsk(targets, asked)) {
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
  const some = offers.filter(({ targets }) => targets.length > 0);
  const next = some.find(({ asked, waiting }) => asked.length === 0 || waiting.length > 0) ?? some.at(-1);
  useKeyCommands(
    next ? [{ keys: ['x'], text: t('keys.command'), group: t('keys.group'), run: () => press(next) }] : [],
  );
  return offers.map((one) => {
    const { offer, targets, asked, waiting } = one;
    const key = `${String(offer.action)}/${String(offer.quantity)}`;
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
