import { useState } from 'react'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { fieldsIn } from '../../../core/writing/merge.ts'
import { useSettings } from '../../app/context.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { type Asked, whatToAsk } from './before-sending.ts'
import type { Draft } from './use-draft.ts'

type AskedOf = Asked & { readonly content: string; readonly sendAt: number | null }

export type Sending = {
  readonly busy: boolean
  readonly asking: AskedOf | null
  /** Sends what is written, now (null) or at a time; asks first where the rule says so (O1.24). */
  readonly send: (sendAt: number | null) => Promise<void>
  readonly goOn: () => Promise<void>
  readonly giveUp: () => void
}

export const useSending = (
  portalId: PortalId,
  spaceId: SpaceId,
  draft: Draft,
  onSent: (sendAt: number | null) => void,
): Sending => {
  const { askAudience } = useSettings()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState<AskedOf | null>(null)

  const put = async (content: string, sendAt: number | null): Promise<void> => {
    draft.goes()
    const when = sendAt === null ? {} : { sendAt }
    const answer = await settle(foyer()['messages.send']({ portalId, spaceId, content, ...when }))
    if (answer.ok) {
      draft.sent()
      onSent(sendAt)
      return
    }
    draft.untake()
    sayFailure(answer.error)
  }

  const send = async (sendAt: number | null): Promise<void> => {
    // In the same tick as Enter: whatever is typed from here on is the next message.
    const content = draft.take()?.trim()
    if (content === undefined) return
    setBusy(true)
    try {
      const asked = await whatToAsk({ portalId, spaceId, unfilled: fieldsIn(content) }, askAudience)
      if (!asked.ok) {
        draft.untake()
        sayFailure(asked.error)
      } else if (asked.value !== null) setAsking({ ...asked.value, content, sendAt })
      else await put(content, sendAt)
    } finally {
      setBusy(false)
    }
  }

  return {
    busy,
    asking,
    send,
    goOn: async () => {
      setAsking(null)
      if (asking !== null) await put(asking.content, asking.sendAt)
    },
    giveUp: () => {
      setAsking(null)
      draft.untake()
    },
  }
}
