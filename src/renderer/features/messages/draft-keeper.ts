export type DraftPorts = {
  /** Writes it to this computer's disk. */
  readonly write: (content: string) => void
  readonly show: (text: string) => void
  /** Runs something once typing has paused; answers what calls it off. */
  readonly afterPause: (run: () => void) => () => void
}

export type DraftKeeper = {
  /** What the disk held when the space was opened; null when it could not be read. Counts once. */
  readonly opened: (saved: string | null) => void
  readonly change: (text: string) => void
  /** Writes what is not written yet; on blur and before the window closes. */
  readonly flush: () => void
  /** Empties the field for sending what was in it; null when there is nothing, or something is on its way already. */
  readonly take: () => string | null
  /** What was taken is handed over now: sending clears the draft on the other side. */
  readonly goes: () => void
  /** What was taken is gone for good. */
  readonly sent: () => void
  /** What was taken comes back, before what was typed since. */
  readonly untake: () => void
  /** Takes this text out, on this computer's disk too: it has gone another way. */
  readonly spend: (message: string) => void
  /** Brings a text back, after what is there. */
  readonly giveBack: (text: string) => void
}

const joined = (first: string, second: string): string =>
  [first, second].filter((part) => part.trim() !== '').join('\n')

/** What is left of a text that began with a message; null: it does not begin with it any more. */
export const without = (text: string, message: string): string | null => {
  const rest = text.trimStart()
  return rest.startsWith(message) ? rest.slice(message.length).trimStart() : null
}

/**
 * The words of one composer, none of which is ever dropped: what was taken for sending stays on disk until it goes, and
 * what is typed meanwhile is kept apart from it.
 */
export const keepDraft = ({ write, show, afterPause }: DraftPorts): DraftKeeper => {
  let text = ''
  let taken: string | null = null
  let isOpened = false
  // Sending clears the draft on disk, so nothing is written between its question and its answer.
  let going = false
  let unwritten = false
  let callOff: (() => void) | null = null

  const set = (next: string): void => {
    text = next
    show(next)
  }
  const save = (): void => {
    callOff?.()
    callOff = null
    if (!unwritten || !isOpened || going) return
    unwritten = false
    write(joined(taken ?? '', text))
  }
  const change = (next: string): void => {
    set(next)
    unwritten = true
    callOff?.()
    callOff = afterPause(save)
  }
  const giveBack = (back: string): void => change(text.trim() === '' ? back : `${text}\n\n${back}`)

  return {
    change,
    giveBack,
    flush: save,
    opened: (saved) => {
      if (isOpened) return
      isOpened = true
      // What was typed before the disk answered stands below what it holds.
      if (saved !== null && saved !== '') set(joined(saved, text))
      if (callOff === null) save()
    },
    take: () => {
      if (taken !== null || text.trim() === '') return null
      taken = text
      set('')
      save()
      return taken
    },
    goes: () => {
      going = true
    },
    sent: () => {
      going = false
      taken = null
      unwritten = text !== ''
      save()
    },
    untake: () => {
      going = false
      const back = joined(taken ?? '', text)
      taken = null
      change(back)
    },
    spend: (message) => {
      const rest = without(text, message)
      if (rest === null) return
      change(rest)
      save()
    },
  }
}
