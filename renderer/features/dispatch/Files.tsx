import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FILE_LIMIT_BYTES, isPicture, type WorkOrderFile } from '#shared/domain/work-order/file.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { DetailsHeading } from '#renderer/ui/Details.tsx';
import { formatBytes, formatNumber } from '#renderer/ui/format.ts';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { useOrderRequest } from '#renderer/widgets/work-orders/use-order-request.ts';
import { sendFile, type SendFailure } from './file-transfer.ts';
import styles from './Files.module.css';
import { Picture } from './Picture.tsx';
import type { DispatchPorts } from './ports.ts';
import { useSaveFile } from './use-save-file.ts';

/** So many photos are read at once; the others when asked for. */
const SHOWN_AT_ONCE = 6;

/** Photos and other files of the order: seen, saved, added, taken away, in place. @param ports undefined: seen and saved only. */
export function Files({
  order,
  ports,
}: {
  readonly order: WorkOrder;
  readonly ports: DispatchPorts | undefined;
}) {
  const { t } = useTranslation('dispatch');
  const station = useStation();
  const chooser = useRef<HTMLInputElement>(null);
  const { sending, problem, attach, cancel } = useAttach(order.id, ports);
  const { busy, outcome, send } = useOrderRequest();
  const choose = (): void => chooser.current?.click();
  useKeyCommands([
    { keys: ['f'], text: t('keys.attach'), group: t('keys.group'), run: () => ports && choose() },
  ]);
  const remove = ({ hash }: WorkOrderFile): void =>
    ports?.actAs((by) => void send('workOrder.file.remove', { id: order.id, hash, by }));
  if (!ports && order.files.length === 0) return null;
  const failure = problem ?? outcome?.code;
  return (
    <section aria-label={t('fact.files')}>
      <DetailsHeading>{t('fact.files')}</DetailsHeading>
      {order.files.length > 0 && (
        <ul className={styles.list}>
          {order.files.map((file, index) => (
            <Row
              key={file.hash}
              file={file}
              here={file.station === station}
              shown={index < SHOWN_AT_ONCE}
              disabled={busy || !ports}
              onRemove={() => remove(file)}
            />
          ))}
        </ul>
      )}
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          attach([...(target.files ?? [])]);
          // The same file once more is a change too.
          target.value = '';
        }}
      />
      <div className={styles.buttons}>
        <Button disabled={sending !== undefined || !ports} onClick={choose}>
          {t('files.attach')}
        </Button>
        {sending && (
          <>
            <span role="status">
              {t('files.sending', { name: sending.name, percent: formatNumber(sending.share * 100) })}
            </span>
            <Button look="quiet" onClick={cancel}>
              {t('files.cancel')}
            </Button>
          </>
        )}
      </div>
      {failure !== undefined && (
        <p role="status" className={styles.failure}>
          {t(`failure.${failure}`, { limit: formatBytes(FILE_LIMIT_BYTES) })}
        </p>
      )}
    </section>
  );
}

function Row({
  file,
  here,
  shown,
  disabled,
  onRemove,
}: {
  readonly file: WorkOrderFile;
  readonly here: boolean;
  readonly shown: boolean;
  readonly disabled: boolean;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation('dispatch');
  const { problem, save } = useSaveFile();
  return (
    <li className={styles.row}>
      <span className={styles.name}>{file.name}</span>
      <span className={styles.size}>
        {t(`files.type.${file.type.replace('/', '-')}`)} · {formatBytes(file.sizeBytes)}
      </span>
      {here && (
        <Button look="quiet" onClick={() => save(file)}>
          {t('files.save')}
        </Button>
      )}
      <Button look="quiet" disabled={disabled} onClick={onRemove}>
        {t('files.remove')}
      </Button>
      {!here && <p className={styles.away}>{t('files.away', { station: file.station })}</p>}
      {here && isPicture(file.type) && <Picture file={file} shown={shown} />}
      {problem !== undefined && <p className={styles.failure}>{t(`failure.${problem}`)}</p>}
    </li>
  );
}

/** Of the engine this window belongs to; undefined until it has said. */
function useStation(): string | undefined {
  const ask = useRequest();
  const [station, setStation] = useState<string>();
  useEffect(() => {
    let current = true;
    void ask('station.info', {}).then((answer) => {
      if (current && answer.ok) setStation(answer.value.stationId);
    });
    return () => {
      current = false;
    };
  }, [ask]);
  return station;
}

interface Attaching {
  readonly sending: { readonly name: string; readonly share: number } | undefined;
  readonly problem: SendFailure | 'file-unreadable' | undefined;
  attach(files: readonly File[]): void;
  cancel(): void;
}

/** One after the other; the first that fails ends it and says why. */
function useAttach(orderId: string, ports: DispatchPorts | undefined): Attaching {
  const ask = useRequest();
  const [sending, setSending] = useState<Attaching['sending']>();
  const [problem, setProblem] = useState<Attaching['problem']>();
  const cancelled = useRef(false);
  const sendAll = async (files: readonly File[], by: string): Promise<Attaching['problem']> => {
    for (const file of files) {
      setSending({ name: file.name, share: 0 });
      if (file.size > FILE_LIMIT_BYTES) return 'file-too-large';
      const bytes = await file.arrayBuffer().catch(() => undefined);
      if (!bytes) return 'file-unreadable';
      const sent = await sendFile(ask, {
        orderId,
        name: file.name,
        bytes: new Uint8Array(bytes),
        by,
        onProgress: (share) => setSending({ name: file.name, share }),
        isCancelled: () => cancelled.current,
      });
      if (!sent.ok) return sent.error.code;
    }
    return undefined;
  };
  return {
    sending,
    problem: problem === 'cancelled' ? undefined : problem,
    attach(files) {
      if (files.length === 0) return;
      cancelled.current = false;
      setProblem(undefined);
      ports?.actAs(
        (by) =>
          void sendAll(files, by).then((found) => {
            setSending(undefined);
            setProblem(found);
          }),
      );
    },
    cancel() {
      cancelled.current = true;
    },
  };
}
