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
                       [--folder A/B] [--conflict …] [--silent] [--dry-run | --save] [--json]
                       [--message TEXT | --message-file FILE|-]     one message to each space
  foyer-desktop fan-out list|show|start|remove [ID] --portal NAME [--json]     those saved for later, as the folder,
                       the table and the spaces are now; start takes --conflict, --silent, --message anew
  foyer-desktop transfers list|resume|pause|cancel [JOB] --portal NAME [--json]     also while the window, or
                       another command, works on them; resume waits for their end
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
  foyer-desktop messages delete MESSAGE-ID… --portal NAME --space ID|NAME [--json]
  foyer-desktop thread --portal NAME --space ID|NAME [--format html|json] [--to FILE]
                                                the messages on this computer, as one file
  foyer-desktop pins list|add|remove [FILE-ID…] --portal NAME [--space ID|NAME] [--json]    files kept offline
  foyer-desktop pins get FILE-ID --to FILE --portal NAME
  foyer-desktop search QUERY [--portal NAME] [--sort best|newest] [--limit N] [--json]
  foyer-desktop people list [QUERY] --portal NAME [--json]
  foyer-desktop people add EMAIL --portal NAME [--role client|guest|staff|admin] [--first-name A] [--last-name B]
                       [--phone N] [--invite] [--default-space] [--json]
  foyer-desktop people import FILE.csv --from csv | import --from foundry [--location NAME]… [--label NAME]
                       [--groups none|location|label] [--inactive] [--overwrite FIELD,…] [--invite]
                       [--default-space] [--dry-run] --portal NAME [--json]
  foyer-desktop people resume --portal NAME [--json]     goes on with imports that were stopped
  foyer-desktop groups [create NAME [EMAIL…]] --portal NAME [--json]
  foyer-desktop spaces create NAME [EMAIL|GROUP…] --portal NAME [--json]
  foyer-desktop spaces members SPACE [--add EMAIL|GROUP]… [--remove EMAIL|GROUP]… --portal NAME [--json]
  foyer-desktop templates list|resume|remove [NAME] --portal NAME [--json]
  foyer-desktop templates save NAME --portal NAME      JSON on standard input: {"spaceName","members":[EMAIL|GROUP],
                       "folders":[],"message","fields":[{"name","value"}]}
  foyer-desktop templates apply NAME EMAIL… [--value FIELD=TEXT]… [--existing-too] [--dry-run] --portal NAME [--json]
  foyer-desktop apps --portal NAME [--json]
  foyer-desktop customizations get|set EMAIL --app ID|LABEL --portal NAME     JSON on standard output or input
  foyer-desktop customizations bulk FILE.csv --app ID|LABEL [--column HEADING=KEY[:text|number|boolean|json]]…
                       [--blank-removes] [--dry-run] --portal NAME [--json]
  foyer-desktop customizations history [EMAIL] [--app ID|LABEL] | jobs | resume --portal NAME [--json]
  foyer-desktop customizations rollback JOB[/NUMBER] [--dry-run] --portal NAME [--json]
  foyer-desktop foundry connect --client-id ID [--url URL] [--page-names number-size|page-per_page] [--limit N]
                       --portal NAME                     the client secret comes on standard input
  foyer-desktop foundry locations|disconnect --portal NAME [--json]
  foyer-desktop foundry training read | show EMAIL | publish --app ID|LABEL [--key KEY] [--dry-run] --portal NAME [--json]
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
  save: { type: 'boolean' },
  role: { type: 'string' },
  'first-name': { type: 'string' },
  'last-name': { type: 'string' },
  phone: { type: 'string' },
  invite: { type: 'boolean' },
  'default-space': { type: 'boolean' },
  from: { type: 'string' },
  location: { type: 'string', multiple: true },
  label: { type: 'string' },
  groups: { type: 'string' },
  inactive: { type: 'boolean' },
  overwrite: { type: 'string' },
  value: { type: 'string', multiple: true },
  'existing-too': { type: 'boolean' },
  add: { type: 'string', multiple: true },
  remove: { type: 'string', multiple: true },
  app: { type: 'string' },
  column: { type: 'string', multiple: true },
  'blank-removes': { type: 'boolean' },
  key: { type: 'string' },
  'client-id': { type: 'string' },
  'page-names': { type: 'string' },
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
  readonly save?: boolean | undefined
  readonly role?: string | undefined
  readonly 'first-name'?: string | undefined
  readonly 'last-name'?: string | undefined
  readonly phone?: string | undefined
  readonly invite?: boolean | undefined
  readonly 'default-space'?: boolean | undefined
  readonly from?: string | undefined
  readonly location?: readonly string[] | undefined
  readonly label?: string | undefined
  readonly groups?: string | undefined
  readonly inactive?: boolean | undefined
  readonly overwrite?: string | undefined
  readonly value?: readonly string[] | undefined
  readonly 'existing-too'?: boolean | undefined
  readonly add?: readonly string[] | undefined
  readonly remove?: readonly string[] | undefined
  readonly app?: string | undefined
  readonly column?: readonly string[] | undefined
  readonly 'blank-removes'?: boolean | undefined
  readonly key?: string | undefined
  readonly 'client-id'?: string | undefined
  readonly 'page-names'?: string | undefined
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
    if (values.help === true) return ok({ name: 'help', words, flags: values })
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
