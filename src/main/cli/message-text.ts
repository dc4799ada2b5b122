import { readFile } from 'node:fs/promises'
import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { longestSummary } from '../../core/transfers/summary.ts'
import type { Flags } from './arguments.ts'
import { readStandardInput } from './standard-input.ts'

/** The text of --message or --message-file (- is standard input); undefined: neither was given. */
export const messageText = async (flags: Flags): Promise<Result<string | undefined>> => {
  const path = flags['message-file']
  if (flags.message !== undefined && path !== undefined) {
    return err(fail('usage', { detail: 'Say --message or --message-file, not both.' }))
  }
  if (flags.message === undefined && path === undefined) return ok(undefined)
  const text = flags.message ?? (await readText(path ?? ''))
  if (text === undefined) return err(fail('source-unreadable', { about: path ?? '' }))
  const trimmed = text.replace(/\r?\n$/, '')
  if (trimmed.trim() === '') return err(fail('usage', { detail: 'The message has no text.' }))
  if (trimmed.length > longestSummary) {
    return err(fail('usage', { detail: `The message has more than ${longestSummary} characters.` }))
  }
  return ok(trimmed)
}

const readText = async (path: string): Promise<string | undefined> => {
  if (path === '-') return readStandardInput()
  try {
    return await readFile(path, 'utf8')
  } catch {
    return undefined
  }
}
