import { blockName, hasBit } from '../../src/core/transfers/blocks.ts'
import type { StoredTransfer } from '../../src/engine/storage/tables/transfer-rows.ts'
import type { Answer, Question } from './answer.ts'
import type { Judge } from './judge.ts'
import { blockOf, type StorageModel } from './storage-model.ts'

/** T1.14, T1.16: sees to it that no block goes again that the engine knows, or could know, to be staged. */
export type BlockWatch = {
  sent(question: Question): void
  answered(question: Question, answer: Answer): void
  /** The engine's memory is gone; what it can still know is in the journal, and in the storage if it may read it. */
  lifeEnded(rows: readonly StoredTransfer[], mayRead: boolean): void
}

export const createBlockWatch = (storage: StorageModel, judge: Judge): BlockWatch => {
  let acknowledged = new Set<string>()

  /** "blob block" of a Put Block. */
  const keyOf = ({ method, url }: Question): string | undefined => {
    if (method !== 'PUT' || url.searchParams.get('comp') !== 'block') return undefined
    return `${decodeURIComponent(url.pathname.split('/')[2] ?? '')} ${blockOf(url)}`
  }

  return {
    sent: (question) => {
      const key = keyOf(question)
      if (key === undefined || !acknowledged.has(key)) return
      const [blob = '', block = ''] = key.split(' ')
      if (storage.isStaged(blob, block)) judge.accuse('T1.16', `${key} was sent again`)
      // The storage lost it (fault 25): what it acknowledged then says nothing of the block that goes now.
      else acknowledged.delete(key)
    },
    answered: (question, answer) => {
      const key = keyOf(question)
      if (key !== undefined && answer.status === 201) acknowledged.add(key)
    },
    lifeEnded: (rows, mayRead) => {
      acknowledged = new Set([...rows.flatMap(journaled), ...(mayRead ? storage.stagedBlocks() : [])])
    },
  }
}

const journaled = ({ staged, blob, id, size, blockSize }: StoredTransfer): string[] =>
  staged === null
    ? []
    : Array.from({ length: Math.ceil(size / blockSize) }, (_, index) => index)
        .filter((index) => hasBit(staged, index))
        .map((index) => `${blob} ${blockName(id, index)}`)
