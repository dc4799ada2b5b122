import type { Failure, FailureCode } from '../../core/failure.ts'
import type { ChainFault } from '../../core/transfers/receipt.ts'
import type { FanOutPlan } from '../../core/transfers/fan-out-views.ts'

// The command line's words for each failure: what happened and what to do next. {about} is the thing it is about.
const words: Readonly<Record<FailureCode, string>> = {
  'key-refused':
    'The portal does not accept this API key. Check that it was copied whole, or make a new one on the Org page.',
  forbidden: 'The key may not do this: {about}. An administrator’s key may.',
  'not-found': 'The portal does not have it (any more): {about}. “sync” reads what is there now.',
  invalid: 'The portal refused {about}: “{detail}”. Change it and try again.',
  throttled: 'The portal asks for fewer requests. Try again in a few minutes.',
  'server-error': 'The portal had an error of its own (status {status}). Try again later.',
  'not-json': '{about} answered with a page instead of data. A sign-in page of the network, or a wrong URL?',
  'unexpected-answer':
    '{about} answered in a form this version does not know ({detail}). Is the URL right? Is there a newer version?',
  redirected: '{about} sent the request elsewhere, which is not followed with a key. Check the URL.',
  'bad-url': '“{about}” is not an API URL. It looks like https://api.usefoyer.com.',
  'insecure-url':
    '{about} would be reached by plain http, which would show the key to the network. Use https.',
  unreachable: '{about} can’t be reached. Check the connection and the URL.',
  'timed-out': '{about} did not answer in time. Try again.',
  tls: 'The certificate of {about} can’t be trusted, or the secure connection failed. Ask your administrator before going on.',
  proxy: 'The proxy refused the connection to {about}. Check the system’s proxy settings.',
  cancelled: 'Stopped. Run the command again to go on.',
  'keychain-missing':
    'This computer has no keychain service. Start one (for example gnome-keyring), or set FOYER_KEYCHAIN=memory with FOYER_API_KEY.',
  'keychain-locked': 'The keychain is locked or refused. Unlock it and try again.',
  'keychain-timeout':
    'The keychain does not answer. Unlock it, or set FOYER_KEYCHAIN=memory with FOYER_API_KEY.',
  'key-missing': 'The keychain has no key for this portal. Add the portal again.',
  'archive-key-missing':
    'The key of the archive {about} is gone, so it can’t be read. Add the portal again to start a new one; the old one is kept aside.',
  'archive-corrupt':
    'The archive {about} is damaged. Run the command again: the damaged file is set aside, and what can be read of it is rescued.',
  'archive-newer': 'The archive {about} was written by a newer version. Update this one.',
  'archive-busy':
    'Another Foyer Desktop has this portal open. Close it first; “transfers list”, “pause”, “resume” and “cancel” work beside it.',
  'archive-read-only':
    'The archive {about} can’t be written to ({detail}). Allow writing in its folder and on its disk, then run the command again: nothing in it was changed.',
  'source-missing': '{about} is not there (any more). Put it back and retry, or leave it out.',
  'source-unreadable': '{about} can’t be read. Check its permissions.',
  appeared:
    'A file called {about} came in after the plan was made. Yours was left out or kept beside it, as chosen.',
  'source-changed': '{about} changed while it was being sent. Save and close it, then retry.',
  'name-refused': 'The name can’t be used: {about}. Rename it and try again.',
  'target-exists':
    '{about} is there already. Nothing was overwritten: move it away or choose another folder.',
  'disk-full': 'The disk is full: {about}. Free some space and run the command again.',
  'disk-error':
    'This computer could not read or write {about} ({detail}). Check that the drive is connected, then retry.',
  'path-too-long':
    'The path would be longer than this computer allows: {about}. Use a folder nearer to the top of the disk.',
  'no-room': 'There is not enough room in {about}: {room}. Free some space, or choose another disk.',
  'path-relative': '{about} does not begin at the top of the disk. Name the whole path.',
  'own-folder': '{about} is this program’s own folder. Choose one of your own.',
  'not-a-file': '{about} is a folder. “download” brings a folder with everything in it.',
  'too-large': '{about} is too large for that. “download” brings files of any size.',
  'not-empty': '{about} has something in it already. Choose an empty folder or a new one.',
  incomplete: 'The list of {about} changed each time it was read. Try again when it is quieter.',
  'sas-refused': 'The storage refuses the access token, even a new one. Try again later.',
  'sas-permission': 'The access token lacks a permission ({detail}). Ask an administrator of the portal.',
  'blob-missing': 'The content of {about} is not in the storage. Ask whoever added it to upload it again.',
  integrity: '{about} did not arrive as it was sent. It was not marked as done; try again.',
  'table-not-text': '{about} is no table of text. Save it as CSV first.',
  'table-broken': '{about} can’t be read as a table ({detail}). Is a quotation mark never closed?',
  'table-no-addresses': '{about} has no column of e-mail addresses. Add one, with a heading like “Email”.',
  'table-column-twice':
    'Two columns of the table go into “{about}”. Give each a key of its own with --column.',
  'bad-email': '“{about}” is no e-mail address. Check it for a missing @, a space or a typing error.',
  'foundry-missing': 'This portal is not connected to EVERFI Foundry. “foundry connect” does that.',
  'foundry-login': 'EVERFI Foundry does not accept the credentials. Check client id and secret ({detail}).',
  'foundry-forbidden':
    'EVERFI Foundry says no without saying why (“{detail}”): it gives this answer for many reasons. Ask EVERFI whether the API is switched on for your organisation.',
  'foundry-refused': 'EVERFI Foundry refused {about} (status {status}): “{detail}”. Change it and try again.',
  'foundry-schema':
    'EVERFI Foundry does not know the form of what was sent ({detail}). That is this program’s fault: please report it.',
  'foundry-too-long': 'The filter is too long for EVERFI Foundry. Choose fewer locations at a time.',
  'foundry-busy':
    'EVERFI Foundry asks for fewer requests. Try again in some minutes, or lower the requests a minute.',
  'foundry-down': 'EVERFI Foundry has an error of its own (status {status}). Try again later.',
  'foundry-answer': '{about} answered in a form this version does not know ({detail}). Is the URL right?',
  'foundry-paging':
    'EVERFI Foundry answered the first page each time, whichever page was asked for. Nothing was imported; please report it.',
  'foundry-redirected':
    '{about} sent the request elsewhere, which is not followed with credentials. Check the URL.',
  locked: 'The window is locked. Enter the passphrase there.',
  'wrong-passphrase': 'This is not the passphrase. Check the keyboard’s layout and try again.',
  'lock-wait': 'Too many wrong tries. Wait for a moment.',
  'unknown-portal': 'There is no portal called {about} here. “portals list” names them.',
  'unknown-space': 'There is no space called {about} in this portal. “spaces” names them.',
  'unknown-id': 'Nothing here goes by {about}. Look for it in the list once more.',
  ambiguous: '{about} fits several things. Use the id.',
  exists: '{about} exists already. Choose another name.',
  'under-way': '{about} is under way. Pause or cancel it first.',
  'no-text': 'The message has no text. Write something first.',
  ended: '{about} has ended already. “transfers retry” goes on with what failed.',
  'history-kept': 'What {about} wrote stays in the history. “customizations rollback” undoes it.',
  'rule-client':
    'The rule “{about}” does not hold {client} exactly once. Put it where the client’s name stands, like {client}/*.pdf.',
  'compare-unfinished': 'The comparison of {about} is not complete. Run it again.',
  undecided:
    'Not every file that is there already was decided about. Decide in the window, or say --conflict.',
  'not-offered': 'This portal has no way to delete messages: {about} is still there.',
  'other-author':
    'This was begun with another person’s key. Decide in the window whether it goes with yours.',
  'from-copy':
    'This comes out of an older copy of the archive. Decide in the window whether it is still to be done.',
  'staff-mode': 'Locked: {about}. Switch on staff mode for this portal in the window’s Settings.',
  usage: '{detail}',
  internal:
    'Something went wrong in the program itself ({detail}). What was saved is kept: run the command again.',
}

