import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import type { MessageId } from '../../../core/message.ts'
import type { OutgoingView } from '../../../core/outbox/outgoing.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { foyer, foyerEvents, settle } from '../../lib/foyer.ts'
import { oneAtATime } from '../../lib/one-at-a-time.ts'
import { append, prepend, refresh, type Page } from './view.ts'

const firstPage = 60
const nextPage = 100
/** Around the newest one held: half of them are newer. */
const nextAround = 200
/** Read again at most this many when news come in; older ones on screen stay as they are. */
const refreshLimit = 300

export type Timeline = {
  /** Undefined until the first page is there. */
  readonly page: Page | undefined
  readonly outgoing: readonly OutgoingView[]
  readonly failure: Failure | undefined
  /** False while newer messages than those held lie below: around a search hit, or far up in the history. */
  readonly atNewest: boolean
  readonly reload: () => void
  readonly readOlder: () => void
  readonly readNewer: () => void
}

type Held = Pick<Timeline, 'page' | 'outgoing' | 'failure' | 'atNewest'>

const nothing: Held = { page: undefined, outgoing: [], failure: undefined, atNewest: true }

/** The messages of a space, page by page, and its outbox, read together so that a sent message is never seen twice. */
export const useTimeline = (portalId: PortalId, spaceId: SpaceId, around: MessageId | null): Timeline => {
  const [held, setHeld] = useState<Held>(nothing)
  const current = useRef(held)
  const busy = useRef(false)
  const turn = useRef(0)

  const hold = useCallback((next: Held): void => {
    current.current = next
    setHeld(next)
  }, [])

  const newest = useMemo(
    () =>
      oneAtATime(
        async () => {
          const mine = turn.current
          const shown = current.current.page?.messages.length ?? 0
          const limit = Math.min(refreshLimit, Math.max(firstPage, shown))
          const [page, outgoing] = await Promise.all([
            settle(foyer()['messages.page']({ portalId, spaceId, before: null, limit })),
            settle(foyer()['messages.outgoing']({ portalId, spaceId })),
          ])
          return { mine, page, outgoing }
        },
        ({ mine, page, outgoing }) => {
          const before = current.current
          // Meanwhile somebody jumped, or went far up in the history: nobody asked to be taken back to the newest.
          if (turn.current !== mine || !before.atNewest) return
          if (!page.ok) {
            hold({ ...before, failure: page.error })
            return
          }
          hold({
            page: before.page === undefined ? page.value : refresh(before.page, page.value),
            outgoing: outgoing.ok ? outgoing.value : before.outgoing,
            failure: undefined,
            atNewest: true,
          })
        },
      ),
    [portalId, spaceId, hold],
  )

  const readAround = useCallback(
    async (messageId: MessageId): Promise<void> => {
      const mine = ++turn.current
      const answer = await settle(
        foyer()['messages.around']({ portalId, spaceId, messageId, limit: firstPage }),
      )
      if (turn.current !== mine) return
      if (!answer.ok) {
        // The message is gone: the newest ones are the next best thing.
        if (!current.current.atNewest) hold({ ...current.current, page: undefined, atNewest: true })
        newest.ask()
        return
      }
      const { messages, older, newer, gaps } = answer.value
      hold({
        page: { messages, older, complete: older === null, gaps },
        outgoing: current.current.outgoing,
        failure: undefined,
        atNewest: newer === null,
      })
      if (newer === null) newest.ask()
    },
    [portalId, spaceId, hold, newest],
  )

  useEffect(() => {
    const shown = current.current.page?.messages
    if (around !== null && shown?.some(({ id }) => id === around) === true) return
    if (around === null && shown !== undefined) return
    if (around === null) newest.ask()
    else void readAround(around)
  }, [around, newest, readAround])

  useEffect(() => {
    const stop = foyerEvents().changed((change) => {
      if (change.portalId !== portalId) return
      if (change.spaceId !== null && change.spaceId !== spaceId) return
      if (!change.topics.some((topic) => topic === 'messages' || topic === 'outbox' || topic === 'people')) {
        return
      }
      if (current.current.atNewest) newest.ask()
    })
    const turns = turn
    return () => {
      turns.current++
      newest.stop()
      stop()
    }
  }, [portalId, spaceId, newest])

  const once = useCallback(async (read: () => Promise<void>): Promise<void> => {
    if (busy.current) return
    busy.current = true
    await read()
    busy.current = false
  }, [])

  const readOlder = useCallback((): void => {
    const before = current.current.page?.older
    if (before === null || before === undefined) return
    void once(async () => {
      const answer = await settle(foyer()['messages.page']({ portalId, spaceId, before, limit: nextPage }))
      const { page } = current.current
      if (!answer.ok || page === undefined || page.older?.id !== before.id) return
      const grown = prepend(page, answer.value)
      const atNewest = current.current.atNewest && grown.messages.at(-1)?.id === page.messages.at(-1)?.id
      hold({ ...current.current, page: grown, atNewest })
    })
  }, [portalId, spaceId, hold, once])

  const readNewer = useCallback((): void => {
    const last = current.current.page?.messages.at(-1)
    if (current.current.atNewest || last === undefined) return
    void once(async () => {
      const messageId = last.id
      const answer = await settle(
        foyer()['messages.around']({ portalId, spaceId, messageId, limit: nextAround }),
      )
      const { page } = current.current
      if (!answer.ok || page === undefined || current.current.atNewest) return
      const atNewest = answer.value.newer === null
      hold({ ...current.current, page: append(page, answer.value.messages), atNewest })
      if (atNewest) newest.ask()
    })
  }, [portalId, spaceId, hold, once, newest])

  const reload = useCallback((): void => {
    hold({ ...current.current, atNewest: true, page: undefined })
    newest.ask()
  }, [hold, newest])

  return { ...held, reload, readOlder, readNewer }
}
