import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import type { IncidentReport } from '#shared/domain/report/report.ts';
import type { ReportRead } from '#shared/protocol/report-requests.ts';
import { cx } from '#renderer/ui/cx.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { AlarmTable } from './AlarmTable.tsx';
import { CommandTable } from './CommandTable.tsx';
import { DeviationList } from './DeviationList.tsx';
import { OrderTable } from './OrderTable.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import { Picture } from './Picture.tsx';
import { placeText } from './report-text.ts';
import { Facts } from './Facts.tsx';
import styles from './Report.module.css';
import { ScoreTable } from './ScoreTable.tsx';
import { SealNote } from './SealNote.tsx';
import { StoreyMap } from './StoreyMap.tsx';
import { Summary } from './Summary.tsx';
import { TaskTable } from './TaskTable.tsx';
import { Timeline } from './Timeline.tsx';
import { TimesTable } from './TimesTable.tsx';

/** The paper: complete, in the order in which a reader asks. Times are those of the report's site. */
export function ReportView({ site, read }: { readonly site: Site; readonly read: ReportRead }) {
  const { t } = useTranslation('reports');
  const { report } = read;
  return (
    <article className={styles.report} aria-label={t('label')}>
      <Head read={read} />
      <Section title={t('section.summary')}>
        <Summary report={report} />
      </Section>
      {report.score && (
        <Section title={t('section.score')}>
          <ScoreTable report={report} score={report.score} />
        </Section>
      )}
      <Section title={t('section.deviations')}>
        <DeviationList report={report} />
      </Section>
      <Section title={t('section.times')}>
        <TimesTable report={report} />
      </Section>
      <Section title={t('section.place')}>
        <div className={styles.pictures}>
          <Picture site={site} report={report} />
          {report.map.map((map) => (
            <StoreyMap key={map.storeyId} map={map} />
          ))}
        </div>
        <p className={styles.note}>{t('map.legend')}</p>
      </Section>
      <Section title={t('section.commands')}>
        <CommandTable report={report} />
      </Section>
      <Section title={t('section.tasks')}>
        <TaskTable report={report} />
      </Section>
      <Section title={t('section.alarms')}>
        <AlarmTable report={report} />
      </Section>
      <Section title={t('section.orders')}>
        <OrderTable report={report} />
      </Section>
      <Section title={t('section.people')}>
        <PeopleTable report={report} />
      </Section>
      <Section title={t('section.timeline')}>
        <Timeline report={report} />
      </Section>
      <Section title={t('section.sources')}>
        <Sources report={report} />
      </Section>
      <Section title={t('section.seal')}>
        <SealNote read={read} />
      </Section>
    </article>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Head({ read: { report, seal } }: { readonly read: ReportRead }) {
  const { t } = useTranslation('reports');
  const [{ language }] = usePreferences();
  const time = useTimeTexts(report.site.timeZone);
  const { incident, plan, site } = report;
  const isDrill = incident.layer === 'drill';
  const facts: readonly (readonly [string, string])[] = [
    [t('fact.id'), incident.id],
    [t('fact.site'), site.name[language]],
    [t('fact.place'), placeText(report, language) || t('placeUnknown')],
    [t('fact.opened'), `${time.full(incident.openedAtMs)} · ${t(`cause.${incident.cause}`)}`],
    [t('fact.ended'), endText(report, t('stillRunning'), time.full)],
    [t('fact.severity'), String(incident.severity)],
    [t('fact.zone'), site.timeZone],
    [t('fact.written'), `${time.full(report.writtenAtMs)} · ${report.station}`],
  ];
  return (
    <header className={cx(styles.head, isDrill && styles.drillHead)}>
      <p className={styles.kind}>{t(isDrill ? 'title.drill' : 'title.live')}</p>
      <h2>{plan.name[language]}</h2>
      <p className={styles.note}>
        {t(seal ? 'state.sealed' : incident.phase === 'open' ? 'state.running' : 'state.unsealed', {
          seq: seal?.seq,
        })}
      </p>
      <Facts facts={facts} className={styles.facts} />
      {incident.closeReason !== undefined && (
        <p className={styles.notable}>{t('closedEarly', { reason: incident.closeReason })}</p>
      )}
      {incident.joinedInto !== undefined && <p>{t('joined', { id: incident.joinedInto })}</p>}
    </header>
  );
}

function endText(
  { incident: { closedAtMs, closedBy } }: IncidentReport,
  running: string,
  full: (atMs: number) => string,
): string {
  if (closedAtMs === undefined) return running;
  return closedBy === undefined ? full(closedAtMs) : `${full(closedAtMs)} · ${closedBy}`;
}

function Sources({ report: { plan } }: { readonly report: IncidentReport }) {
  const [{ language }] = usePreferences();
  return (
    <ul className={styles.list}>
      {plan.sources.map(({ title, clause, use }) => (
        <li key={`${title} ${clause ?? ''}`}>
          <cite lang="mul">{[title, clause].filter(Boolean).join(', ')}</cite>
          <span className={styles.quiet}> – {use[language]}</span>
        </li>
      ))}
    </ul>
  );
}
