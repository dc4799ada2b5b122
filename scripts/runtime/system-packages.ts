// The Debian packages a window (and a window without a desktop) needs. Installs what is missing when it may, and
// otherwise says the exact command. macOS and Windows need nothing; other Linux systems are left to their owners.
import { run } from './run.ts'

// Names that serve alike, the newer first: Ubuntu 24.04 and Debian 13 renamed some libraries with a t64 suffix.
const forWindow: readonly (readonly string[])[] = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libxss1'],
  ['libxtst6'],
  ['libsecret-1-0'],
]

// A display, a session bus and a keyring where there is no desktop; fonts, so that screenshots have letters.
// The CJK font is a small one (2 MB): the fixtures have Chinese names.
const forHeadless: readonly (readonly string[])[] = [
  ['xvfb'],
  ['xauth'],
  ['dbus-x11'],
  ['gnome-keyring'],
  ['fonts-dejavu-core'],
  ['fonts-droid-fallback', 'fonts-wqy-microhei', 'fonts-noto-cjk'],
]

/** Throws with the command to run when packages are missing and this user may not install them. */
export const ensureSystemPackages = async (options: { readonly headless: boolean }): Promise<void> => {
  if (process.platform !== 'linux') return
  const wanted = options.headless ? [...forWindow, ...forHeadless] : forWindow
  const missing = await missingOf(wanted)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0) {
    const names = await choose(missing)
    throw new Error(
      `Some system packages are missing. Please run:\n\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}\n`,
    )
  }
  console.error('Installing system packages …')
  await apt(['update'])
  // Names are chosen after the update: a fresh image knows no package before it.
  await apt(['install', '-y', '--no-install-recommends', ...(await choose(missing))])
}

const missingOf = async (wanted: readonly (readonly string[])[]): Promise<readonly (readonly string[])[]> => {
  const query = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...wanted.flat()])
  // No dpkg: not a Debian. Status 1 only says that some names are unknown.
  if (query.code === 127) return []
  const installed = new Set(
    query.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  )
  return wanted.filter((names) => !names.some((name) => installed.has(name)))
}

const choose = async (missing: readonly (readonly string[])[]): Promise<readonly string[]> =>
  Promise.all(
    missing.map(async (names) => {
      for (const name of names) if ((await run('apt-cache', ['show', name])).code === 0) return name
      return names.at(-1) ?? ''
    }),
  )

const apt = async (args: readonly string[]): Promise<void> => {
  const ran = await run('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (ran.code !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${ran.stderr.trim().slice(-1000)}`)
}
