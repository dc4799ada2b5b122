import { useRef, useState } from 'react'
import type { ImportChoices } from '../../../core/people/import-row.ts'
import type { ImportId, ImportView, RowDecision } from '../../../core/people/import-views.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { Result } from '../../../core/result.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { type Query, useQuery } from '../../lib/use-query.ts'

export type OpenImport = {
  readonly query: Query<ImportView>
  /** While the plan is made anew. */
  readonly busy: boolean
  /** As they were chosen last, the plan being on its way; undefined before the first reading. */
  readonly choices: ImportChoices | undefined
  readonly choose: (change: (choices: ImportChoices) => ImportChoices) => void
  readonly decide: (key: string, decision: RowDecision) => void
  readonly act: (verb: 'start' | 'pause' | 'cancel' | 'retryFailed' | 'remove') => Promise<boolean>
}

/** An import that is looked at. Changes of its plan are made one after another: each begins where the last one ended. */
export const useImport = (portalId: PortalId, importId: ImportId): OpenImport => {
  const which = { portalId, importId }
  const query = useQuery(`import ${portalId} ${importId}`, () => foyer()['imports.view'](which), {
    portalId,
    topics: ['imports'],
  })
  const [waiting, setWaiting] = useState(0)
  const line = useRef<Promise<unknown>>(Promise.resolve())
  /** As the last change left it. */
  const latest = useRef<ImportChoices | null>(null)
  const [wanted, setWanted] = useState<ImportChoices | null>(null)

  const change = (ask: (choices: ImportChoices) => Promise<Result<ImportView>>): void => {
    setWaiting((count) => count + 1)
    line.current = line.current.then(async () => {
      const choices = latest.current ?? query.value?.choices
      if (choices !== undefined) {
        const answer = await settle(ask(choices))
        if (answer.ok) latest.current = answer.value.choices
        else sayFailure(answer.error)
      }
      setWaiting((count) => {
        if (count === 1) setWanted(null)
        return count - 1
      })
      query.reload()
    })
  }
  return {
    ...{ query, busy: waiting > 0, choices: wanted ?? latest.current ?? query.value?.choices },
    choose: (edit) => {
      const shown = wanted ?? latest.current ?? query.value?.choices
      if (shown !== undefined) setWanted(edit(shown))
      change((choices) => foyer()['imports.replan']({ ...which, choices: copyOf(edit(choices)) }))
    },
    decide: (key, decision) => change(() => foyer()['imports.decide']({ ...which, key, decision })),
    act: async (verb) => {
      await line.current
      const answer = await settle(foyer()[`imports.${verb}`](which))
      if (!answer.ok) sayFailure(answer.error)
      query.reload()
      return answer.ok
    },
  }
}

/** What crosses the bridge is no longer read-only. */
const copyOf = (choices: ImportChoices) => ({ ...choices, overwrite: [...choices.overwrite] })
