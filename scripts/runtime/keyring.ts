// A real keyring without a desktop: a session bus of its own with an unlocked gnome-keyring on it. Its files lie
// in the given private folders, so the user's own keyring is neither read nor written.
import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

export type Wrapped = {
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

// dbus-run-session ends the bus with the command, and the keyring ends with the bus. Signals reach the whole group;
// the outer processes ignore them and so wait for the command to tidy up (Node takes them again at its start).
// The bus chats on standard error about services nobody asked for: only the command keeps the real one (4).
const session = `
exec 4>&2
trap '' INT TERM HUP
dbus-run-session -- sh -c "$0" sh "$@" 2>/dev/null
status=$?
[ "$status" -ne 127 ] || echo 'The private session bus could not be started.' >&4
exit "$status"`
const unlockThenRun = `
if ! printf %s private | gnome-keyring-daemon --unlock --components=secrets >/dev/null; then
  echo 'The private keyring could not be started.' >&4
  exit 69
fi
exec "$@" 2>&4 4>&-`

/** Wraps a command so that it runs beside its own keyring, kept in `folder` (which must be private already). */
export const besideKeyring = async (
  folder: string,
  command: string,
  args: readonly string[],
): Promise<Wrapped> => {
  const runtime = join(folder, 'runtime')
  const data = join(folder, 'data')
  await mkdir(runtime, { mode: 0o700 })
  await mkdir(data, { mode: 0o700 })
  return {
    command: 'sh',
    args: ['-c', session, unlockThenRun, command, ...args],
    env: { XDG_RUNTIME_DIR: runtime, XDG_DATA_HOME: data, DBUS_SESSION_BUS_ADDRESS: undefined },
  }
}

/** Whether this machine has the programs for it. */
export const keyringCanRun = async (): Promise<boolean> => {
  const found = await Promise.all(['dbus-run-session', 'gnome-keyring-daemon'].map(onPath))
  return found.every(Boolean)
}

const onPath = async (program: string): Promise<boolean> => {
  const tries = (process.env['PATH'] ?? '').split(delimiter).map((folder) =>
    access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    ),
  )
  return (await Promise.all(tries)).some(Boolean)
}
