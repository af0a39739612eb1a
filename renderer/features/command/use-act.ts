import { useCallback, useState } from 'react';
import type { IncidentActKind } from '#shared/domain/incident/acts.ts';
import type { JsonObject } from '#shared/domain/record/record.ts';
import { useRequest } from '#renderer/link/hooks.ts';

export interface Acting {
  /** Undefined while nobody has said who is here. */
  readonly by: string | undefined;
  act(kind: IncidentActKind, body?: JsonObject): Promise<boolean>;
  /** Why the last act did not count; `not-stored`: it did, but is not on disk. */
  readonly refused: string | undefined;
}

/** What the person at this station does in one incident. */
export function useAct(id: string, by: string | undefined): Acting {
  const ask = useRequest();
  const [refused, setRefused] = useState<string>();
  const act = useCallback(
    async (kind: IncidentActKind, body: JsonObject = {}): Promise<boolean> => {
      if (by === undefined) return false;
      const answer = await ask('incident.act', { id, by, kind, body });
      setRefused(answer.ok ? (answer.value.stored ? undefined : 'not-stored') : answer.error.code);
      return answer.ok;
    },
    [ask, id, by],
  );
  return { by, act, refused };
}
