import type { OutboxId, OutgoingView } from '../../../core/outbox/outgoing.ts'

type Row = Pick<OutgoingView, 'id' | 'content' | 'editable' | 'edited'>

export type EditPorts = {
  /** Writes it to this computer's disk (null: nothing); false once the message can't be changed any more. */
  readonly write: (id: OutboxId, content: string | null) => Promise<boolean>
  /** O1.17; false once the message can't be changed any more. */
  readonly hold: (id: OutboxId, held: boolean) => Promise<boolean>
  readonly show: (texts: ReadonlyMap<OutboxId, string>) => void
  /** Runs something once typing has paused; answers what calls it off. */
  readonly afterPause: (run: () => void) => () => void
  /** The message went its way; what was typed, for the draft. Null: it was not changed. */
  readonly gone: (text: string | null) => void
}

export type EditKeeper = {
  /** What the disk holds as waiting: edits left from before are gone on with, and those whose message went are given up. */
  readonly rows: (rows: readonly Row[]) => void
  readonly begin: (row: Row) => void
  readonly change: (id: OutboxId, text: string) => void
  readonly cancel: (id: OutboxId) => void
  /** Hands the text over to be saved: `done` when that went well, `late` when the message has gone, `kept` else. */
  readonly save: (id: OutboxId, apply: (text: string) => Promise<'done' | 'late' | 'kept'>) => Promise<void>
  /** Writes what is not written yet; on blur and before the window closes. */
  readonly flush: () => void
  /** O1.17: a hold lasts two minutes. */
  readonly renew: () => void
  /** Nobody looks any more: what was typed stays as it is on disk, and what was not changed goes its way. */
  readonly leave: () => void
}

type Edit = {
  text: string
  readonly original: string
  unwritten: boolean
  /** Something of it is on disk. */
  written: boolean
  saving: boolean
  callOff: (() => void) | null
}

/** O1.25: the messages that are being changed, none of whose words is ever dropped. */
export const keepEdits = ({ write, hold, show, afterPause, gone }: EditPorts): EditKeeper => {
  const edits = new Map<OutboxId, Edit>()
  // Saved or cancelled; an answer that was asked for before tells of an edit still.
  const ended = new Set<OutboxId>()
  let left = false

  const tell = (): void => show(new Map([...edits].map(([id, { text }]) => [id, text])))
  const end = (id: OutboxId, edit: Edit): void => {
    edit.callOff?.()
    edits.delete(id)
    ended.add(id)
    tell()
  }
  const giveUp = (id: OutboxId): void => {
    const edit = edits.get(id)
    // Once nobody looks, what is on disk becomes the draft by itself.
    if (left || edit === undefined || edit.saving) return
    end(id, edit)
    gone(edit.text === edit.original || edit.text.trim() === '' ? null : edit.text)
    // Only now, when the draft has it.
    if (edit.written) void write(id, null)
  }
  const holdOn = async (id: OutboxId): Promise<void> => {
    if (!(await hold(id, true))) giveUp(id)
  }
  const store = async (id: OutboxId, edit: Edit): Promise<void> => {
    edit.callOff?.()
    edit.callOff = null
    if (!edit.unwritten || edit.saving) return
    edit.unwritten = false
    edit.written = edit.text !== edit.original
    if (!(await write(id, edit.written ? edit.text : null))) giveUp(id)
  }
  const flush = (): void => {
    for (const [id, edit] of edits) void store(id, edit)
  }
  const open = (id: OutboxId, original: string, text: string): void => {
    const written = text !== original
    edits.set(id, { text, original, written, unwritten: false, saving: false, callOff: null })
    tell()
    void holdOn(id)
  }

  return {
    flush,
    rows: (rows) => {
      const byId = new Map(rows.map((row) => [row.id, row]))
      for (const id of ended) if ((byId.get(id)?.edited ?? null) === null) ended.delete(id)
      for (const { id, content, editable, edited } of rows) {
        if (edited !== null && editable && !edits.has(id) && !ended.has(id)) open(id, content, edited)
      }
      for (const id of [...edits.keys()]) if (byId.get(id)?.editable !== true) giveUp(id)
    },
    begin: ({ id, content, edited }) => {
      if (edits.has(id)) return
      ended.delete(id)
      open(id, content, edited ?? content)
    },
    change: (id, text) => {
      const edit = edits.get(id)
      if (edit === undefined) return
      edit.text = text
      edit.unwritten = true
      tell()
      edit.callOff?.()
      edit.callOff = afterPause(() => void store(id, edit))
    },
    cancel: (id) => {
      const edit = edits.get(id)
      if (edit === undefined || edit.saving) return
      end(id, edit)
      void write(id, null)
      void hold(id, false)
    },
    save: async (id, apply) => {
      const edit = edits.get(id)
      const text = edit?.text.trim() ?? ''
      if (edit === undefined || edit.saving || text === '') return
      edit.callOff?.()
      edit.callOff = null
      edit.saving = true
      const answer = await apply(text)
      edit.saving = false
      if (answer === 'done') end(id, edit)
      else if (answer === 'late' && !left) giveUp(id)
      else {
        edit.unwritten = true
        await store(id, edit)
      }
    },
    renew: () => {
      for (const id of edits.keys()) void holdOn(id)
    },
    leave: () => {
      left = true
      flush()
      for (const [id, edit] of edits) {
        if (edit.text === edit.original && !edit.saving) void hold(id, false)
      }
    },
  }
}
