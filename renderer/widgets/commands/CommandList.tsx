import { useId, useMemo, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PointCommand } from '#shared/domain/site/command.ts';
import type { Asset, Site } from '#shared/domain/site/site.ts';
import { useCollection, useLinkState, useOrigin, useVitals } from '#renderer/link/hooks.ts';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import styles from './CommandList.module.css';
import { CommandRow } from './CommandRow.tsx';
import { latestByPoint } from './command-view.ts';
import type { CommandPorts } from './ports.ts';

export interface CommandListProps extends CommandPorts {
  readonly site: Site;
  readonly asset: Asset;
}

/** What may be asked of the points of an asset. */
export function commandsOf(site: Site, asset: Asset): PointCommand[] {
  return asset.points.flatMap(({ id }) => site.commandById.get(id) ?? []);
}

/** The commands of an asset, each with its way to the proof. Nothing where nothing can be commanded. */
export function CommandList({ site, asset, ...ports }: CommandListProps) {
  const { t } = useTranslation('commands');
  const commands = commandsOf(site, asset);
  const all = useCollection('commands');
  const latest = useMemo(() => latestByPoint(all), [all]);
  const elsewhere = useCollection('commandsElsewhere');
  const list = useRef<HTMLUListElement>(null);
  const reasonId = useId();
  const cutOff = useCutOff(commands);
  useKeyCommands([
    { keys: ['c'], text: t('keys.focus'), group: t('title'), run: () => controls(list.current)[0]?.focus() },
  ]);
  if (commands.length === 0) return null;
  return (
    <>
      {cutOff !== undefined && (
        <p id={reasonId} className={styles.reason}>
          {t(`cutOff.${cutOff}`)}
        </p>
      )}
      <ul
        ref={list}
        className={styles.list}
        aria-label={t('title')}
        onKeyDown={(event) => moveFocus(event, list.current)}
      >
        {commands.map((command) => (
          <CommandRow
            key={command.point.id}
            {...ports}
            site={site}
            command={command}
            latest={latest.get(command.point.id)}
            elsewhere={[...elsewhere.values()].filter(({ pointId }) => pointId === command.point.id)}
            disabled={cutOff !== undefined}
            describedBy={cutOff === undefined ? undefined : reasonId}
          />
        ))}
      </ul>
    </>
  );
}

/** Why nothing can be sent: a command is never kept for later. */
function useCutOff(commands: readonly PointCommand[]): 'engine' | 'broker' | undefined {
  const link = useLinkState();
  const known = useOrigin() === 'engine';
  const vitals = useVitals();
  if (!known || link?.phase !== 'live') return 'engine';
  const connected = (brokerId: string): boolean =>
    vitals?.connections.some((one) => one.brokerId === brokerId && one.state === 'online') ?? false;
  return commands.every(({ brokerId }) => connected(brokerId)) ? undefined : 'broker';
}

function controls(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-command]:not(:disabled)') ?? [])];
}

/** Arrows go from control to control, but within a field they are the field's. */
function moveFocus(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.target instanceof HTMLInputElement) return;
  const all = controls(list);
  const next = all[all.indexOf(event.target as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}
