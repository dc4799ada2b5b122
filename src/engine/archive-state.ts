import type { CareNote } from '../core/care.ts'
import type { Failure } from '../core/failure.ts'
import type { PortalId } from '../core/portal.ts'
import { ok, type Result } from '../core/result.ts'
import type { OpenedArchive } from './open-archive.ts'

/** How each portal's archive is: why it can't be opened, or what happened to it that nobody has read yet (A1.18). */
export type ArchiveStates = {
  of(id: PortalId): { readonly archiveProblem: Failure | null; readonly care: CareNote | null }
  /** An opening came to its end. */
  opened(id: PortalId, result: Result<OpenedArchive>): void
  read(id: PortalId, archive: OpenedArchive): Promise<Result<void>>
}

export const createArchiveStates = (changed: () => void): ArchiveStates => {
  const problems = new Map<PortalId, Failure>()
  const notes = new Map<PortalId, CareNote>()

  const lookForNote = async (id: PortalId, { archive }: OpenedArchive): Promise<void> => {
    const [note] = await archive.run('care.notes', undefined)
    if (note === undefined) return
    notes.set(id, note)
    changed()
  }

  return {
    of: (id) => ({ archiveProblem: problems.get(id) ?? null, care: notes.get(id) ?? null }),
    opened: (id, result) => {
      const before = problems.get(id)?.code
      // Only what is about the archive and its disk: a locked keychain has words of its own.
      if (!result.ok && /^(archive|disk)-/.test(result.error.code)) problems.set(id, result.error)
      else problems.delete(id)
      if (before !== problems.get(id)?.code) changed()
      // Nobody waits for it: what is on screen comes first. An archive closed meanwhile is looked at when it opens again.
      if (result.ok) lookForNote(id, result.value).catch(() => undefined)
    },
    read: async (id, { archive }) => {
      await archive.run('care.read', undefined)
      notes.delete(id)
      changed()
      return ok(undefined)
    },
  }
}
