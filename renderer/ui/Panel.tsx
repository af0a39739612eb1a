import { createContext, useContext, useId, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { ErrorBoundary, type BoundaryTexts } from './ErrorBoundary.tsx';
import styles from './Panel.module.css';

export interface PanelDefaults {
  readonly boundaryTexts: BoundaryTexts;
  readonly onError: (error: unknown, where: string) => void;
}

/** The texts and the log that every panel's error boundary uses; provided once by the app. */
export const PanelContext = createContext<PanelDefaults>({
  boundaryTexts: { title: '', reason: '', retry: '↻' },
  onError: () => undefined,
});

export interface PanelProps {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A titled region of the screen with its own error boundary. */
export function Panel({ title, actions, children, className }: PanelProps) {
  const id = useId();
  const { boundaryTexts, onError } = useContext(PanelContext);
  return (
    <section className={cx(styles.panel, className)} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {actions}
      </header>
      <div className={styles.body}>
        <ErrorBoundary texts={boundaryTexts} onError={onError}>
          {children}
        </ErrorBoundary>
      </div>
    </section>
  );
}
