import { FileSpreadsheet, GraduationCap, Unplug, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportId, ImportSource as SourceKind } from '../../../core/people/import-views.ts'
import { usePortal } from '../../app/context.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { FoundryDialog } from './foundry-dialog.tsx'
import { firstWish, FoundryFilters, type FoundryWish } from './foundry-filters.tsx'
import { FoundryWaits } from './foundry-waits.tsx'
import { ImportList } from './import-list.tsx'
import { ReadingNow } from './reading-now.tsx'
import { TableColumns } from './table-columns.tsx'
import { TableForm } from './table-form.tsx'
import { useReading } from './use-reading.ts'
import { useTable } from './use-table.ts'
import { firstChoices } from './view.ts'

const sources = ['csv', 'foundry'] as const

/** Where people come from: a table and its columns, or a part of Foundry. Ends in a plan. */
export const ImportSource = ({ onOpen }: { readonly onOpen: (id: ImportId) => void }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [from, setFrom] = useState<SourceKind>('csv')
  const [wish, setWish] = useState<FoundryWish>(firstWish)
  const [isConnecting, setConnecting] = useState(false)
  const table = useTable()
  const reading = useReading()
  const list = useQuery(`imports ${portalId}`, () => foyer()['imports.list']({ portalId }), {
    portalId,
    topics: ['imports'],
  })
  const connection = useQuery(`foundry ${portalId}`, () => foyer()['foundry.connection']({ portalId }))
  const connected = connection.value?.connection ?? null
  // Asked afresh when the connection is another.
  const choices = useQuery(
    from === 'foundry' && connected !== null ? `foundry choices ${portalId} ${connected.connectedAt}` : null,
    () => foyer()['foundry.choices']({ portalId }),
  )
  const isReady =
    from === 'csv'
      ? table.chosen !== null && table.chosen.columns.email !== undefined
      : choices.value !== undefined

  const preview = async (): Promise<void> => {
    const { chosen } = table
    const planned = await reading.plan(async (readingId) => {
      if (from === 'foundry') {
        const people = { ...wish, locationIds: [...wish.locationIds] }
        return foyer()['imports.planFoundry']({ portalId, readingId, people, choices: choicesFor(wish) })
      }
      if (chosen === null) return { ok: false, error: { code: 'cancelled' } }
      const { dropId, columns, headed, reading: how } = chosen
      const asked = { columns, headed, reading: how }
      return foyer()['imports.planTable']({
        portalId,
        readingId,
        dropId,
        table: asked,
        choices: firstChoices,
      })
    })
    if (planned !== null) onOpen(planned.id)
  }
  const remove = async (importId: ImportId): Promise<void> => {
    const answer = await settle(foyer()['imports.remove']({ portalId, importId }))
    if (!answer.ok) sayFailure(answer.error)
  }
  const failure = reading.failure ?? (from === 'csv' ? table.failure : null)

  return (
    <FileDrop
      label={t('import.drop')}
      icon={<FileSpreadsheet aria-hidden />}
      onFiles={(files) => {
        setFrom('csv')
        table.take(files)
      }}
    >
      <div className="flex min-h-0 flex-1">
        <form
          aria-label={t('import.title')}
          onSubmit={(event) => {
            event.preventDefault()
            void preview()
          }}
          className="flex w-[300px] shrink-0 max-[960px]:w-[272px] flex-col border-r border-line"
        >
          <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 py-4">
            <p className="text-muted">{t('import.lead')}</p>
            <Choice
              label={t('import.from')}
              value={from}
              onChange={setFrom}
              options={sources.map((value) => ({ value, label: t(`import.sources.${value}`) }))}
            />
            {from === 'csv' ? (
              <TableForm
                chosen={table.chosen}
                onFiles={table.take}
                onReading={table.read}
                onHeaded={(headed) => table.change({ headed })}
              />
            ) : (
              connected !== null && (
                <>
                  <div className="flex items-center justify-between gap-2">
                    <span className="min-w-0 truncate text-xs text-muted">
                      {t('import.connected', { end: connected.clientEnd })}
                    </span>
                    <Button size="small" onClick={() => setConnecting(true)}>
                      {t('import.changeConnection')}
                    </Button>
                  </div>
                  {choices.value !== undefined && (
                    <FoundryFilters
                      choices={choices.value}
                      wish={wish}
                      onWish={(part) => setWish((before) => ({ ...before, ...part }))}
                    />
                  )}
                </>
              )
            )}
          </div>
          <div className="flex shrink-0 flex-col border-t border-line px-5 py-3">
            {reading.busy ? (
              <Button onClick={reading.stop}>{t('import.stop')}</Button>
            ) : (
              <Button type="submit" look="primary" disabled={!isReady}>
                {t('import.preview')}
              </Button>
            )}
          </div>
        </form>
        <section aria-label={t('import.title')} className="flex min-h-0 min-w-0 flex-1 flex-col">
          {failure !== null && (
            <div className="px-5 pt-4">
              <FailureNotice failure={failure} />
            </div>
          )}
          {reading.busy ? (
            <ReadingNow portalId={portalId} from={from} progress={reading.progress} />
          ) : from === 'foundry' && connection.value === undefined ? (
            connection.failure !== undefined && (
              <FailureState failure={connection.failure} onRetry={connection.reload} />
            )
          ) : from === 'foundry' && connected === null ? (
            <EmptyState
              icon={<Unplug />}
              title={t('import.notConnectedTitle')}
              text={t('import.notConnectedText')}
            >
              <Button look="primary" onClick={() => setConnecting(true)}>
                {t('import.connect')}
              </Button>
            </EmptyState>
          ) : from === 'foundry' && choices.failure !== undefined ? (
            <FailureState
              failure={choices.failure}
              note={<FoundryWaits portalId={portalId} />}
              onRetry={choices.reload}
            />
          ) : from === 'foundry' && choices.value === undefined ? (
            <EmptyState
              icon={<GraduationCap />}
              title={t('foundry.testing')}
              text={<FoundryWaits portalId={portalId} />}
            />
          ) : from === 'csv' && table.chosen !== null ? (
            <TableColumns
              table={table.chosen.table}
              columns={table.chosen.columns}
              headed={table.chosen.headed}
              onColumns={(columns) => table.change({ columns })}
            />
          ) : list.value === undefined ? (
            list.failure === undefined ? (
              <ListSkeleton />
            ) : (
              <FailureState failure={list.failure} onRetry={list.reload} />
            )
          ) : list.value.length > 0 ? (
            <ImportList imports={list.value} onOpen={onOpen} onRemove={(id) => void remove(id)} />
          ) : (
            <EmptyState
              icon={<UserRoundPlus />}
              title={t('import.emptyTitle')}
              text={t('import.emptyText')}
            />
          )}
        </section>
      </div>
      {isConnecting && (
        <FoundryDialog
          portalId={portalId}
          connection={connected}
          onClose={() => setConnecting(false)}
          onChange={connection.reload}
        />
      )}
    </FileDrop>
  )
}

/** Whoever asks for the inactive wants them taken along. */
const choicesFor = ({ active }: FoundryWish) =>
  active === true ? firstChoices : ({ ...firstChoices, inactive: 'include' } as const)
