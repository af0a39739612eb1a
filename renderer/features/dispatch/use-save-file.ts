import { useState } from 'react';
import type { WorkOrderFile } from '#shared/domain/work-order/file.ts';
import type { RequestFailure } from '#shared/protocol/requests.ts';
import { useRequest } from '#renderer/link/hooks.ts';
import { fetchFile } from './file-transfer.ts';

/** Hands a file to the browser's own saving; never opened here, whatever it is. */
export function useSaveFile(): {
  readonly problem: RequestFailure<'workOrder.file.read'> | undefined;
  readonly save: (file: WorkOrderFile) => void;
} {
  const ask = useRequest();
  const [problem, setProblem] = useState<RequestFailure<'workOrder.file.read'>>();
  const save = (file: WorkOrderFile): void =>
    void fetchFile(ask, file).then((bytes) => {
      setProblem(bytes.ok ? undefined : bytes.error.code);
      if (!bytes.ok) return;
      const url = URL.createObjectURL(new Blob([bytes.value], { type: 'application/octet-stream' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = file.name;
      link.click();
      // The browser has taken hold of the bytes by the next task.
      setTimeout(() => URL.revokeObjectURL(url), 0);
    });
  return { problem, save };
}
