import { useEffect, useState } from 'react';
import type { ReportRead } from '#shared/protocol/report-requests.ts';
import { useCollection, useRequest } from '#renderer/link/hooks.ts';

export interface Shown {
  readonly read: ReportRead | undefined;
  readonly failed: string | undefined;
  readonly replace: (read: ReportRead) => void;
}

/** The report of one incident, read again when something was done in it. */
export function useReport(id: string | undefined): Shown {
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
