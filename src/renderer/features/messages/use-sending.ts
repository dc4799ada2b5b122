import { useState } from 'react'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import type { Audience } from '../../../core/writing/audience.ts'
import { fieldsIn } from '../../../core/writing/merge.ts'
import { useSettings } from '../../app/context.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import type { Draft } from './use-draft.ts'

/** What is asked before a message goes: who reads it, and fields that are still open. */
export type Asked = {
  readonly audience: Audience
  readonly unfilled: readonly string[]
  readonly sendAt: number | null
}

export type Sending = {
  readonly busy: boolean
  readonly asking: Asked | null
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
  const [asking, setAsking] = useState<Asked | null>(null)

  const put = async (sendAt: number | null): Promise<void> => {
    const content = draft.text.trim()
    draft.clear()
    const when = sendAt === null ? {} : { sendAt }
    const answer = await settle(foyer()['messages.send']({ portalId, spaceId, content, ...when }))
    if (answer.ok) {
      onSent(sendAt)
      return
    }
    draft.giveBack(content)
    sayFailure(answer.error)
  }

  const send = async (sendAt: number | null): Promise<void> => {
    if (busy || draft.text.trim() === '') return
    setBusy(true)
    try {
      const unfilled = fieldsIn(draft.text)
      const audience = await settle(foyer()['messages.audience']({ portalId, spaceId }))
      if (!audience.ok) sayFailure(audience.error)
      else if (audience.value.asks !== null || askAudience === 'always' || unfilled.length > 0) {
        setAsking({ audience: audience.value, unfilled, sendAt })
      } else await put(sendAt)
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
      if (asking !== null) await put(asking.sendAt)
    },
    giveUp: () => setAsking(null),
  }
}
