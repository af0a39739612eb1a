import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createPlaces } from '#shared/domain/incident/places.ts';
import { progressOf } from '#shared/domain/incident/incident.ts';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { cx } from '#renderer/ui/cx.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { RoutesPanel } from '#renderer/widgets/routes/RoutesPanel.tsx';
import { placeOf, planTask } from '#renderer/widgets/incident/incident-text.ts';
import { ClosingPanel } from './ClosingPanel.tsx';
import { CommandBuilding } from './CommandBuilding.tsx';
import styles from './IncidentDesk.module.css';
import { NearbyPanel } from './NearbyPanel.tsx';
import { PeoplePanel } from './PeoplePanel.tsx';
import { PlanList } from './PlanList.tsx';
import { ScorePanel } from './ScorePanel.tsx';
import type { CommandPorts } from './ports.ts';
import { TaskCard, type TaskCardProps } from './TaskCard.tsx';
import { TaskOrders, type TaskOrdersProps } from './TaskOrders.tsx';
import { Timeline } from './Timeline.tsx';
import { useAct } from './use-act.ts';
import { usePainted } from './use-painted.ts';
import { useWaysOut } from './use-ways-out.ts';

/** Everything about one incident on one screen. */
export function IncidentDesk({
  site,
  incident,
  ports,
}: {
  readonly site: Site;
  readonly incident: IncidentView;
  readonly ports: CommandPorts;
}) {
  const { t } = useTranslation('command');
  const [chosen, setChosen] = useState<string>();
  const { isPainted: isTold, paint: onRead } = usePainted();
  const acting = useAct(incident.id, ports.operatorName);
  const places = useMemo(() => createPlaces(site), [site]);
  const ways = useWaysOut(site, incident, places);
  const { settled, total } = progressOf(incident);
  const shared = { site, incident, acting, places };
  const task = chosen ?? incident.nextTask;
  return (
    <div className={styles.desk}>
      <Heading site={site} incident={incident} />
      {acting.refused !== undefined && (
        <p className={styles.refused} role="status">
          {t(`refused.${acting.refused}`)}
        </p>
      )}
      <div className={styles.columns}>
        <div className={styles.left}>
          <StepPanels
            {...shared}
            task={task}
            onSettled={() => setChosen(undefined)}
            onOrder={ports.openOrder}
          />
          <Panel title={t('plan.title', { settled, total })} className={styles.plan}>
            <PlanList site={site} incident={incident} chosen={task} onChoose={setChosen} />
          </Panel>
        </div>
        <div className={styles.middle}>
          <CommandBuilding site={site} incident={incident} routes={ways.scene} drawn={isTold} />
          {ways.picture && (
            <RoutesPanel
              site={site}
              picture={ways.picture}
              zones={ways.zones}
              onZone={() => undefined}
              className={styles.routes}
            />
          )}
          <Panel title={t('nearby.title')} className={styles.nearby}>
            <NearbyPanel incident={incident} places={places} onOpen={ports.openEquipment} />
          </Panel>
        </div>
        <div className={styles.right}>
          <Panel title={t('people.title')}>
            <PeoplePanel incident={incident} acting={acting} />
          </Panel>
          <Panel title={t('closing.title')}>
            <ClosingPanel {...shared} toReport={ports.toReport} />
          </Panel>
          <Panel title={t('timeline.title')} className={styles.timeline}>
            <Timeline site={site} incident={incident} acting={acting} onRead={onRead} />
          </Panel>
        </div>
      </div>
    </div>
  );
}

/** What to do now, with everything one can do about it; once a drill has ended, how it went. */
function StepPanels({ onOrder, ...card }: TaskCardProps & Pick<TaskOrdersProps, 'onOrder'>) {
  const { t } = useTranslation('command');
  const { site, incident, acting, task } = card;
  const isOpen = incident.phase === 'open';
  return (
    <>
      {incident.layer === 'drill' && !isOpen && (
        <Panel title={t('score.title')} className={styles.card}>
          <ScorePanel site={site} incident={incident} />
        </Panel>
      )}
      <Panel
        title={t(isOpen && incident.nextTask === task ? 'step.next' : 'step.chosen')}
        className={styles.card}
      >
        <TaskCard key={task} {...card} />
        <TaskOrders
          site={site}
          incident={incident}
          plan={planTask(incident, task)}
          by={acting.by}
          onOrder={onOrder}
        />
      </Panel>
    </>
  );
}

function Heading({ site, incident }: { readonly site: Site; readonly incident: IncidentView }) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  useTick(1000);
  const isDrill = incident.layer === 'drill';
  const isOpen = incident.phase === 'open';
  const lasted = (incident.closedAtMs ?? live.engineNowMs()) - incident.openedAtMs;
  const late = incident.tasks.filter((task) => task.late && task.status === 'active').length;
  return (
    <header className={cx(styles.heading, isOpen && !isDrill && styles.open, isDrill && styles.drill)}>
      <h2>
        <PriorityShape level={incident.severity} hollow={isDrill || !isOpen} />
        {isDrill && <strong className={styles.drillWord}>{t('drill.word')}</strong>}
        {`${incident.plan.name[language]} ${incident.id}`}
      </h2>
      <span>{placeOf(site, incident)}</span>
      <span>{t('head.started', { at: time.moment(incident.openedAtMs, live.engineNowMs()) })}</span>
      <span className={styles.clock}>{t('head.lasted', { span: time.stopwatch(lasted) })}</span>
      <span>{t(`phase.${incident.phase}`)}</span>
      {late > 0 && <strong className={styles.late}>{t('head.late', { count: late })}</strong>}
      <span className={styles.commander}>
        {incident.commander === undefined
          ? t('head.nobody')
          : t('head.commander', { name: incident.commander })}
      </span>
    </header>
  );
}
