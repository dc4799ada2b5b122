import { parseArgs, type ParseArgsConfig } from 'node:util'
import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'

export const usage = `Usage:
  foyer-desktop portals add NAME --url URL            the API key comes on standard input
  foyer-desktop portals list [--json]
  foyer-desktop portals remove NAME
  foyer-desktop spaces --portal NAME [--json]
  foyer-desktop sync --portal NAME [--json]
  foyer-desktop upload PATH… --portal NAME --space ID|NAME [--folder A/B]
                       [--conflict new-version|skip|skip-same|keep-both] [--silent] [--json]
                       [--message TEXT | --message-file FILE|-]     one message when all is there;
                                                {count} and {folder} are filled then
  foyer-desktop fan-out FOLDER --portal NAME --rule 'statements/*_{client}.pdf' | --table FILE.csv
                       [--folder A/B] [--conflict …] [--silent] [--dry-run] [--json]
  foyer-desktop transfers list|resume|pause|cancel [JOB] --portal NAME [--json]
  foyer-desktop transfers failures|retry JOB --portal NAME [--reason CODE] [--json]
  foyer-desktop transfers message JOB send|drop --portal NAME
  foyer-desktop transfers receipts [JOB] --portal NAME [--json|--csv]
  foyer-desktop transfers receipts --verify [--noted HASH] --portal NAME [--json]
  foyer-desktop download --portal NAME --space ID|NAME [--folder A/B] --to DIR
                         [--conflict keep-both|skip|replace] [--json]
  foyer-desktop export --portal NAME --space ID|NAME --to DIR [--json]
  foyer-desktop export --verify DIR [--json]          reads an export again, byte by byte
  foyer-desktop compare DIR --portal NAME --space ID|NAME [--folder A/B] [--content] [--send] [--silent] [--json]
  foyer-desktop watch add DIR --portal NAME --space ID|NAME [--folder A/B] [--existing] [--top-only] [--silent]
  foyer-desktop watch list|run|remove [ID] --portal NAME [--json]
  foyer-desktop send --portal NAME --space ID|NAME [--json]     the text comes on standard input
  foyer-desktop thread --portal NAME --space ID|NAME [--format html|json] [--to FILE]
                                                the messages on this computer, as one file
  foyer-desktop pins list|add|remove [FILE-ID…] --portal NAME [--space ID|NAME] [--json]    files kept offline
  foyer-desktop pins get FILE-ID --to FILE --portal NAME
  foyer-desktop search QUERY [--portal NAME] [--sort best|newest] [--limit N] [--json]
Every command takes --user-data-dir DIR. Exit status: 0 all done, 1 something failed, 2 usage.`

const options = {
  portal: { type: 'string' },
  space: { type: 'string' },
  folder: { type: 'string' },
  conflict: { type: 'string' },
  to: { type: 'string' },
  format: { type: 'string' },
  url: { type: 'string' },
  limit: { type: 'string' },
  sort: { type: 'string' },
  rule: { type: 'string' },
  table: { type: 'string' },
  silent: { type: 'boolean' },
  message: { type: 'string' },
  'message-file': { type: 'string' },
  reason: { type: 'string' },
  verify: { type: 'boolean' },
  noted: { type: 'string' },
  csv: { type: 'boolean' },
  send: { type: 'boolean' },
  content: { type: 'boolean' },
  existing: { type: 'boolean' },
  'top-only': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  'user-data-dir': { type: 'string' },
} as const satisfies ParseArgsConfig['options']

export type Flags = {
  readonly portal?: string | undefined
  readonly space?: string | undefined
  readonly folder?: string | undefined
  readonly conflict?: string | undefined
  readonly to?: string | undefined
  readonly format?: string | undefined
  readonly url?: string | undefined
  readonly limit?: string | undefined
  readonly sort?: string | undefined
  readonly rule?: string | undefined
  readonly table?: string | undefined
  readonly silent?: boolean | undefined
  readonly message?: string | undefined
  readonly 'message-file'?: string | undefined
  readonly reason?: string | undefined
  readonly verify?: boolean | undefined
  readonly noted?: string | undefined
  readonly csv?: boolean | undefined
  readonly send?: boolean | undefined
  readonly content?: boolean | undefined
  readonly existing?: boolean | undefined
  readonly 'top-only'?: boolean | undefined
  readonly 'dry-run'?: boolean | undefined
  readonly json?: boolean | undefined
  readonly help?: boolean | undefined
  readonly 'user-data-dir'?: string | undefined
}

export type Command = { readonly name: string; readonly words: readonly string[]; readonly flags: Flags }

/** Splits a command line into its command, words and flags; an unknown flag is a usage failure. */
export const parseCommand = (argv: readonly string[]): Result<Command> => {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options,
      allowPositionals: true,
      strict: true,
    })
    const [name, ...words] = positionals
    if (name === undefined) return err(fail('usage', { detail: 'Name a command.' }))
    return ok({ name, words, flags: values })
  } catch (error) {
    return err(fail('usage', { detail: error instanceof Error ? error.message : String(error) }))
  }
}

/** A flag that a command can't do without. */
export const required = (flags: Flags, name: 'portal' | 'space' | 'to' | 'url'): Result<string> => {
  const value = flags[name]
  return value === undefined || value === ''
    ? err(fail('usage', { detail: `--${name} is missing.` }))
    : ok(value)
}
