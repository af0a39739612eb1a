/** The entry of the desktop program; all of its work stands in `shell.ts`, which runs without the binary in tests. */
import { fileURLToPath } from 'node:url';
import * as electron from 'electron';
import { isLogged, logLine } from '#shared/base/log-line.ts';
import type { LogLevel } from '#shared/base/log.ts';
import { start } from './shell.ts';

const least = (process.env['SIGNALBOX_LOG'] ?? 'info') as LogLevel;

// Not awaited here: Electron gets ready only after this module has run.
start({
  electron,
  argv: process.argv,
  env: process.env,
  platform: process.platform,
  cwd: process.cwd(),
  // This file runs as `dist/electron/main.js`.
  rootFolder: fileURLToPath(new URL('../..', import.meta.url)),
  log: (level, message, facts) => {
    if (isLogged(level, least))
      process.stderr.write(`${logLine(new Date().toISOString(), level, message, facts)}\n`);
  },
  print: (line) => process.stderr.write(`${line}\n`),
}).catch((error: unknown) => {
  process.stderr.write(`signalbox: ${error instanceof Error ? error.stack : String(error)}\n`);
  electron.app.exit(1);
});
