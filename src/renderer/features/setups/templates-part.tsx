import { LayoutTemplate, Pencil, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SetupSummary, SpaceTemplate } from '../../../core/people/space-template.ts'
import { usePortal } from '../../app/context.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { momentTime } from '../../lib/time.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { openSheet } from '../people/sheets.ts'

/** Space templates, and what was set up from them before. */
export const TemplatesPart = () => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const topics = { portalId, topics: ['setups'] } as const
  const templates = useQuery(
    `space templates ${portalId}`,
    () => foyer()['spaceTemplates.list']({ portalId }),
    topics,
  )
  const setups = useQuery(`setups ${portalId}`, () => foyer()['setups.list']({ portalId }), topics)
  const remove = async (gone: SpaceTemplate): Promise<void> => {
    const answer = await settle(foyer()['spaceTemplates.remove']({ portalId, templateId: gone.id }))
    if (!answer.ok) {
      sayFailure(answer.error)
      return
    }
    say(t('setup.removed', { name: gone.name }), {
      label: t('inboxMore.undo'),
      run: () => void settle(foyer()['spaceTemplates.save']({ portalId, template: gone })),
    })
  }
  const forget = async (setup: SetupSummary): Promise<void> => {
    const answer = await settle(foyer()['setups.remove']({ portalId, setupId: setup.id }))
    if (!answer.ok) sayFailure(answer.error)
  }
  // What is set up already stands below the templates: both come at once, and nothing is called empty before.
  const missing = [templates, setups].find(({ value }) => value === undefined)
  if (missing !== undefined) {
    const failed = [templates, setups].find(({ failure }) => failure !== undefined)
    return failed?.failure === undefined ? (
      <ListSkeleton />
    ) : (
      <FailureState failure={failed.failure} onRetry={failed.reload} />
    )
  }
  if (templates.value?.length === 0 && setups.value?.length === 0) {
    return (
      <EmptyState icon={<LayoutTemplate />} title={t('setup.emptyTitle')} text={t('setup.emptyText')}>
        <Button look="primary" onClick={() => openSheet({ kind: 'template', template: null })}>
          {t('setup.new')}
        </Button>
      </EmptyState>
    )
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
      <div className="mx-auto flex max-w-[860px] flex-col gap-8 px-5 py-4">
        <ul aria-label={t('setup.templates')} className="flex flex-col gap-2">
          {templates.value?.map((template) => (
            <li
              key={template.id}
              className="flex items-center gap-2 rounded-[10px] border border-line px-4 py-2.5"
            >
              <div className="min-w-0 flex-1">
                <p className="truncate font-semibold">{inertLine(template.name)}</p>
                <p className="truncate text-xs text-muted">
                  {t('setup.about', {
                    folders: t('setup.folders', { count: template.folders.length }),
                    members: t('setup.members', { count: template.users.length + template.groups.length }),
                    message: template.message.trim() === '' ? t('setup.noMessage') : t('setup.withMessage'),
                  })}
                </p>
              </div>
              <Button
                aria-label={t('setup.useOne', { name: inertLine(template.name) })}
                onClick={() => openSheet({ kind: 'apply', templateId: template.id, people: [] })}
              >
                {t('setup.use')}
              </Button>
              <IconButton
                label={t('setup.editOne', { name: inertLine(template.name) })}
                onClick={() => openSheet({ kind: 'template', template })}
              >
                <Pencil aria-hidden className="size-3.5!" />
              </IconButton>
              <IconButton
                label={t('setup.removeOne', { name: inertLine(template.name) })}
                onClick={() => void remove(template)}
              >
                <Trash2 aria-hidden className="size-3.5!" />
              </IconButton>
            </li>
          ))}
        </ul>
        {(setups.value ?? []).length > 0 && (
          <section>
            <h2 className="mb-2 text-md title-tight">{t('setup.before')}</h2>
            <ul aria-label={t('setup.before')} className="flex flex-col">
              {setups.value?.map((setup) => (
                <li key={setup.id} className="flex items-center rounded-lg hover:bg-hover">
                  <button
                    type="button"
                    onClick={() => openSheet({ kind: 'setup', setupId: setup.id })}
                    className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] gap-x-3 rounded-lg px-3 py-2 text-left"
                  >
                    <span className="truncate font-medium">{inertLine(setup.title)}</span>
                    <span className="text-xs leading-5 text-muted tabular-nums">
                      {momentTime(setup.createdAt, formatLocale())}
                    </span>
                    <span className="col-span-2 text-xs text-muted tabular-nums">
                      <Standing setup={setup} />
                    </span>
                  </button>
                  <IconButton
                    label={t('setup.remove')}
                    disabled={setup.state === 'running'}
                    onClick={() => void forget(setup)}
                    className="mr-1"
                  >
                    <Trash2 aria-hidden className="size-3.5!" />
                  </IconButton>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  )
}

const Standing = ({ setup }: { readonly setup: SetupSummary }) => {
  const { t } = useTranslation()
  const total = Object.entries(setup.counts).reduce(
    (sum, [phase, count]) => sum + (phase === 'left-out' ? 0 : count),
    0,
  )
  const standing =
    setup.state === 'running'
      ? t('setup.running')
      : setup.state === 'done' && setup.counts.failed === 0
        ? t('setup.done')
        : t('setup.paused')
  return `${standing} · ${t('setup.progress', { done: setup.counts.done, total })}`
}
