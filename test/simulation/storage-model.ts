import { createHash } from 'node:crypto'
import { type Answer, type Question, storageAnswer, storageRefusal } from './answer.ts'
import type { Judge } from './judge.ts'

/** A container of Azure Blob Storage, as far as transfers use it. */
export type StorageModel = {
  handle(question: Question): Answer
  /** A token: the query of a URL. */
  grant(lifeMs: number, permissions: string): string
  revokeTokens(): void
  blob(name: string): StoredBlob | undefined
  /** Puts a blob there without a request; one without a stored MD5 is what other clients leave. */
  place(name: string, bytes: Uint8Array, keepsMd5: boolean): void
  remove(name: string): void
  isStaged(blob: string, block: string): boolean
  /** Every staged block, as "blob block". */
  stagedBlocks(): readonly string[]
  /** Forgets staged blocks, as after seven days. */
  forgetStaged(): void
}

export type StoredBlob = { readonly bytes: Uint8Array; readonly md5: string | null; readonly etag: string }

export const containerUrl = 'https://foyersim.blob.core.windows.net/space-1'

const blockLifeMs = 7 * 24 * 3_600_000

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64')

export const createStorageModel = (now: () => number, judge: Judge): StorageModel => {
  const blobs = new Map<string, StoredBlob>()
  const staged = new Map<string, Map<string, { readonly bytes: Uint8Array; readonly at: number }>>()
  const tokens = new Map<
    string,
    { readonly endsAt: number; readonly permissions: string; revoked: boolean }
  >()
  let versions = 0

  const stagedOf = (blob: string): Map<string, { readonly bytes: Uint8Array; readonly at: number }> => {
    const blocks = staged.get(blob) ?? new Map<string, { readonly bytes: Uint8Array; readonly at: number }>()
    for (const [name, { at }] of blocks) if (now() - at > blockLifeMs) blocks.delete(name)
    return blocks
  }

  const write = (name: string, bytes: Uint8Array, md5: string | null): void => {
    versions += 1
    blobs.set(name, { bytes, md5, etag: `"0x${versions.toString(16)}"` })
    staged.delete(name)
  }

  /** Undefined when the token allows it. */
  const refused = (query: URLSearchParams, permission: 'r' | 'w'): Answer | undefined => {
    const token = tokens.get(query.get('sig') ?? '')
    if (token === undefined || token.revoked || now() >= token.endsAt)
      return storageRefusal(403, 'AuthenticationFailed', now())
    return token.permissions.includes(permission)
      ? undefined
      : storageRefusal(403, 'AuthorizationPermissionMismatch', now())
  }

  const damaged = ({ headers, body }: Question): Answer | undefined => {
    const declared = headers['content-md5']
    if (declared === undefined) judge.accuse('T1.17', 'bytes went without their Content-MD5')
    return declared === md5Of(body) ? undefined : storageRefusal(400, 'Md5Mismatch', now())
  }

  const taken = ({ headers }: Question, blob: string): Answer | undefined => {
    if (headers['if-none-match'] !== '*')
      judge.accuse('T1.13', `a first write without If-None-Match: ${blob}`)
    return blobs.has(blob) ? storageRefusal(409, 'BlobAlreadyExists', now()) : undefined
  }

  const putBlob = (question: Question, blob: string): Answer => {
    const no = damaged(question) ?? taken(question, blob)
    if (no !== undefined) return no
    const md5 = md5Of(question.body)
    write(blob, question.body, md5)
    return storageAnswer(201, now(), { headers: { 'content-md5': md5 } })
  }

  const putBlock = (question: Question, blob: string, block: string): Answer => {
    const no = damaged(question)
    if (no !== undefined) return no
    const blocks = stagedOf(blob)
    const [known] = blocks.keys()
    if (known !== undefined && known.length !== block.length)
      judge.accuse('T1.12', `ids of two lengths: ${known} and ${block}`)
    blocks.set(block, { bytes: question.body, at: now() })
    staged.set(blob, blocks)
    return storageAnswer(201, now())
  }

  const putBlockList = (question: Question, blob: string): Answer => {
    const no = damaged(question) ?? taken(question, blob)
    if (no !== undefined) return no
    const names = [
      ...Buffer.from(question.body)
        .toString()
        .matchAll(/<Latest>([^<]+)<\/Latest>/g),
    ]
    const blocks = stagedOf(blob)
    const parts = names.map(([, name = '']) => blocks.get(Buffer.from(name, 'base64').toString())?.bytes)
    if (parts.some((part) => part === undefined)) return storageRefusal(400, 'InvalidBlockList', now())
    const bytes = Buffer.concat(parts.filter((part) => part !== undefined))
    // Azure keeps the MD5 it is told and does not compare it.
    write(blob, bytes, question.headers['x-ms-blob-content-md5'] ?? null)
    return storageAnswer(201, now())
  }

  const listBlocks = (blob: string): Answer => {
    const blocks = stagedOf(blob)
    if (blocks.size === 0 && !blobs.has(blob)) return storageRefusal(404, 'BlobNotFound', now())
    const items = [...blocks].map(
      ([name, { bytes }]) =>
        `<Block><Name>${Buffer.from(name).toString('base64')}</Name><Size>${bytes.length}</Size></Block>`,
    )
    const xml = `<BlockList><CommittedBlocks/><UncommittedBlocks>${items.join('')}</UncommittedBlocks></BlockList>`
    return storageAnswer(200, now(), { body: Buffer.from(xml) })
  }

  const read = ({ method, headers }: Question, blob: string): Answer => {
    const stored = blobs.get(blob)
    if (stored === undefined) return storageRefusal(404, 'BlobNotFound', now())
    if (headers['if-match'] !== undefined && headers['if-match'] !== stored.etag)
      return storageRefusal(412, 'ConditionNotMet', now())
    const facts = { etag: stored.etag, 'x-ms-blob-type': 'BlockBlob' }
    const { bytes, md5 } = stored
    const range = /^bytes=(\d+)-(\d+)$/.exec(headers['x-ms-range'] ?? '')
    if (range === null) {
      const whole = {
        ...facts,
        'content-length': String(bytes.length),
        ...(md5 === null ? {} : { 'content-md5': md5 }),
      }
      return storageAnswer(200, now(), { headers: whole, ...(method === 'HEAD' ? {} : { body: bytes }) })
    }
    const [first, last] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)]
    const part = bytes.subarray(first, last + 1)
    const partial = {
      ...facts,
      'content-length': String(part.length),
      'content-range': `bytes ${first}-${last}/${bytes.length}`,
      ...(md5 === null ? {} : { 'x-ms-blob-content-md5': md5 }),
    }
    return storageAnswer(206, now(), { headers: partial, body: part })
  }

  return {
    handle: (question) => {
      const { method, url } = question
      const query = url.searchParams
      const no = refused(query, method === 'PUT' ? 'w' : 'r')
      if (no !== undefined) return no
      const blob = decodeURIComponent(url.pathname.split('/')[2] ?? '')
      const comp = query.get('comp')
      if (method !== 'PUT') return comp === 'blocklist' ? listBlocks(blob) : read(question, blob)
      if (comp === 'block') return putBlock(question, blob, blockOf(url))
      return comp === 'blocklist' ? putBlockList(question, blob) : putBlob(question, blob)
    },
    grant: (lifeMs, permissions) => {
      const sig = `s${tokens.size + 1}`
      const endsAt = Math.floor((now() + lifeMs) / 1000) * 1000
      tokens.set(sig, { endsAt, permissions, revoked: false })
      const se = encodeURIComponent(new Date(endsAt).toISOString())
      return `sv=2021-12-02&se=${se}&sp=${permissions}&sig=${sig}`
    },
    revokeTokens: () => {
      for (const token of tokens.values()) token.revoked = true
    },
    blob: (name) => blobs.get(name),
    place: (name, bytes, keepsMd5) => write(name, bytes, keepsMd5 ? md5Of(bytes) : null),
    remove: (name) => blobs.delete(name),
    isStaged: (blob, block) => stagedOf(blob).has(block),
    stagedBlocks: () =>
      [...staged].flatMap(([blob]) => [...stagedOf(blob).keys()].map((block) => `${blob} ${block}`)),
    forgetStaged: () => staged.clear(),
  }
}

/** The block's name in a Put Block. */
export const blockOf = (url: URL): string =>
  Buffer.from(url.searchParams.get('blockid') ?? '', 'base64').toString()
