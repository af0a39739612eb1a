import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkOrderFile } from '#shared/domain/work-order/file.ts';
import { useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { fetchFile } from './file-transfer.ts';
import styles from './Files.module.css';

type Shown =
  | { readonly state: 'reading' }
  | { readonly state: 'read'; readonly url: string }
  | { readonly state: 'failed'; readonly code: string };

/** A photo, small until it is chosen. Its type is what its bytes were found to be, so that it can be nothing but a picture. */
export function Picture({ file, shown }: { readonly file: WorkOrderFile; readonly shown: boolean }) {
  const { t } = useTranslation('dispatch');
  const [asked, setAsked] = useState(shown);
  const [large, setLarge] = useState(false);
  const picture = usePicture(file, asked);
  if (!asked)
    return (
      <Button look="quiet" className={styles.show} onClick={() => setAsked(true)}>
        {t('files.show')}
      </Button>
    );
  if (picture.state === 'reading') return null;
  if (picture.state === 'failed') return <p className={styles.failure}>{t(`failure.${picture.code}`)}</p>;
  return (
    <button
      type="button"
      className={cx(styles.picture, large && styles.large)}
      aria-pressed={large}
      aria-label={t(large ? 'files.smaller' : 'files.larger', { name: file.name })}
      onClick={() => setLarge(!large)}
    >
      <img src={picture.url} alt={file.name} />
    </button>
  );
}

function usePicture({ hash, type }: WorkOrderFile, asked: boolean): Shown {
  const ask = useRequest();
  const [shown, setShown] = useState<Shown>({ state: 'reading' });
  useEffect(() => {
    if (!asked) return undefined;
    let url: string | undefined;
    let current = true;
    void fetchFile(ask, { hash }).then((bytes) => {
      if (!current) return;
      if (!bytes.ok) return setShown({ state: 'failed', code: bytes.error.code });
      url = URL.createObjectURL(new Blob([bytes.value], { type }));
      setShown({ state: 'read', url });
    });
    return () => {
      current = false;
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [ask, hash, type, asked]);
  return shown;
}
