import { useEffect, useState } from 'react';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { useRequest } from '#renderer/link/hooks.ts';

/**
 * What the journal of this station tells of an asset, newest first.
 * @param version read again when it changes. @returns undefined: on its way; null: could not be read.
 */
export function useAssetJournal(
  request: 'alarm.history' | 'command.history',
  assetId: string,
  limit: number,
  version: string,
): readonly JournalEntry[] | null | undefined {
  const ask = useRequest();
  const [answer, setAnswer] = useState<{
    readonly of: string;
    readonly entries: readonly JournalEntry[] | null;
  }>();
  useEffect(() => {
    let current = true;
    void ask(request, { assetId, limit }).then((result) => {
      if (current) setAnswer({ of: assetId, entries: result.ok ? result.value.entries : null });
    });
    return () => {
      current = false;
    };
  }, [ask, request, assetId, limit, version]);
  return answer?.of === assetId ? answer.entries : undefined;
}
