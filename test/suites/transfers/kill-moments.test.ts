import { describe, expect, test } from 'vitest'
import { compare } from '../../faults/compare.ts'
import type { Death } from '../../faults/dying.ts'
import { blocksSentAgain } from '../../faults/blocks-again.ts'
import { runProcess } from '../../faults/process.ts'
import { openStand } from '../../faults/stand.ts'
import { createRandom } from '../../portal/random.ts'

/** A request at which the process ends itself, once; then it is started again and left in peace. */
const dieAt = async (death: Death, permissions: string): Promise<void> => {
  const stand = await openStand()
  try {
    stand.portal.sas.set({ permissions })
    const tree = await stand.tree(createRandom(7), { small: 5, large: 2 })
    const job = { direction: 'upload', spaceId: stand.spaceId, path: tree.path } as const
    expect(await runProcess({ ...stand.place, job }, { kind: 'request', death })).toMatchObject({
      killed: true,
    })
    expect(await runProcess({ ...stand.place, job }, null)).toMatchObject({ killed: false })
    expect(await compare(stand, tree)).toEqual({ files: 7, lost: 0, doubled: 0, corrupt: 0 })
    expect(blocksSentAgain(stand.portal.log.entries(), stand.place.folder).again).toBe(0)
  } finally {
    await stand.close()
  }
}

const put = '^PUT [^?]*\\?s'
const block = 'comp=block&'
const commit = 'comp=blocklist'
// Which of the two comes first is left to chance.
const register = '^POST [^ ]*/files .*"is_folder":false'
const makeFolder = '^POST [^ ]*/files .*"is_folder":true'

describe('a process that is killed', { timeout: 60_000 }, () => {
  test.each([
    ['fault 2: between the reply to a Put Blob and its line in the journal', put, 2, 'answered'],
    ['fault 2: between the reply to a block and its line in the journal', block, 4, 'answered'],
    [
      'fault 2, T1.25: between the reply to a registration and its line in the journal',
      register,
      2,
      'answered',
    ],
    [
      'fault 2, T1.24: between the reply to a new folder and its line in the journal',
      makeFolder,
      1,
      'answered',
    ],
    ['fault 4: between the last block and the commit', commit, 1, 'before'],
    ['fault 5: when the commit is done and nobody has heard of it', commit, 1, 'answered'],
    ['T1.3: between the commit and the registration', register, 3, 'before'],
  ] as const)('%s, loses and doubles nothing', async (_when, only, request, moment) => {
    for (const permissions of ['racwd', 'cw']) {
      await dieAt({ request, moment, milliseconds: 0, only }, permissions)
    }
  })
})
