import { useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import type { ClashView, NamedMembers, SaveOutcome } from '../../../core/people/directory-views.ts'
import type { Result } from '../../../core/result.ts'
import { settle } from '../../lib/foyer.ts'

type Edit = { readonly base: NamedMembers; readonly mine: NamedMembers }

/** A name and members on their way to the portal (P1.14): what was shown is sent along, and a clash is decided. */
export const useNamedEdit = (
  shown: NamedMembers,
  write: (edit: Edit) => Promise<Result<SaveOutcome>>,
  saved: () => void,
) => {
  const [base, setBase] = useState(shown)
  const [mine, setMine] = useState(shown)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [clashes, setClashes] = useState<readonly ClashView[]>([])
  const send = async (edit: Edit): Promise<void> => {
    setBusy(true)
    setFailure(null)
    const answer = await settle(write(edit))
    setBusy(false)
    if (!answer.ok) setFailure(answer.error)
    else if (answer.value.kind === 'clash') setClashes(answer.value.clashes)
    else saved()
  }
  return {
    mine,
    busy,
    failure,
    clashes,
    change: (change: Partial<NamedMembers>): void => {
      setMine({ ...mine, ...change })
      setFailure(null)
    },
    fail: setFailure,
    setBusy,
    save: (): void => void send({ base, mine: { ...mine, name: mine.name.trim() } }),
    decide: (theirs: ReadonlySet<string>): void => {
      // Only the name of these can clash.
      const name = clashes[0]?.theirs ?? base.name
      const edit = { base: { ...base, name }, mine: theirs.has('name') ? { ...mine, name } : mine }
      setClashes([])
      setBase(edit.base)
      setMine(edit.mine)
      void send(edit)
    },
    undecided: (): void => setClashes([]),
  }
}
