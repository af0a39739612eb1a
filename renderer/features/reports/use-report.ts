import { useEffect, useState } from 'react';
import type { ReportRead } from '#shared/protocol/report-requests.ts';
import { useCollection, useLinkState, useRequest } from '#renderer/link/hooks.ts';

export interface Shown {
  /** What was read last, also while the engine is away. */
  readonly read: ReportRead | undefined;
  readonly failed: string | undefined;
  readonly replace: (read: ReportRead) => void;
}

interface Answer extends Pick<Shown, 'read' | 'failed'> {
  readonly id: string | undefined;
}

const NOTHING: Answer = { id: undefined, read: undefined, failed: undefined };

/** The report of one incident, read again when something was done in it, and when the engine is back. */
export function useReport(id: string | undefined): Shown {
  const ask = useRequest();
  const isLive = useLinkState()?.phase === 'live';
  const acts = useCollection('incidents').get(id ?? '')?.acts;
  const [last, setLast] = useState(NOTHING);
  useEffect(() => {
    if (id === undefined) return undefined;
    let gone = false;
    void ask('report.read', { id }).then((answer) => {
      if (gone) return;
      setLast((before) => {
        if (answer.ok) return { id, read: answer.value, failed: undefined };
        return { id, read: before.id === id ? before.read : undefined, failed: answer.error.code };
      });
    });
    return () => {
      gone = true;
    };
  }, [ask, id, acts, isLive]);
  const { read, failed } = last.id === id ? last : NOTHING;
  return { read, failed, replace: (next) => setLast({ id, read: next, failed: undefined }) };
}
