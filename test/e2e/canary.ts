// Looks for a secret in bytes, in every form it could have been written in (hardening 18).
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export const formsOf = (secret: string): readonly Buffer[] => {
  const plain = Buffer.from(secret, 'utf8')
  const basic = Buffer.from(`${secret}:`, 'utf8').toString('base64')
  return [
    plain,
    Buffer.from(basic.replace(/=+$/, '')),
    Buffer.from(plain.toString('base64').replace(/=+$/, '')),
    Buffer.from(plain.toString('hex')),
    Buffer.from(encodeURIComponent(secret)),
    Buffer.from(secret, 'utf16le'),
  ]
}

export const holds = (bytes: Buffer, secret: string): boolean =>
  formsOf(secret).some((form) => bytes.includes(form))

/** Every file under a folder. */
export const filesUnder = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** The files under a folder that hold the secret in any form. */
export const filesHolding = async (folder: string, secret: string): Promise<readonly string[]> => {
  const found: string[] = []
  for (const path of await filesUnder(folder)) {
    if (holds(await readFile(path), secret)) found.push(path)
  }
  return found
}
