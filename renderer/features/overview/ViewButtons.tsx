import { useTranslation } from 'react-i18next';
import type { BuildingView, ViewState } from '#renderer/scene/view.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import styles from './ViewButtons.module.css';

export interface ViewButtonsProps {
  readonly state: ViewState;
  /** Something is selected whose storey can be isolated. */
  readonly canIsolate: boolean;
  readonly onState: (change: Partial<ViewState>) => void;
  readonly onHome: () => void;
  readonly onMove: (move: (view: BuildingView) => void) => void;
}

const STEP_DEG = 10;
const STEP_PX = 60;
const ZOOM = 1.25;
/** Opens at the middle: what lies inside is why one cuts. */
const FIRST_CUT = { axis: 'x', at: 0.5 } as const;

export function ViewButtons({ state, canIsolate, onState, onHome, onMove }: ViewButtonsProps) {
  const { t } = useTranslation('overview');
  const toggleIsolate = (): void =>
    onState({ isolatedStorey: state.isolatedStorey === undefined ? state.spotlight : undefined });
  const toggleSection = (): void => onState({ section: state.section ? undefined : FIRST_CUT });
  const group = t('keys.building');
  const turn = (key: string, azimuthDeg: number, elevationDeg: number) => ({
    keys: [`Shift+${key}`],
    text: t('keys.turn'),
    group,
    run: () => onMove((view) => view.orbitBy(azimuthDeg, elevationDeg)),
  });
  const pan = (key: string, x: number, y: number) => ({
    keys: [`Ctrl+${key}`],
    text: t('keys.pan'),
    group,
    run: () => onMove((view) => view.panBy(x, y)),
  });
  useKeyCommands([
    { keys: ['e'], text: t('view.explode'), group, run: () => onState({ exploded: !state.exploded }) },
    { keys: ['i'], text: t('view.isolate'), group, run: toggleIsolate },
    { keys: ['x'], text: t('view.section'), group, run: toggleSection },
    { keys: ['h'], text: t('view.home'), group, run: onHome },
    { keys: ['+', '='], text: t('keys.nearer'), group, run: () => onMove((view) => view.zoomBy(ZOOM)) },
    { keys: ['-'], text: t('keys.farther'), group, run: () => onMove((view) => view.zoomBy(1 / ZOOM)) },
    turn('ArrowLeft', -STEP_DEG, 0),
    turn('ArrowRight', STEP_DEG, 0),
    turn('ArrowUp', 0, STEP_DEG),
    turn('ArrowDown', 0, -STEP_DEG),
    pan('ArrowLeft', STEP_PX, 0),
    pan('ArrowRight', -STEP_PX, 0),
    pan('ArrowUp', 0, STEP_PX),
    pan('ArrowDown', 0, -STEP_PX),
  ]);
  const { section } = state;
  return (
    <div className={styles.column} role="toolbar" aria-label={t('view.label')} aria-orientation="vertical">
      <Button look="tool" pressed={state.exploded} onClick={() => onState({ exploded: !state.exploded })}>
        {t('view.explode')}
      </Button>
      <Button
        look="tool"
        pressed={state.isolatedStorey !== undefined}
        disabled={!canIsolate && state.isolatedStorey === undefined}
        title={canIsolate ? undefined : t('view.isolateHint')}
        onClick={toggleIsolate}
      >
        {t('view.isolate')}
      </Button>
      <Button look="tool" pressed={section !== undefined} onClick={toggleSection}>
        {t('view.section')}
      </Button>
      {section && (
        <div className={styles.section}>
          <Button
            look="tool"
            onClick={() => onState({ section: { ...section, axis: section.axis === 'x' ? 'y' : 'x' } })}
          >
            {t(`view.axis.${section.axis}`)}
          </Button>
          <input
            type="range"
            min={0.05}
            max={1}
            step={0.05}
            value={section.at}
            aria-label={t('view.sectionAt')}
            onChange={(event) => onState({ section: { ...section, at: event.target.valueAsNumber } })}
          />
        </div>
      )}
      <Button look="tool" onClick={onHome}>
        {t('view.home')}
      </Button>
    </div>
  );
}
