import { useEffect, useState } from 'react';
import type { PastIncident } from '#shared/protocol/incident-requests.ts';
import { useCollection, useLinkState, useRequest } from '#renderer/link/hooks.ts';

export interface Past {
  readonly incidents: readonly PastIncident[];
  /** The engine answered. */
  readonly known: boolean;
  readonly failed: string | undefined;
}

const MOST = 1_000;

/** Every incident that is kept, read again when one begins, goes on or ends, and when the engine is back. */
export function usePast(): Past {
  const ask = useRequest();
  const isLive = useLinkState()?.phase === 'live';
  const version = useCollection('incidents');
  const [past, setPast] = useState<Past>({ incidents: [], known: false, failed: undefined });
  useEffect(() => {
    let gone = false;
    void ask('incident.past', { limit: MOST }).then((answer) => {
      if (gone) return;
      setPast((before) =>
        answer.ok
          ? { incidents: answer.value.incidents, known: true, failed: undefined }
          : { ...before, failed: answer.error.code },
      );
    });
    return () => {
      gone = true;
    };
  }, [ask, version, isLive]);
  return past;
}
