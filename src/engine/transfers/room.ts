import { statfs } from 'node:fs/promises'
import { fail, type Failure } from '../../core/failure.ts'
import { hasRoom } from '../../core/transfers/download-rules.ts'
import { errorCode } from './disk-failure.ts'

/** T1.59: why so many bytes can't be written to `folder`, or null. A disk that does not say what is free is tried. */
export const lackOfRoom = async (folder: string, needed: number): Promise<Failure | null> => {
  try {
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    return hasRoom(needed, free) ? null : { ...fail('no-room', { about: folder }), room: { needed, free } }
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return null
  }
}
