import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fail } from '../core/failure.ts'
import type { KeyKeeping, PortalId } from '../core/portal.ts'
import { err, ok, type Result } from '../core/result.ts'
import { refusal } from './disk/refusal.ts'
import { replaceFile } from './disk/replace-file.ts'
import type { Ports, Secrets } from './ports.ts'

export const keyAccount = (portalId: PortalId): string => `portal/${portalId}/key`
export const archiveAccount = (portalId: PortalId): string => `portal/${portalId}/archive`

export const secretsFor = (ports: Ports, keeping: KeyKeeping): Secrets =>
  keeping === 'keychain' ? ports.secrets : ports.sessionSecrets

/**
 * A1.2: the archive's key is 32 random bytes. In the keychain it stands as it is. Where the person chose to keep
 * nothing on this computer, it is kept wrapped (AES-256-GCM) under a key derived from the API key by HKDF, so that
 * typing the API key again opens the archive again, and nothing on disk opens it by itself.
 */
const wrapped = z.object({ salt: z.string(), iv: z.string(), tag: z.string(), data: z.string() })

const wrappingKey = (apiKey: string, salt: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', apiKey, salt, 'foyer-desktop archive key', 32))

const wrapPath = (folder: string): string => join(folder, 'archive-key.wrapped.json')

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))

const wrap = async (
  ports: Ports,
  folder: string,
  apiKey: string,
  keyHex: string,
): Promise<Result<string>> => {
  const salt = ports.random.bytes(16)
  const iv = ports.random.bytes(12)
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(apiKey, salt), iv)
  const data = Buffer.concat([cipher.update(bytes(keyHex)), cipher.final()])
  const content = { salt: hex(salt), iv: hex(iv), tag: hex(cipher.getAuthTag()), data: hex(data) }
  try {
    await replaceFile(wrapPath(folder), JSON.stringify(content))
    return ok(keyHex)
  } catch (error) {
    return err(refusal(error, wrapPath(folder)))
  }
}

/** Where the disk can't be read the key may still be there: that is not the same as a key that is gone. */
const readWrapped = async (folder: string): Promise<Result<string | undefined>> => {
  try {
    return ok(await readFile(wrapPath(folder), 'utf8'))
  } catch (error) {
    const failure = refusal(error, wrapPath(folder))
    return failure.detail === 'ENOENT' ? ok(undefined) : err(failure)
  }
}

const unwrap = (text: string, apiKey: string): string | undefined => {
  try {
    const content = wrapped.parse(JSON.parse(text))
    const decipher = createDecipheriv(
      'aes-256-gcm',
      wrappingKey(apiKey, bytes(content.salt)),
      bytes(content.iv),
    )
    decipher.setAuthTag(bytes(content.tag))
    return hex(Buffer.concat([decipher.update(bytes(content.data)), decipher.final()]))
  } catch {
    // Damaged, or wrapped under another API key: in each case there is no key to be had from it.
    return undefined
  }
}

type Place = {
  readonly ports: Ports
  readonly portalId: PortalId
  readonly folder: string
  readonly keeping: KeyKeeping
  readonly apiKey: string
}

/** Makes and keeps a new archive key. Answers it as 64 hex digits. */
export const createArchiveKey = async (place: Place): Promise<Result<string>> =>
  keepArchiveKey(place, hex(place.ports.random.bytes(32)))

/** Keeps a given archive key: for a first connection, and again when the API key changes. */
export const keepArchiveKey = async (place: Place, keyHex: string): Promise<Result<string>> => {
  if (place.keeping === 'session') return wrap(place.ports, place.folder, place.apiKey, keyHex)
  const written = await place.ports.secrets.write(archiveAccount(place.portalId), keyHex)
  return written.ok ? ok(keyHex) : written
}

/** Reads the archive key: `archive-key-missing` when it can't be had. */
export const readArchiveKey = async (place: Place): Promise<Result<string>> => {
  if (place.keeping === 'session') {
    const text = await readWrapped(place.folder)
    if (!text.ok) return text
    const keyHex = text.value === undefined ? undefined : unwrap(text.value, place.apiKey)
    return keyHex === undefined ? err(fail('archive-key-missing')) : ok(keyHex)
  }
  const read = await place.ports.secrets.read(archiveAccount(place.portalId))
  if (!read.ok) return read
  return read.value === undefined ? err(fail('archive-key-missing')) : ok(read.value)
}
