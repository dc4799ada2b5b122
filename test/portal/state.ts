import type { PortalContext } from './context.ts'
import type { FileEntry } from './records.ts'

/** How much the portal holds. */
export function stateCounts({ store, clock, desk, log, faults }: PortalContext) {
  const spaces = [...store.spaces.keys()]
  const sum = (count: (spaceId: string) => number) => spaces.reduce((total, id) => total + count(id), 0)
  const entries = spaces.flatMap((id) => [...store.files(id).all()])
  return {
    users: store.users.size,
    groups: store.groups.size,
    spaces: spaces.length,
    files: entries.filter((entry) => !entry.is_folder).length,
    folders: entries.filter((entry) => entry.is_folder).length,
    versions: entries.reduce((total, entry) => total + entry.versions.length, 0),
    messages: sum((id) => store.messages(id).size()),
    apps: store.apps.size,
    customizations: store.customizations.size,
    invitations: store.invitations.length,
    fileNotices: store.fileNotices.length,
    requests: log.entries().length,
    faults: faults.list().length,
    skewMs: clock.skew(),
    sas: desk.terms(),
    keyUser: store.keyUser,
  }
}

/** Everything the portal holds, each file with its path and its versions, messages oldest first. */
export function fullState(context: PortalContext) {
  const { store } = context
  const spaces = [...store.spaces.values()]
  return {
    counts: stateCounts(context),
    users: [...store.users.values()],
    groups: [...store.groups.values()],
    spaces,
    files: spaces.flatMap(({ id }) =>
      [...store.files(id).all()].map((entry) => ({ ...entry, path: pathOf(context, entry) })),
    ),
    messages: spaces.flatMap(({ id }) => [...store.messages(id).all()]),
    apps: [...store.apps.values()],
    customizations: [...store.customizations.values()],
    invitations: store.invitations,
    fileNotices: store.fileNotices,
  }
}

function pathOf(context: PortalContext, entry: FileEntry): string {
  const parent =
    entry.parent_id === null ? undefined : context.store.files(entry.space_id).get(entry.parent_id)
  return parent === undefined ? entry.name : `${pathOf(context, parent)}/${entry.name}`
}
