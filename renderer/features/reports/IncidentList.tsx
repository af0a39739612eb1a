import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import type { PastIncident } from '#shared/protocol/incident-requests.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { Segmented } from '#renderer/ui/Segmented.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { VirtualList } from '#renderer/ui/VirtualList.tsx';
import styles from './IncidentList.module.css';
import type { Past } from './use-past.ts';

const KINDS = ['all', 'live', 'drill'] as const;
type Kind = (typeof KINDS)[number];

/** What happened, newest first; the arrows lead from report to report. */
export function IncidentList({
  site,
  past,
  selected,
  onSelect,
}: {
  readonly site: Site;
  readonly past: Past;
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}) {
  const { t } = useTranslation('reports');
  const [kind, setKind] = useState<Kind>('all');
  const items = past.incidents.filter(({ layer }) => kind === 'all' || layer === kind);
  return (
    <div className={styles.column}>
      <div className={styles.bar}>
        <Segmented
          label={t('list.kind')}
          value={kind}
          onChange={setKind}
          segments={KINDS.map((value) => ({ value, text: t(`list.${value}`) }))}
        />
      </div>
      <div className={styles.rows}>
        <VirtualList
          label={t('list.label')}
          items={items}
          keyOf={({ id }) => id}
          rowRem={6.4}
          selectedKey={selected}
          autoFocus
          onSelect={({ id }) => onSelect(id)}
          renderRow={(incident) => <Row site={site} incident={incident} />}
          empty={<Empty past={past} kind={kind} />}
        />
      </div>
    </div>
  );
}

function Row({ site, incident }: { readonly site: Site; readonly incident: PastIncident }) {
  const { t } = useTranslation('reports');
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  const { id, name, layer, phase, openedAtMs, closedAtMs } = incident;
  const lasted = closedAtMs === undefined ? '' : time.span(closedAtMs - openedAtMs);
  return (
    <div className={styles.row}>
      <span className={styles.name}>
        {layer === 'drill' && <span className={styles.drill}>{t('drill')}</span>}
        {name[language]}
      </span>
      <span className={styles.when}>{time.moment(openedAtMs, live.engineNowMs())}</span>
      <span className={styles.id}>{id}</span>
      <span className={styles.state}>{[t(`phase.${phase}`), lasted].filter(Boolean).join(' · ')}</span>
    </div>
  );
}

function Empty({ past, kind }: { readonly past: Past; readonly kind: Kind }) {
  const { t } = useTranslation('reports');
  if (past.failed !== undefined)
    return <EmptyState title={t('failed.title')} reason={t(`failed.${past.failed}`)} />;
  if (!past.known) return <EmptyState title={t('reading')} />;
  return <EmptyState title={t(`list.empty.${kind}`)} reason={t('none.reason')} />;
}
