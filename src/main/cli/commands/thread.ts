import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import { required } from '../arguments.ts'
import { findSpace } from '../find-place.ts'
import { type CommandFunction, withPortal } from '../session.ts'

/** Writes what the archive holds of a space's messages into a new file, or on standard output (E2.1). */
export const thread: CommandFunction = async (invocation) => {
  const { flags, output, signal } = invocation
  const space = required(flags, 'space')
  if (!space.ok) return space
  const format = flags.format ?? 'html'
  if (format !== 'html' && format !== 'json') {
    return err(fail('usage', { detail: '--format is html or json.' }))
  }
  return withPortal(invocation, async (portal) => {
    const found = await findSpace(portal, space.value, signal)
    if (!found.ok) return found
    const written = await portal.messages.thread(found.value.id, format)
    if (!written.ok) return written
    const { pieces, complete } = written.value
    if (!complete) output.problem('Some messages of this space are not on this computer yet: sync first.')
    if (flags.to === undefined) {
      for await (const piece of pieces) output.text(piece)
      return ok(0)
    }
    const saved = await save(resolve(flags.to), pieces)
    if (!saved.ok) return saved
    output.line(`Written to ${saved.value}.`)
    return ok(0)
  })
}

/** Never over a file that is there. */
const save = async (path: string, pieces: AsyncIterable<string>): Promise<Result<string>> => {
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      for await (const piece of pieces) await file.write(piece)
      await file.sync()
    } finally {
      await file.close()
    }
    return ok(path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error
    const code =
      error.code === 'EEXIST' ? 'target-exists' : error.code === 'ENOSPC' ? 'disk-full' : 'disk-error'
    return err(fail(code, { about: path, detail: error.code }))
  }
}
