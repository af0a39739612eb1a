import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import { useSite } from '#renderer/link/hooks.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { IncidentList } from './IncidentList.tsx';
import type { ReportsPorts } from './ports.ts';
import { ReportBar } from './ReportBar.tsx';
import styles from './ReportsScreen.module.css';
import { ReportView } from './ReportView.tsx';
import { usePast } from './use-past.ts';
import { useReport } from './use-report.ts';

export interface ReportsScreenProps extends ReportsPorts {
  /** Id of the incident; undefined: the latest. */
  readonly selected: string | undefined;
}

export function ReportsScreen(props: ReportsScreenProps) {
  const { t } = useTranslation('reports');
  const site = useSite();
  if (!site) return <EmptyState title={t('noSite')} />;
  return <SiteReports {...props} site={site} />;
}

function SiteReports({ site, selected, ...ports }: ReportsScreenProps & { readonly site: Site }) {
  const { t } = useTranslation('reports');
  const past = usePast();
  const id = selected ?? past.incidents[0]?.id;
  const shown = useReport(id);
  return (
    <div className={styles.screen}>
      <div className={styles.list} data-screen-only>
        <Panel title={t('list.title', { count: past.incidents.length })} className={styles.listPanel}>
          <IncidentList site={site} past={past} selected={id} onSelect={ports.openReport} />
        </Panel>
      </div>
      <section className={styles.report} aria-label={t('label')}>
        {shown.read ? (
          <>
            <ReportBar read={shown.read} ports={ports} onRead={shown.replace} />
            <div className={styles.paper}>
              <ReportView key={shown.read.report.incident.id} site={site} read={shown.read} />
            </div>
          </>
        ) : (
          <NothingShown failed={shown.failed} loading={id !== undefined} />
        )}
      </section>
    </div>
  );
}

function NothingShown({
  failed,
  loading,
}: {
  readonly failed: string | undefined;
  readonly loading: boolean;
}) {
  const { t } = useTranslation('reports');
  if (failed !== undefined) return <EmptyState title={t('failed.title')} reason={t(`failed.${failed}`)} />;
  if (loading) return <EmptyState title={t('reading')} />;
  return <EmptyState title={t('none.title')} reason={t('none.reason')} />;
}
