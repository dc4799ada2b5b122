import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { ColumnMap, TableReading } from '../../../core/people/csv-columns.ts'
import type { TableView } from '../../../core/people/import-views.ts'
import type { DropId } from '../../../core/transfers/views.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { offer } from '../fan-out/use-fan-out.ts'

/** A table that was picked, its beginning, and what a person said of it. */
export type TableChosen = {
  readonly dropId: DropId
  readonly name: string
  readonly table: TableView
  readonly columns: ColumnMap
  readonly headed: boolean
  /** What was put right; what is absent was found out. */
  readonly reading: TableReading
}

export type TableDesk = {
  readonly chosen: TableChosen | null
  readonly failure: Failure | null
  readonly take: (files: readonly File[]) => void
  readonly read: (reading: TableReading) => void
  readonly change: (part: Partial<Pick<TableChosen, 'columns' | 'headed'>>) => void
}

/** The table of an import: picked or dropped, its beginning read, its columns guessed. */
export const useTable = (): TableDesk => {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<TableChosen | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const turn = useRef(0)

  const look = async (dropId: DropId, name: string, reading: TableReading): Promise<void> => {
    const mine = ++turn.current
    const answer = await settle(foyer()['imports.table']({ dropId, reading }))
    if (turn.current !== mine) return
    setFailure(answer.ok ? null : answer.error)
    if (!answer.ok) return
    const { columns, headed } = answer.value
    setChosen({ dropId, name, table: answer.value, columns, headed, reading })
  }
  return {
    ...{ chosen, failure },
    take: (files) => {
      const [file, another] = files
      if (file === undefined || another !== undefined) {
        say(t('import.oneTable'))
        return
      }
      void offer([file], file.name).then((picked) => {
        if ('code' in picked) sayFailure(picked)
        else void look(picked.dropId, picked.name, {})
      })
    },
    read: (reading) => {
      if (chosen !== null) void look(chosen.dropId, chosen.name, reading)
    },
    change: (part) => setChosen((before) => (before === null ? null : { ...before, ...part })),
  }
}
