import { GraduationCap, Table2 } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { App } from '../../../core/app.ts'
import type { CustomizationJobId } from '../../../core/customizations/views.ts'
import type { PersonView } from '../../../core/person.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'
import { AppPeople } from './app-people.tsx'
import { BulkSheet } from './bulk-sheet.tsx'
import { CustomizationSheet } from './customization-sheet.tsx'
import { JobList } from './job-list.tsx'
import { JobSheet } from './job-sheet.tsx'
import { TrainingSheet } from './training-sheet.tsx'
import { isGlobal } from './view.ts'

const parts = ['people', 'changes'] as const
type Part = (typeof parts)[number]

/** One app: its people, what was changed of it from here, and the ways to set it for many. */
export const AppPane = ({ app }: { readonly app: App }) => {
  const { t } = useTranslation()
  const [part, setPart] = useState<Part>('people')
  const [jobId, setJobId] = useState<CustomizationJobId | null>(null)
  const [person, setPerson] = useState<PersonView | null>(null)
  const [sheet, setSheet] = useState<'bulk' | 'training' | null>(null)
  const showJob = (id: CustomizationJobId): void => {
    setSheet(null)
    setPerson(null)
    setPart('changes')
    setJobId(id)
  }
  const type =
    app.appType === 'link' || app.appType === 'embed' ? t(`apps.types.${app.appType}`) : app.appType
  if (jobId !== null) {
    return <JobSheet key={jobId} jobId={jobId} onBack={() => setJobId(null)} onJob={showJob} />
  }
  return (
    <section aria-label={inertLine(app.label)} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 pt-4">
        <div className="mr-auto min-w-0">
          <h2 className="truncate text-md title-tight">{inertLine(app.label)}</h2>
          <p className="truncate text-xs text-muted">
            {[type, app.effectiveRoute ?? app.route ?? '']
              .filter((text) => text !== '')
              .map(inertLine)
              .join(' · ')}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button icon={<GraduationCap aria-hidden />} onClick={() => setSheet('training')}>
            {t('apps.training')}
          </Button>
          <Button icon={<Table2 aria-hidden />} onClick={() => setSheet('bulk')}>
            {t('apps.bulk')}
          </Button>
        </div>
      </div>
      {isGlobal(app) && <p className="max-w-[72ch] px-5 pt-2 text-xs text-muted">{t('apps.globalNote')}</p>}
      <Tabs.Root
        value={part}
        onValueChange={(chosen) => setPart(parts.find((each) => each === chosen) ?? 'people')}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Tabs.List aria-label={t('apps.parts.label')} className="flex gap-5 border-b border-line px-5 pt-1">
          {parts.map((each) => (
            <Tabs.Trigger
              key={each}
              value={each}
              className="relative h-9 rounded-t font-medium text-muted transition-colors duration-75 hover:text-text data-[state=active]:text-text data-[state=active]:shadow-[inset_0_-2px_var(--accent)]"
            >
              {t(`apps.parts.${each}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="people" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <AppPeople onOpen={setPerson} />
        </Tabs.Content>
        <Tabs.Content value="changes" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <JobList appId={app.id} onOpen={setJobId} />
        </Tabs.Content>
      </Tabs.Root>
      {person !== null && (
        <CustomizationSheet
          key={person.id}
          app={app}
          person={person}
          onClose={() => setPerson(null)}
          onJob={showJob}
        />
      )}
      {sheet === 'bulk' && <BulkSheet app={app} onClose={() => setSheet(null)} onPlanned={showJob} />}
      {sheet === 'training' && <TrainingSheet app={app} onClose={() => setSheet(null)} onPlanned={showJob} />}
    </section>
  )
}
