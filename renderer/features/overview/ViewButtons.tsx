import { useTranslation } from 'react-i18next';
import type { BuildingView, ViewState } from '#renderer/scene/view.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import styles from './ViewButtons.module.css';

export interface ViewButtonsProps {
  readonly state: ViewState;
  /** Plans cannot be exploded or cut. */
  readonly flat: boolean;
  /** Something is selected whose storey can be isolated. */
  readonly canIsolate: boolean;
  /** Ways out are shown. */
  readonly routes: boolean;
  readonly onRoutes: () => void;
  readonly onState: (change: Partial<ViewState>) => void;
  readonly onHome: () => void;
  readonly onMove: (move: (view: BuildingView) => void) => void;
}

const STEP_DEG = 10;
const STEP_PX = 60;
const ZOOM = 1.25;
/** Opens at the middle: what lies inside is why one cuts. */
const FIRST_CUT = { axis: 'x', at: 0.5 } as const;

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;

/** A step to the right or downwards for the arrow pressed, the other way for its opposite. */
function along(key: string, right: number, down: number): [number, number] {
  if (key === 'ArrowLeft' || key === 'ArrowRight') return [key === 'ArrowRight' ? right : -right, 0];
  return [0, key === 'ArrowDown' ? down : -down];
}

export function ViewButtons(props: ViewButtonsProps) {
  const { state, flat, canIsolate, routes, onRoutes, onState, onHome, onMove } = props;
  const { t } = useTranslation('overview');
  const toggleIsolate = (): void =>
    onState({ isolatedStorey: state.isolatedStorey === undefined ? state.spotlight : undefined });
  const toggleSection = (): void => onState({ section: state.section ? undefined : FIRST_CUT });
  const group = t('keys.building');
  useKeyCommands([
    { keys: ['e'], text: t('view.explode'), group, run: () => onState({ exploded: !state.exploded }) },
    { keys: ['i'], text: t('view.isolate'), group, run: toggleIsolate },
    { keys: ['x'], text: t('view.section'), group, run: toggleSection },
    { keys: ['r'], text: t('view.routes'), group, run: onRoutes },
    { keys: ['h'], text: t('view.home'), group, run: onHome },
    { keys: ['+', '='], text: t('keys.nearer'), group, run: () => onMove((view) => view.zoomBy(ZOOM)) },
    { keys: ['-'], text: t('keys.farther'), group, run: () => onMove((view) => view.zoomBy(1 / ZOOM)) },
    {
      keys: ARROWS.map((arrow) => `Shift+${arrow}`),
      text: t('keys.turn'),
      group,
      run: ({ key }) => onMove((view) => view.orbitBy(...along(key, STEP_DEG, -STEP_DEG))),
    },
    {
      keys: ARROWS.map((arrow) => `Ctrl+${arrow}`),
      text: t('keys.pan'),
      group,
      run: ({ key }) => onMove((view) => view.panBy(...along(key, -STEP_PX, -STEP_PX))),
    },
  ]);
  const { section } = state;
  return (
    <div className={styles.column} role="toolbar" aria-label={t('view.label')} aria-orientation="vertical">
      {!flat && (
        <Button look="tool" pressed={state.exploded} onClick={() => onState({ exploded: !state.exploded })}>
          {t('view.explode')}
        </Button>
      )}
      <Button
        look="tool"
        pressed={state.isolatedStorey !== undefined}
        disabled={!canIsolate && state.isolatedStorey === undefined}
        title={canIsolate ? undefined : t('view.isolateHint')}
        onClick={toggleIsolate}
      >
        {t('view.isolate')}
      </Button>
      {!flat && (
        <Button look="tool" pressed={section !== undefined} onClick={toggleSection}>
          {t('view.section')}
        </Button>
      )}
      {section && !flat && (
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
      <Button look="tool" pressed={routes} onClick={onRoutes}>
        {t('view.routes')}
      </Button>
      <Button look="tool" onClick={onHome}>
        {t('view.home')}
      </Button>
    </div>
  );
}
