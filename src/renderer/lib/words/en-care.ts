/** Words of what happened to a portal's archive on this computer. */
export const careWords = {
  title: {
    cache: 'The archive on this computer was damaged',
    journal: 'What waits on this computer was damaged',
    both: 'The archive on this computer was damaged',
    words: 'The search index on this computer was damaged',
  },
  reading: 'It was set aside, and everything is being read from the portal again.',
  aside: 'The broken file was set aside.',
  indexing:
    'It is being made anew, which takes a few minutes. A search may miss something until then; nothing else is affected.',
  kept_one: '{{count}} message still waits to be sent.',
  kept_other: '{{count}} messages still wait to be sent.',
  asking_one: '{{count}} message may have been sent already: please decide in its space.',
  asking_other: '{{count}} messages may have been sent already: please decide in their spaces.',
  drafts_one: '{{count}} draft is there again.',
  drafts_other: '{{count}} drafts are there again.',
  transfers:
    'Transfers that were under way are no longer known. Send those files again; what arrived is skipped.',
  read: 'Understood',
  startAfresh: 'Set it aside and begin anew',
}
