import { ArrowDownUp, Inbox, LayoutGrid, Plus, Settings, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useJobs } from '../features/transfers/use-jobs.ts'
import { isUnderWay } from '../features/transfers/view.ts'
import { classes } from '../lib/class-names.ts'
import { initials } from '../lib/person.ts'
import { ConnectionStatus } from './connection-status.tsx'
import { usePortal, usePortals } from './context.ts'
import { goTo, goToPortal, usePlace, type View } from './place.ts'

export const Rail = () => {
  const { t } = useTranslation()
  const jobs = useJobs()
  const underWay = jobs.list.filter(isUnderWay).length
  return (
    <div className="row-span-2 flex min-h-0 flex-col items-center border-r border-line bg-rail pt-3 pb-2">
      <PortalTiles />
      <nav aria-label={t('nav.main')} className="flex w-full flex-1 flex-col items-center gap-1">
        <RailLink view="inbox" label={t('nav.inbox')} icon={<Inbox />} />
        <RailLink view="people" label={t('nav.people')} icon={<UsersRound />} />
        <RailLink view="apps" label={t('nav.apps')} icon={<LayoutGrid />} />
        <RailLink view="transfers" label={t('nav.transfers')} icon={<ArrowDownUp />} count={underWay} />
        <div className="flex-1" />
        <RailLink view="settings" label={t('nav.settings')} icon={<Settings />} />
      </nav>
      <ConnectionStatus />
    </div>
  )
}

const PortalTiles = () => {
  const { t } = useTranslation()
  const portals = usePortals()
  const current = usePortal()
  return (
    <nav
      aria-label={t('nav.portals')}
      className="mb-3 flex w-full flex-col items-center gap-2.5 border-b border-line pb-3"
    >
      {portals.map((portal, index) => (
        <button
          key={portal.id}
          type="button"
          data-accent={portal.accent}
          data-tip={portal.name}
          aria-label={t('nav.portal', { name: portal.name, number: index + 1 })}
          aria-pressed={portal.id === current.id}
          onClick={() => goToPortal(portal.id)}
          className={classes(
            'relative grid size-8 place-items-center rounded-[9px] text-xs font-semibold',
            portal.id === current.id
              ? 'bg-accent text-on-accent'
              : 'bg-accent-soft text-accent-text hover:shadow-[inset_0_0_0_1.5px_var(--accent)]',
            portal.id === current.id &&
              portals.length > 1 &&
              'shadow-[0_0_0_2px_var(--rail),0_0_0_4px_var(--accent)]',
          )}
        >
          {initials(portal.name)}
        </button>
      ))}
      {portals.length > 1 && (
        <button
          type="button"
          data-tip={t('settings.addPortal')}
          aria-label={t('settings.addPortal')}
          onClick={() => goTo('connect')}
          className="relative grid size-8 place-items-center rounded-[9px] border border-dashed border-line-strong text-faint hover:border-muted hover:text-text"
        >
          <Plus aria-hidden className="size-3.5" />
        </button>
      )}
    </nav>
  )
}

/** Sending files to many spaces is part of Transfers, writing to many part of the inbox, importing part of People. */
const partOf = (view: View): View => {
  if (view === 'import') return 'people'
  return view === 'fan-out' ? 'transfers' : view === 'mailing' ? 'inbox' : view
}

type RailLinkProps = {
  readonly view: View
  readonly label: string
  readonly icon: ReactNode
  readonly count?: number
}

const RailLink = ({ view, label, icon, count = 0 }: RailLinkProps) => {
  const current = usePlace((place) => partOf(place.view) === view)
  return (
    <a
      href={`#${view}`}
      aria-label={label}
      data-tip={label}
      {...(current ? { 'aria-current': 'page' as const } : {})}
      onClick={(event) => {
        event.preventDefault()
        goTo(view)
      }}
      className={classes(
        'relative grid size-9 place-items-center rounded-lg transition-colors duration-75 [&_svg]:size-[18px] [&_svg]:stroke-[1.75]',
        current ? 'bg-accent-soft text-accent-text' : 'text-muted hover:bg-chip hover:text-text',
      )}
    >
      {icon}
      {count > 0 && (
        <span
          aria-hidden
          className="absolute top-1 right-1 size-2 rounded-full bg-accent shadow-[0_0_0_2px_var(--rail)]"
        />
      )}
    </a>
  )
}