const asked: ReadonlySet<FailureCode> = new Set([
  ...(['usage', 'bad-email', 'rule-client', 'own-folder', 'table-column-twice', 'history-kept'] as const),
])

/** Whether what was asked for can't be, whatever the portal says: the command ends with status 2. */
export const isMisuse = (code: FailureCode): boolean => asked.has(code)

/** A failure in words: what happened, to which thing, what to do. */
export const explain = (failure: Failure): string =>
  words[failure.code].replace(
    /\{(about|detail|room|status)\}/g,
    (_, name: 'about' | 'detail' | 'room' | 'status') => {
      switch (name) {
        case 'about':
          return failure.about ?? 'it'
        case 'detail':
          return failure.detail ?? 'no reason given'
        case 'room':
          return roomOf(failure)
        case 'status':
          return failure.status === undefined ? 'unknown' : String(failure.status)
      }
    },
  )

/** What is wrong with the chain of receipts, in words. */
export const chainWords = ({ number, fault }: ChainFault): string => {
  switch (fault) {
    case 'changed':
      return `Receipt ${number} was changed after it was written.`
    case 'cut':
      return `A receipt before receipt ${number} was taken out or put in.`
    case 'forgotten':
      return `No receipt has this hash: receipts at the end were taken out, or it is another portal’s.`
  }
}

const roomOf = ({ room }: Failure): string => {
  const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
  return room === undefined ? 'too little' : `${megabytes(room.needed)} needed, ${megabytes(room.free)} free`
}

/** A file on its way into one client's space whose name speaks of another's. */
export const looksLikeAnother = (path: string, spaceName: string): string =>
  `“${path}” looks like it belongs to ${spaceName}.`

/** A line of a fan-out's table that could not be used. */
export const tableIssue = ({ line, reason, words }: FanOutPlan['table']['first'][number]): string => {
  switch (reason) {
    case 'no-path':
      return `Line ${line} of the table names no file.`
    case 'no-space':
      return `Line ${line} of the table names no space.`
    case 'unknown-space':
      return `Line ${line} of the table: no space is called “${words}”.`
    case 'no-file':
      return `Line ${line} of the table: nothing in the folder is called “${words}”.`
  }
}
