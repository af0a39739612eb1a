/** The connection form as values: what a person types, what is wrong with it, and the profile it stands for. */
import type { ConnectionProfile } from '#shared/protocol/requests.ts';

export interface ConnectionForm {
  readonly scheme: 'mqtt' | 'mqtts' | 'ws' | 'wss';
  readonly host: string;
  /** Empty: the scheme's own port. */
  readonly port: string;
  /** Path of a WebSocket address; empty elsewhere. */
  readonly path: string;
  readonly protocol: ConnectionProfile['protocol'];
  readonly username: string;
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly serverName: string;
}

export type FormProblem = 'host-missing' | 'host-wrong' | 'port-wrong' | 'key-missing' | 'cert-missing';
export type FormProblems = Partial<Record<keyof ConnectionForm, FormProblem>>;

export const SCHEMES: readonly ConnectionForm['scheme'][] = ['mqtts', 'mqtt', 'wss', 'ws'];

export function isSecure(form: Pick<ConnectionForm, 'scheme'>): boolean {
  return form.scheme === 'mqtts' || form.scheme === 'wss';
}

export function formOf({ url, protocol, ...rest }: ConnectionProfile): ConnectionForm {
  const [, scheme = 'mqtt', host = '', port = '', path = ''] =
    /^(mqtts?|wss?):\/\/(\[[^\]]*\]|[^:/]*)(?::(\d*))?(\/.*)?$/.exec(url) ?? [];
  return {
    scheme: scheme as ConnectionForm['scheme'],
    host,
    port,
    path: path === '/' ? '' : path,
    protocol,
    username: rest.username ?? '',
    caFile: rest.caFile ?? '',
    certFile: rest.certFile ?? '',
    keyFile: rest.keyFile ?? '',
    serverName: rest.serverName ?? '',
  };
}

export function profileOf(form: ConnectionForm): ConnectionProfile {
  const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());
  const secure = (text: string): string | undefined => (isSecure(form) ? filled(text) : undefined);
  const path = form.scheme.startsWith('ws') ? form.path.trim() : '';
  return {
    url: `${form.scheme}://${form.host.trim()}${form.port.trim() && `:${form.port.trim()}`}${path && !path.startsWith('/') ? `/${path}` : path}`,
    protocol: form.protocol,
    username: filled(form.username),
    caFile: secure(form.caFile),
    certFile: secure(form.certFile),
    keyFile: secure(form.keyFile),
    serverName: secure(form.serverName),
  };
}

export function problemsOf(form: ConnectionForm): FormProblems {
  const problems: FormProblems = {};
  const host = form.host.trim();
  if (host === '') problems.host = 'host-missing';
  else if (!/^(\[[0-9A-Fa-f:.]+\]|[^\s:/@?#[\]]+)$/.test(host)) problems.host = 'host-wrong';
  const port = form.port.trim();
  if (port !== '' && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535))
    problems.port = 'port-wrong';
  if (isSecure(form) && form.certFile.trim() !== '' && form.keyFile.trim() === '')
    problems.keyFile = 'key-missing';
  if (isSecure(form) && form.keyFile.trim() !== '' && form.certFile.trim() === '')
    problems.certFile = 'cert-missing';
  return problems;
}
