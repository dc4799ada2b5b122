import { useCallback, useEffect, useRef, useState } from 'react'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { sayFailure } from '../../app/toast-store.ts'

const pauseMs = 300

export type Draft = {
  readonly text: string
  readonly change: (text: string) => void
  /** Writes what is not written yet; on blur and before the window closes. */
  readonly flush: () => void
  /** Empties it without writing: sending clears the draft on the other side. */
  readonly clear: () => void
  /** Empties it, on this computer's disk too: its text has gone another way. */
  readonly spend: () => void
  /** Brings a text back, after what is there. */
  readonly giveBack: (text: string) => void
}

/** What is being written to a space, saved as it is typed (features 20). */
export const useDraft = (portalId: PortalId, spaceId: SpaceId): Draft => {
  const [text, setText] = useState('')
  const state = useRef<{ text: string; touched: boolean; timer: ReturnType<typeof setTimeout> | null }>({
    text: '',
    touched: false,
    timer: null,
  })

  const flush = useCallback((): void => {
    const { timer } = state.current
    if (timer === null) return
    clearTimeout(timer)
    state.current.timer = null
    void settle(foyer()['drafts.save']({ portalId, spaceId, content: state.current.text })).then((answer) => {
      if (!answer.ok) sayFailure(answer.error)
    })
  }, [portalId, spaceId])

  const change = useCallback(
    (next: string): void => {
      const held = state.current
      held.text = next
      held.touched = true
      setText(next)
      if (held.timer !== null) clearTimeout(held.timer)
      held.timer = setTimeout(flush, pauseMs)
    },
    [flush],
  )

  const clear = useCallback((): void => {
    const held = state.current
    if (held.timer !== null) clearTimeout(held.timer)
    held.timer = null
    held.text = ''
    setText('')
  }, [])

  const giveBack = useCallback(
    (back: string): void => {
      const { text: there } = state.current
      change(there.trim() === '' ? back : `${there}\n\n${back}`)
    },
    [change],
  )

  const spend = useCallback((): void => {
    change('')
    flush()
  }, [change, flush])

  useEffect(() => {
    let left = false
    void settle(foyer()['drafts.get']({ portalId, spaceId })).then((answer) => {
      // Whoever types faster than the disk answers is right.
      if (left || !answer.ok || state.current.touched) return
      state.current.text = answer.value.content
      setText(answer.value.content)
    })
    window.addEventListener('blur', flush)
    window.addEventListener('pagehide', flush)
    return () => {
      left = true
      window.removeEventListener('blur', flush)
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [portalId, spaceId, flush])

  return { text, change, flush, clear, spend, giveBack }
}
