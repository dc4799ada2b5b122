import { useEffect, useRef } from 'react'
import type { SpaceSummary } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { focusComposer, isTyping } from '../../app/focus.ts'
import { openSpace, usePlace } from '../../app/place.ts'
import { actOn, rowOfKeyboard, targets, undoAction, writeToMany } from './actions.ts'
import {
  chooseSnooze,
  clearSelection,
  selectUpTo,
  rowsOnScreen,
  setCursor,
  toggleSelected,
  useInbox,
} from './inbox-store.ts'
import { neighbour } from './view.ts'

/** A second key after `g` goes somewhere, and is none of the list's. */
const goWithinMs = 1200

/** The keys of the inbox, wherever in it one is not typing; the cheat sheet (app/shortcut-sheet.tsx) lists them. */
export const useInboxKeys = (rows: readonly SpaceSummary[]): void => {
  const portal = usePortal()
  const shownRows = useRef(rows)
  const wentAt = useRef(-Infinity)
  useEffect(() => {
    shownRows.current = rows
  })
  useEffect(() => {
    const step = (by: number, selecting: boolean): void => {
      const from = rowOfKeyboard()
      const next = neighbour(rowsOnScreen(), from, by)
      if (next === undefined) return
      if (selecting) selectUpTo(next, from)
      setCursor(next)
      openSpace(next)
    }
    const run = (key: string): boolean => {
      const row = rowOfKeyboard()
      const ids = targets()
      const summaries = shownRows.current.filter(({ id }) => ids.includes(id))
      const all = (is: (space: SpaceSummary) => boolean): boolean =>
        summaries.length > 0 && summaries.every(is)
      switch (key) {
        case 'j':
        case 'k':
          step(key === 'j' ? 1 : -1, false)
          return true
        case 'J':
        case 'K':
          step(key === 'J' ? 1 : -1, true)
          return true
        case 'e':
          void actOn(portal.id, ids, { kind: all(({ standing }) => standing === 'done') ? 'reopen' : 'done' })
          return true
        case 'h':
          if (all(({ standing }) => standing === 'snoozed')) void actOn(portal.id, ids, { kind: 'wake' })
          else if (ids.length > 0) chooseSnooze(ids)
          return true
        case 'p':
          void actOn(portal.id, ids, { kind: all(({ pinned }) => pinned) ? 'unpin' : 'pin' })
          return true
        case 'u':
          void actOn(portal.id, ids, { kind: 'unread' })
          return true
        case 'U':
          void actOn(portal.id, ids, { kind: 'read' })
          return true
        case 'x':
          if (row !== null) toggleSelected(row)
          return true
        case 'm':
          writeToMany(ids)
          return true
        case 'z':
          void undoAction()
          return true
        case 'Escape':
          if (useInbox.getState().selected.size === 0) return false
          clearSelection()
          return true
        default:
          return false
      }
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event.target) || document.querySelector('dialog[open], [role=menu]') !== null) return
      if (event.timeStamp - wentAt.current < goWithinMs) return
      if (event.key === 'g') wentAt.current = event.timeStamp
      if (event.key === 'Enter' && event.target === document.body && usePlace.getState().spaceId !== null) {
        focusComposer()
        event.preventDefault()
        return
      }
      if (run(event.key)) event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [portal.id])
}
