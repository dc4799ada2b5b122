import { ok } from '../../../core/result.ts'
import { type CommandFunction, withPortal } from '../session.ts'

/** Reads the whole portal into the archive: people, spaces, messages, file trees. */
export const sync: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
    const { output, flags, signal } = invocation
    const finished = await portal.sync.everything((progress) => {
      if (flags.json === true) output.json({ event: 'progress', ...progress })
      else
        output.progress(
          `Reading ${progress.space ?? 'the portal'}: ${progress.done} of ${progress.total ?? '?'}`,
        )
    }, signal)
    output.progress('')
    if (!finished.ok) return finished
    const { done, total } = finished.value
    if (flags.json === true) output.json({ event: 'summary', done, total })
    else output.line(`Read ${done} spaces.`)
    return ok(0)
  })
