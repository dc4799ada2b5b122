import { learnSpeed } from '../../core/transfers/estimate.ts'
import type { PortalContext } from '../context.ts'
import type { JobNumbers } from './job-state.ts'

/** Keeps how fast this computer's transfers last went, for the next plan (T1.39). */
export type SpeedNotes = {
  began(numbers: JobNumbers): void
  ended(numbers: JobNumbers): Promise<void>
}

export const createSpeedNotes = ({ archive, ports, portalId }: PortalContext): SpeedNotes => {
  const begun = new Map<string, { readonly at: number; readonly files: number; readonly bytes: number }>()
  const counted = (numbers: JobNumbers) => {
    const at = ports.clock.now()
    const { files, bytes } = numbers.view({ because: null, until: null }, portalId, at)
    return { at, files: files.done, bytes: bytes.done }
  }
  return {
    began: (numbers) => void begun.set(numbers.job().id, counted(numbers)),
    ended: async (numbers) => {
      const { id, direction } = numbers.job()
      const before = begun.get(id)
      begun.delete(id)
      if (before === undefined) return
      const now = counted(numbers)
      const known = await archive.run('transfers.speed', { direction })
      const speed = learnSpeed(known, {
        ...{ files: now.files - before.files, bytes: now.bytes - before.bytes, ms: now.at - before.at },
      })
      await archive.run('transfers.setSpeed', { direction, ...speed })
    },
  }
}
