import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnvironmentLayer } from '#shared/domain/overlay/environment.ts';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { Segmented } from '#renderer/ui/Segmented.tsx';
import styles from './OverviewScreen.module.css';
import { OVERLAY_KINDS, type OverlayKind } from './use-overlay.ts';

export interface LeftColumnProps {
  readonly overlay: OverlayKind;
  readonly onOverlay: (kind: OverlayKind) => void;
  readonly layer: number;
  readonly onLayer: (index: number) => void;
  readonly layers: readonly EnvironmentLayer[];
  /** Unit of the figures in the list; empty: doors are counted. */
  readonly unit: string;
  readonly children: ReactNode;
}

/** Which overlay, which quantity of it, and the storeys under it. */
export function LeftColumn({ overlay, onOverlay, layer, onLayer, layers, unit, children }: LeftColumnProps) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  const kinds = OVERLAY_KINDS.filter((kind) => kind !== 'environment' || layers.length > 0);
  useKeyCommands([
    {
      keys: ['o'],
      text: t('keys.overlay'),
      group: t('keys.building'),
      run: () => onOverlay(kinds[(kinds.indexOf(overlay) + 1) % kinds.length] ?? 'security'),
    },
  ]);
  return (
    <div className={styles.left}>
      <div className={styles.switches}>
        <Segmented
          label={t('overlay.label')}
          value={overlay}
          onChange={onOverlay}
          segments={kinds.map((kind) => ({ value: kind, text: t(`overlay.${kind}`) }))}
        />
        {overlay === 'environment' && (
          <Segmented
            label={t('overlay.quantity')}
            value={String(layer)}
            onChange={(value) => onLayer(Number(value))}
            className={styles.layers}
            segments={layers.map(({ name }, index) => ({ value: String(index), text: name[language] }))}
          />
        )}
      </div>
      <Panel
        title={
          <>
            {t('storeys.title')} ·{' '}
            <span className={styles.unit}>{unit === '' ? t('storeys.doors') : unit}</span>
          </>
        }
        className={styles.storeys}
      >
        {children}
      </Panel>
    </div>
  );
}
