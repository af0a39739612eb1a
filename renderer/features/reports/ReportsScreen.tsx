import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import type { PastIncident } from '#shared/protocol/incident-requests.ts';
import type { ReportRead } from '#shared/protocol/report-requests.ts';
import { useCollection, useRequest, useSite } from '#renderer/link/hooks.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { IncidentList } from './IncidentList.tsx';
import type { ReportsPorts } from './ports.ts';
import { ReportBar } from './ReportBar.tsx';
import styles from './ReportsScreen.module.css';
import { ReportView } from './ReportView.tsx';

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

export interface Past {
  readonly incidents: readonly PastIncident[];
  /** The engine answered. */
  readonly known: boolean;
  readonly failed: string | undefined;
}

const MOST = 1_000;

/** Every incident that is kept, read again when one begins, goes on or ends. */
function usePast(): Past {
  const ask = useRequest();
  const version = useCollection('incidents');
  const [past, setPast] = useState<Past>({ incidents: [], known: false, failed: undefined });
  useEffect(() => {
    let gone = false;
    void ask('incident.past', { limit: MOST }).then((answer) => {
      if (gone) return;
      setPast((before) =>
        answer.ok
          ? { incidents: answer.value.incidents, known: true, failed: undefined }
          : { ...before, failed: answer.error.code },
      );
    });
    return () => {
      gone = true;
    };
  }, [ask, version]);
  return past;
}

interface Shown {
  readonly read: ReportRead | undefined;
  readonly failed: string | undefined;
  readonly replace: (read: ReportRead) => void;
}

/** The report of one incident, read again when something was done in it. */
function useReport(id: string | undefined): Shown {
  const ask = useRequest();
  const acts = useCollection('incidents').get(id ?? '')?.acts;
  const [shown, setShown] = useState<{ readonly read?: ReportRead; readonly failed?: string }>({});
  useEffect(() => {
    if (id === undefined) return undefined;
    let gone = false;
    void ask('report.read', { id }).then((answer) => {
      if (!gone) setShown(answer.ok ? { read: answer.value } : { failed: answer.error.code });
    });
    return () => {
      gone = true;
    };
  }, [ask, id, acts]);
  const isIts = shown.read?.report.incident.id === id;
  return {
    read: isIts ? shown.read : undefined,
    failed: shown.failed,
    replace: (read) => setShown({ read }),
  };
}
