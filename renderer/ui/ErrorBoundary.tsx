import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import styles from './EmptyState.module.css';

export interface BoundaryTexts {
  /** What broke, e.g. "This panel has stopped". */
  readonly title: string;
  /** What still works and what to do. */
  readonly reason: string;
  readonly retry: string;
}

interface Props {
  readonly texts: BoundaryTexts;
  readonly onError: (error: unknown, where: string) => void;
  readonly children: ReactNode;
}

/** Keeps a bug inside one panel, says so in its place, and lets the operator try again. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.props.onError(error, info.componentStack ?? '');
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className={styles.empty} role="alert">
        <p className={styles.title}>{this.props.texts.title}</p>
        <p className={styles.reason}>{this.props.texts.reason}</p>
        <p className={styles.reason}>{error.message}</p>
        <Button onClick={() => this.setState({ error: undefined })}>{this.props.texts.retry}</Button>
      </div>
    );
  }
}
