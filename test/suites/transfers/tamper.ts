import { join } from 'node:path'
import { type Archive, openArchive, startStorageWorker } from '../../../src/engine/storage/client.ts'
import { openDatabase } from '../../../src/engine/storage/driver.ts'
import { workerUrl } from '../archive.ts'
import type { World } from './world.ts'

const keyHex = Buffer.alloc(32, 7).toString('hex')

/** Ends the program as a crash would, changes the journal behind its back, and opens it again. */
export const tamper = async (world: World, sql: string): Promise<void> => {
  await world.crash()
  const path = join(world.folder, 'journal.db')
  const journal = openDatabase({ path, keyHex, synchronous: 'FULL' })
  try {
    journal.exec(sql)
  } finally {
    journal.close()
  }
  await world.reopen()
}

/** Asks the archive something while the program is away, and opens it again. */
export const askArchive = async <T>(world: World, ask: (archive: Archive) => Promise<T>): Promise<T> => {
  await world.crash()
  const archive = await openArchive(
    { cachePath: join(world.folder, 'cache.db'), journalPath: join(world.folder, 'journal.db'), keyHex },
    startStorageWorker(workerUrl),
  )
  let answer: T
  try {
    answer = await ask(archive)
  } finally {
    await archive.close()
  }
  await world.reopen()
  return answer
}
