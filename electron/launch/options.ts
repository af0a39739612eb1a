/** The command line, read the same way by `npm start`, by the headless host and by the packaged desktop program. */
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { isScenarioName, SCENARIO_NAMES } from '#shared/protocol/demo.ts';

export const DEFAULT_PORT = 4600;

export interface StartOptions {
  readonly help: boolean;
  /** Asked to serve a browser even where Electron could open. */
  readonly headless: boolean;
  /** Open the default browser when serving. */
  readonly open: boolean;
  /** 0: any free port. */
  readonly port: number;
  readonly siteFolder: string | undefined;
  readonly dataFolder: string | undefined;
  readonly brokerUrl: string | undefined;
  readonly scenario: string | undefined;
}

export const USAGE = `Signalbox: visual monitoring centre of a property.

Usage: npm start [-- options]

Without options it runs the demo site: an embedded broker and a simulated building.

  --headless         serve the program to a browser at http://127.0.0.1:${DEFAULT_PORT} instead of opening a window
  --port <n>         port to serve at (default ${DEFAULT_PORT}, 0 takes any free one)
  --no-open          do not open a browser when serving
  --site <folder>    folder with the site's site.json (default: the demo site)
  --broker <url>     mqtt://, mqtts://, ws:// or wss://, with a user where one is needed (mqtt://user@host);
                     then no embedded broker and no simulation
  --data <folder>    where the journal and the settings are kept (default: the user's data folder)
  --scenario <name>  start the simulated building with an event:
                     ${SCENARIO_NAMES.join(', ')}
  --help             print this

Passwords are never options: set one in the program's settings, or, for a browser, SIGNALBOX_PASSWORD_<BROKER ID> in the
environment (SIGNALBOX_PASSWORD_MAIN where the site names no broker).
`;

/** @returns `usage` with one line that names the option and what is wrong with it. */
export function parseOptions(args: readonly string[]): Result<StartOptions, 'usage'> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        headless: { type: 'boolean', default: false },
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        site: { type: 'string' },
        broker: { type: 'string' },
        data: { type: 'string' },
        scenario: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    return fail('usage', `${firstSentence(error)} (see --help)`);
  }
  const empty = (['site', 'data', 'broker', 'scenario'] as const).find((name) => values[name] === '');
  if (empty) return fail('usage', `--${empty} is empty (see --help)`);
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  if (values.port === '' || !Number.isInteger(port) || port < 0 || port > 65535) {
    return fail('usage', `--port ${values.port}: expected a number from 0 to 65535`);
  }
  const brokerProblem = values.broker === undefined ? undefined : checkBrokerUrl(values.broker);
  if (brokerProblem) return fail('usage', `--broker ${brokerProblem}`);
  if (values.broker !== undefined && values.scenario !== undefined) {
    return fail('usage', '--scenario needs the simulated building, and --broker switches it off');
  }
  if (values.scenario !== undefined && !isScenarioName(values.scenario)) {
    return fail('usage', `--scenario ${values.scenario}: expected one of ${SCENARIO_NAMES.join(', ')}`);
  }
  return ok({
    help: values.help,
    headless: values.headless,
    open: !values['no-open'],
    port,
    siteFolder: values.site,
    dataFolder: values.data,
    brokerUrl: values.broker,
    scenario: values.scenario,
  });
}

/** Node explains at length how to pass positionals; the first sentence says what is wrong. */
function firstSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? text).split('. ')[0]?.replace(/\.$/, '') ?? text;
}

/** @returns what is wrong, without ever repeating a password that stands in the address. */
function checkBrokerUrl(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'expects an address such as mqtt://broker.example:1883';
  }
  // A user is no secret; a command line, which every process of the machine can read, is no place for a password.
  if (url.password !== '') {
    return `${url.protocol}//${url.host}: leave the password out of the address; set SIGNALBOX_PASSWORD_<BROKER ID> in the environment`;
  }
  if (!['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(url.protocol))
    return `${text}: expected mqtt://, mqtts://, ws:// or wss://`;
  if (url.hostname === '') return `${text}: the host is missing`;
  return undefined;
}
