/** Which of the process's arguments are for the program, and which for Electron, Chromium or the operating system. */

/** Added by the operating system or by Chromium when it starts us again. */
const foreign =
  /^(-psn_|--(allow-file-access-from-files|original-process-start-time|squirrel-|inspect|remote-debugging|enable-|disable-|user-data-dir|no-sandbox|ozone-|type=))/;

/**
 * @param argv of the process. An unpackaged Electron is started as `electron [its switches] <folder> [ours]`.
 */
export function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  const rest = argv.slice(1);
  if (!isPackaged) {
    const folder = rest.findIndex((argument) => !argument.startsWith('-'));
    return folder < 0 ? [] : rest.slice(folder + 1);
  }
  return rest.filter((argument) => !foreign.test(argument));
}
