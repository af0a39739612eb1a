import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { TimelineEntry } from '#shared/domain/incident/timeline.ts';
import { useLive, useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { timelineLines, type TimelineLine } from '#renderer/widgets/incident/timeline-lines.ts';
import { timelineText } from '#renderer/widgets/incident/timeline-text.ts';
import { ReasonForm } from './ReasonForm.tsx';
import styles from './Timeline.module.css';
import type { Acting } from './use-act.ts';

const PAGE = 100;

/** Everything that happened, newest first; older pages are asked for. */
export function Timeline({
  site,
  incident,
  acting,
  onRead,
}: {
  readonly site: Site;
  readonly incident: IncidentView;
  readonly acting: Acting;
  /** The newest page stands on the screen, or could not be read. */
  readonly onRead: () => void;
}) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  const [noting, setNoting] = useState(false);
  const { entries, more, readMore, failed } = useTimeline(incident, onRead);
  useKeyCommands([
    {
      keys: ['o'],
      text: t('keys.note'),
      group: t('keys.group'),
      run: () => acting.by !== undefined && setNoting(true),
    },
  ]);
  const nowMs = live.engineNowMs();
  return (
    <div>
      {noting ? (
        <ReasonForm
          label={t('timeline.note')}
          action={t('timeline.add')}
          onCancel={() => setNoting(false)}
          onDone={(text) => {
            setNoting(false);
            void acting.act('note', { text });
          }}
        />
      ) : (
        <Button
          look="quiet"
          className={styles.add}
          disabled={acting.by === undefined}
          onClick={() => setNoting(true)}
        >
          {t('timeline.addNote')}
        </Button>
      )}
      {failed !== undefined && <p className={styles.quiet}>{t('timeline.failed')}</p>}
      <ol className={styles.list} aria-label={t('timeline.title')}>
        {newestFirst(entries).map(({ entry, devices }) => (
          <li key={entry.stamp} className={entry.void === undefined ? styles.row : styles.void}>
            <time>{time.moment(entry.atMs, nowMs)}</time>
            <span>{timelineText(counted(entry, devices), incident, language, t)}</span>
            <span className={styles.by}>{entry.by === 'engine' ? t('timeline.engine') : entry.by}</span>
          </li>
        ))}
      </ol>
      {more && (
        <Button look="quiet" onClick={readMore}>
          {t('timeline.more')}
        </Button>
      )}
    </div>
  );
}

function newestFirst(entries: readonly TimelineEntry[]): readonly TimelineLine[] {
  return timelineLines([...entries].reverse()).toReversed();
}

/** The other devices are counted behind the first, e.g. `Door D-0810 +29`; the report names each. */
function counted(entry: TimelineEntry, devices: TimelineLine['devices']): TimelineEntry {
  const [first] = devices;
  if (!first) return entry;
  const more = `+${devices.length - 1}`;
  const assetName = { zh: `${first.zh} ${more}`, en: `${first.en} ${more}` };
  return { ...entry, body: { ...entry.body, assetName } };
}

interface TimelineRead {
  readonly entries: readonly TimelineEntry[];
  readonly more: boolean;
  readonly failed: string | undefined;
  readMore(): void;
}

function useTimeline({ id, acts }: IncidentView, onRead: () => void): TimelineRead {
  const ask = useRequest();
  const [pages, setPages] = useState(1);
  const [read, setRead] = useState<Omit<TimelineRead, 'readMore'>>({
    entries: [],
    more: false,
    failed: undefined,
  });
  useEffect(() => {
    let gone = false;
    void ask('incident.timeline', { id, before: undefined, limit: pages * PAGE }).then((answer) => {
      if (gone) return;
      setRead((before) =>
        answer.ok ? { ...answer.value, failed: undefined } : { ...before, failed: answer.error.code },
      );
      onRead();
    });
    return () => {
      gone = true;
    };
  }, [ask, id, acts, pages, onRead]);
  return { ...read, readMore: useCallback(() => setPages((count) => count + 1), []) };
}
