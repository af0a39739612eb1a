import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#shared/base/result.ts';
import type { ConnectionSettings } from '#shared/protocol/requests.ts';
import { useLiveTopic, useOrigin, useRequest } from '#renderer/link/hooks.ts';
import { useAnnounce } from '#renderer/ui/announce.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { formOf, isSecure, problemsOf, profileOf, SCHEMES, type ConnectionForm } from './connection-form.ts';
import styles from './settings.module.css';

/** How to reach each broker of the site. */
export function ConnectionPanel() {
  const { t } = useTranslation('settings');
  const ask = useRequest();
  const origin = useOrigin();
  const siteVersion = useLiveTopic('site');
  const [brokers, setBrokers] = useState<readonly ConnectionSettings[] | undefined>(undefined);
  const read = useCallback(async () => {
    const answer = await ask('connection.read', {});
    if (answer.ok) setBrokers(answer.value);
  }, [ask]);
  useEffect(() => {
    if (origin === 'engine') void read();
  }, [read, origin, siteVersion]);
  if (origin !== 'engine') return <EmptyState title={t('offline.title')} reason={t('offline.reason')} />;
  return (
    <div className={styles.stack}>
      {brokers?.map((settings) => (
        <BrokerForm
          key={`${settings.brokerId} ${settings.from} ${settings.profile.url}`}
          settings={settings}
          onChanged={read}
        />
      ))}
    </div>
  );
}

function BrokerForm({
  settings,
  onChanged,
}: {
  readonly settings: ConnectionSettings;
  readonly onChanged: () => Promise<void>;
}) {
  const { t } = useTranslation('settings');
  const ask = useRequest();
  const announce = useAnnounce();
  const [form, setForm] = useState(() => formOf(settings.profile));
  // The password lives in this state until it is sent, and nowhere else in the page.
  const [password, setPassword] = useState('');
  const [outcome, setOutcome] = useState<string | undefined>(undefined);
  const fixed = settings.from === 'command-line' || settings.from === 'embedded';
  const problems = problemsOf(form);
  const finish = async (answer: { ok: true } | { ok: false; error: Failure }): Promise<void> => {
    const text = answer.ok
      ? t('connection.saved')
      : t('connection.failed', {
          reason: t(`connection.failure.${answer.error.code}`),
          detail: answer.error.detail,
        });
    setOutcome(text);
    announce(text, answer.ok ? 'polite' : 'assertive');
    if (answer.ok) await onChanged();
  };
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await ask('connection.write', {
      brokerId: settings.brokerId,
      profile: profileOf(form),
      password: password === '' ? undefined : password,
    });
    setPassword('');
    await finish(answer);
  };
  const reset = async (): Promise<void> => {
    await finish(await ask('connection.reset', { brokerId: settings.brokerId }));
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => void save(event)}
      aria-label={t('connection.form', { broker: settings.brokerId })}
    >
      <p className={styles.note}>
        {t('connection.broker', { broker: settings.brokerId })} · {t(`connection.from.${settings.from}`)}
      </p>
      <fieldset className={styles.fields} disabled={fixed}>
        <AddressFields form={form} problems={problems} onChange={setForm} />
        <Field
          label={t('connection.username')}
          value={form.username}
          autoComplete="off"
          onChange={(username) => setForm({ ...form, username })}
        />
        <Field
          label={t('connection.password')}
          type="password"
          value={password}
          autoComplete="new-password"
          onChange={setPassword}
          hint={passwordHint(settings, t)}
        />
        {isSecure(form) && <CertificateFields form={form} problems={problems} onChange={setForm} />}
      </fieldset>
      <footer className={styles.actions}>
        {!fixed && (
          <Button look="primary" type="submit" disabled={Object.keys(problems).length > 0}>
            {t('connection.save')}
          </Button>
        )}
        {settings.from === 'saved' && <Button onClick={() => void reset()}>{t('connection.reset')}</Button>}
        {outcome && <output className={styles.note}>{outcome}</output>}
      </footer>
    </form>
  );
}

function passwordHint(
  { passwordStored, passwordIn }: ConnectionSettings,
  t: (key: string) => string,
): string {
  return passwordStored ? t(`connection.passwordIn.${passwordIn}`) : t('connection.passwordNone');
}

interface FieldsProps {
  readonly form: ConnectionForm;
  readonly problems: ReturnType<typeof problemsOf>;
  readonly onChange: (form: ConnectionForm) => void;
}

function AddressFields({ form, problems, onChange }: FieldsProps) {
  const { t } = useTranslation('settings');
  return (
    <>
      <Select
        label={t('connection.scheme')}
        value={form.scheme}
        onChange={(scheme) => onChange({ ...form, scheme })}
        options={SCHEMES.map((value) => ({ value, text: t(`connection.schemes.${value}`) }))}
      />
      <Field
        label={t('connection.host')}
        value={form.host}
        spellCheck={false}
        onChange={(host) => onChange({ ...form, host })}
        error={problems.host && t(`connection.problem.${problems.host}`)}
      />
      <Field
        label={t('connection.port')}
        value={form.port}
        inputMode="numeric"
        onChange={(port) => onChange({ ...form, port })}
        hint={t('connection.portHint')}
        error={problems.port && t(`connection.problem.${problems.port}`)}
      />
      {form.scheme.startsWith('ws') && (
        <Field
          label={t('connection.path')}
          value={form.path}
          onChange={(path) => onChange({ ...form, path })}
        />
      )}
      <Select
        label={t('connection.protocol')}
        value={form.protocol}
        onChange={(protocol) => onChange({ ...form, protocol })}
        options={(['auto', '5', '3.1.1'] as const).map((value) => ({
          value,
          text: value === 'auto' ? t('connection.protocolAuto') : `MQTT ${value}`,
        }))}
      />
    </>
  );
}

function CertificateFields({ form, problems, onChange }: FieldsProps) {
  const { t } = useTranslation('settings');
  return (
    <>
      {(['caFile', 'certFile', 'keyFile', 'serverName'] as const).map((name) => {
        const problem = problems[name];
        return (
          <Field
            key={name}
            label={t(`connection.${name}`)}
            value={form[name]}
            spellCheck={false}
            hint={t(`connection.${name}Hint`)}
            error={problem && t(`connection.problem.${problem}`)}
            onChange={(text) => onChange({ ...form, [name]: text })}
          />
        );
      })}
    </>
  );
}
