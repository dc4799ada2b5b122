import { resolve } from 'node:path'

/** The words that make the program a command line (interface: Command line). */
export const commandWords: readonly string[] = [
  'portals',
  'spaces',
  'sync',
  'upload',
  'download',
  'send',
  'messages',
  'search',
  'transfers',
  'export',
  'fan-out',
  'thread',
  'pins',
  'compare',
  'watch',
  'people',
  'groups',
  'templates',
  'foundry',
  'apps',
  'customizations',
]

export type CommandLine = {
  /** The profile folder that was asked for, absolute. */
  readonly userDataDir: string | undefined
  /** The arguments of a command; undefined: open the window. */
  readonly command: readonly string[] | undefined
}

const withValue = new Set(['--user-data-dir', '-r', '--require'])

/**
 * Reads `process.argv`. In a checkout (`electron . …`) the first plain word is the application's path;
 * a packaged program has none. Chromium's own flags may stand anywhere and are left to Chromium.
 */
export const readCommandLine = (argv: readonly string[], packaged: boolean, cwd: string): CommandLine => {
  let userDataDir: string | undefined
  let paths = packaged ? 0 : 1
  const args = argv.slice(1)
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? ''
    if (argument.startsWith('--user-data-dir=')) userDataDir = argument.slice('--user-data-dir='.length)
    else if (argument === '--user-data-dir') userDataDir = args[index + 1]
    if (withValue.has(argument)) index += 1
    else if (!argument.startsWith('-') && paths > 0) paths -= 1
    else if (commandWords.includes(argument)) return found(userDataDir, args.slice(index), cwd)
    else if (!argument.startsWith('-')) break
  }
  return { userDataDir: absolute(userDataDir, cwd), command: undefined }
}

const found = (before: string | undefined, command: readonly string[], cwd: string): CommandLine => {
  const own = command.filter((argument) => argument !== '--no-sandbox')
  const given = before === undefined ? own : [...own, '--user-data-dir', before]
  return { userDataDir: absolute(before, cwd), command: given }
}

const absolute = (path: string | undefined, cwd: string): string | undefined =>
  path === undefined || path === '' ? undefined : resolve(cwd, path)
