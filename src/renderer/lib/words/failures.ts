import type { FailureCode } from '../../../core/failure.ts'
import { foundryFailures } from './failures-foundry.ts'
import { tableFailures } from './failures-table.ts'

/**
 * What a person reads for every failure code: what is so, and what to do next. `{{about}}` is the thing's name.
 * One table for all codes; the type makes a missing one an error of the compiler.
 */
export const failures = {
  'key-refused': {
    title: 'The portal does not accept this key',
    next: 'Check that it was copied whole, or make a new one on the Org page of your Foyer portal.',
  },
  forbidden: {
    title: 'The portal does not allow this key to do that',
    next: 'Use a key of a person with the staff or admin role, or ask an admin of the portal.',
  },
  'not-found': {
    title: 'The portal no longer has this',
    next: 'Somebody may have deleted it. The list is right again after the next update.',
  },
  invalid: {
    title: 'The portal refused what was sent',
    next: 'Nothing was lost here. Change it and try again; the portal’s own words are below.',
  },
  throttled: {
    title: 'The portal asks for a pause',
    next: 'Too many requests in a short time. It goes on by itself in a little while.',
  },
  'server-error': {
    title: 'The portal has a problem of its own',
    next: 'Nothing was lost here. Try again in a few minutes.',
  },
  'not-json': {
    title: 'Something else answered in the portal’s place',
    next: 'A sign-in page of this network, or a proxy, may stand in between. Open a web page to sign in, or check the address.',
  },
  'unexpected-answer': {
    title: 'The portal answered in a way this version does not know',
    next: 'Look for a newer version of Foyer Desktop. Nothing was changed.',
  },
  redirected: {
    title: 'The address leads somewhere else',
    next: 'The key is never sent along a redirect. Enter the portal’s final API address.',
  },
  'bad-url': {
    title: 'This is not an address of a portal’s API',
    next: 'It looks like https://api.example.com, without a user name or a question mark.',
  },
  'insecure-url': {
    title: 'This address is not encrypted',
    next: 'Use the address that begins with https://. A key is never sent in the open.',
  },
  unreachable: {
    title: 'The portal cannot be reached',
    next: 'Check the internet connection and the address. What is read already stays here to work with.',
  },
  'timed-out': {
    title: 'The portal did not answer in time',
    next: 'The connection may be slow. Try again in a moment.',
  },
  tls: {
    title: 'The connection to the portal is not secure',
    next: 'Its certificate cannot be trusted on this computer. Check the date and time here, and ask your IT if it inspects traffic.',
  },
  proxy: {
    title: 'The proxy of this network stands in the way',
    next: 'It refused, or asks for a sign-in. Ask your IT to let this address through.',
  },
  cancelled: { title: 'Stopped', next: 'Start it again whenever you like.' },
  'keychain-missing': {
    title: 'This computer has no keychain to keep the key in',
    next: 'The key can stay in memory until you quit. It is never written to disk unprotected.',
  },
  'keychain-locked': {
    title: 'The keychain of this computer is locked',
    next: 'Unlock it and connect again, or keep the key in memory until you quit. It is never written to disk unprotected.',
  },
  'keychain-timeout': {
    title: 'The keychain of this computer does not answer',
    next: 'It may be waiting for you in another window. Try again, or keep the key in memory until you quit.',
  },
  'key-missing': {
    title: 'The keychain has no key for this portal',
    next: 'Enter the API key once more in Settings. The portal’s archive on this computer is kept.',
  },
  'archive-key-missing': {
    title: 'The archive on this computer cannot be opened',
    next: 'Its key is no longer in the keychain, and without it nobody can read it. Set it aside and begin anew: everything in the portal is read again.',
  },
  'archive-corrupt': {
    title: 'The archive on this computer is damaged',
    next: 'Quit and start Foyer Desktop again: the damaged file is set aside, and what can be read of it is rescued.',
  },
  'archive-newer': {
    title: 'This archive belongs to a newer version of Foyer Desktop',
    next: 'Install the newest version to open it.',
  },
  'archive-busy': {
    title: 'Foyer Desktop is open a second time',
    next: 'Another window or command holds this archive. Close it and try again.',
  },
  'archive-read-only': {
    title: 'The archive on this computer cannot be written to',
    next: 'Its folder, or the disk it lies on, only allows reading. Allow writing there, then try again: nothing in it was changed.',
  },
  'source-missing': {
    title: 'The file is no longer on this computer',
    next: 'Put it back where it was and retry, or drop it again.',
  },
  'source-unreadable': {
    title: 'The file cannot be read',
    next: 'Check that you may open it and that no other program locks it, then retry.',
  },
  'source-changed': {
    title: 'The file changed while it was being sent',
    next: 'Save and close it, then retry to send it as it is now.',
  },
  appeared: {
    title: 'A file of this name came in after the plan was made',
    next: 'It was dealt with as chosen for files that are there already. Look at both in the space.',
  },
  'name-refused': {
    title: 'This name cannot be used',
    next: 'Rename it without special characters at its ends, and keep it short.',
  },
  'target-exists': {
    title: 'A file of this name is there already',
    next: 'Move the old one away, or choose another folder. Nothing was overwritten.',
  },
  'disk-full': {
    title: 'The disk of this computer is full',
    next: 'Free some space, then retry. What is complete so far is kept.',
  },
  'disk-error': {
    title: 'The disk of this computer reports an error',
    next: 'Check that the drive is connected and healthy, then retry.',
  },
  'path-too-long': {
    title: 'The path would be longer than this computer allows',
    next: 'Download to a folder nearer to the top of the disk, or fetch the inner folder by itself.',
  },
  'no-room': {
    title: 'There is not enough room on this disk',
    next: 'Free some space or choose another disk. Nothing more is fetched until then.',
  },
  'too-large': {
    title: 'This is too large to be dragged out',
    next: 'Use Download instead: it shows how far it is and goes on after a restart.',
  },
  'not-empty': {
    title: 'This folder already has something in it',
    next: 'Choose an empty folder, or one that does not exist yet.',
  },
  incomplete: {
    title: 'The portal’s list changed each time it was read',
    next: 'Somebody is working there right now. Retry when it is quieter.',
  },
  'sas-refused': {
    title: 'The file storage refuses the portal’s permission',
    next: 'Check that this computer’s clock is right, then retry.',
  },
  'sas-permission': {
    title: 'The portal gives no permission for this in the file storage',
    next: 'Ask an admin of the portal. The file itself is unchanged.',
  },
  'blob-missing': {
    title: 'The portal lists this file, its contents are gone',
    next: 'Ask the person who added it to upload it again.',
  },
  integrity: {
    title: 'What arrived is not what was sent',
    next: 'It was not counted as done. Retry to transfer it once more.',
  },
  'path-relative': {
    title: 'This folder is not named from the top of the disk',
    next: 'Choose the folder again.',
  },
  'own-folder': {
    title: 'This folder belongs to Foyer Desktop itself',
    next: 'Choose one of your own folders.',
  },
  'not-a-file': {
    title: 'This is a folder, not a file',
    next: 'Use Download instead: it brings a folder with everything in it.',
  },
  'bad-email': {
    title: 'This is no e-mail address',
    next: 'Check it for a missing @, a space or a typing error.',
  },
  ...tableFailures,
  ...foundryFailures,
  locked: {
    title: 'The window is locked',
    next: 'Enter the passphrase to go on.',
  },
  'wrong-passphrase': {
    title: 'This is not the passphrase',
    next: 'Check the keyboard’s layout and Caps Lock, and try again.',
  },
  'lock-wait': {
    title: 'Too many wrong tries',
    next: 'Wait for a moment before the next one.',
  },
  'unknown-portal': {
    title: 'This portal is no longer connected',
    next: 'Connect it again in Settings.',
  },
  'unknown-space': {
    title: 'This space is not on this computer',
    next: 'It may have been deleted, or this key may no longer see it.',
  },
  'unknown-id': {
    title: 'This is no longer there',
    next: 'It may just have been sent, finished or removed.',
  },
  ambiguous: { title: 'The name fits several things', next: 'Choose one of them by its full name.' },
  exists: {
    title: 'A thing of this name is there already',
    next: 'Choose another name.',
  },
  'under-way': { title: 'This is under way', next: 'Pause or cancel it first.' },
  'no-text': { title: 'The message has no text', next: 'Write something, then send it.' },
  ended: {
    title: 'This has ended already',
    next: 'Retry what failed, or start it anew.',
  },
  'history-kept': {
    title: 'What was written stays in the history',
    next: 'Undo it instead: the values of before come back.',
  },
  'rule-client': {
    title: 'This rule does not say once where the client’s name stands',
    next: 'Put {client} once in its place: {client}/*.pdf or {client}_*.pdf.',
  },
  'compare-unfinished': {
    title: 'The comparison is not complete',
    next: 'Wait until it is, or compare again.',
  },
  undecided: {
    title: 'Not every file that is there already was decided about',
    next: 'Choose what happens to each of them, or one answer for all, and start again.',
  },
  'not-offered': {
    title: 'This portal has no way to delete messages',
    next: 'Delete it in the portal itself, or leave it as it is.',
  },
  'other-author': {
    title: 'This was begun with another person’s key',
    next: 'Decide whether it is to go with yours.',
  },
  'from-copy': {
    title: 'This comes out of an older copy of the archive',
    next: 'Nobody knows what happened since. Decide whether it is still to be done.',
  },
  'staff-mode': {
    title: 'This is locked',
    next: 'Switch on staff mode for this portal in Settings, then try again.',
  },
  usage: { title: 'This cannot be done that way', next: 'Check what was entered and try again.' },
  internal: {
    title: 'Something went wrong in Foyer Desktop',
    next: 'Nothing that was saved is lost. Try again; if it happens once more, restart the program.',
  },
} as const satisfies Record<FailureCode, { readonly title: string; readonly next: string }>
