import { fail } from '../core/failure.ts'
import { err, ok, type Result } from '../core/result.ts'

const longest = 2048
/** What a mail link may prefill. Some mail programs attach a file of this computer when told to by `attach`. */
const mailFields = new Set(['subject', 'body', 'cc', 'bcc', 'to'])

/**
 * An address that may be handed to the system's browser or mail program: https or mailto, without credentials,
 * at most 2,048 characters (hardening 9). Answers it as parsed, never as written.
 */
export const externalAddress = (text: string): Result<string> => {
  if (text.length > longest || !URL.canParse(text)) return err(fail('bad-url'))
  const url = new URL(text)
  if (url.protocol === 'mailto:') return isPlainMail(url) ? ok(url.href) : err(fail('bad-url'))
  if (url.protocol !== 'https:') return err(fail('insecure-url', { about: url.protocol }))
  if (url.username !== '' || url.password !== '' || url.hostname === '') return err(fail('bad-url'))
  return url.href.length > longest ? err(fail('bad-url')) : ok(url.href)
}

const isPlainMail = (url: URL): boolean =>
  url.href.length <= longest &&
  [...url.searchParams.keys()].every((name) => mailFields.has(name.toLowerCase()))
