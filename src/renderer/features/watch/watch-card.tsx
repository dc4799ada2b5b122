import {
  BadgeCheck,
  CircleAlert,
  Ellipsis,
  FolderSearch,
  FolderSync,
  FolderX,
  Pause,
  Play,
  RotateCw,
} from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Result } from '../../../core/result.ts'
import type { WatchView } from '../../../core/transfers/watch-views.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { classes } from '../../lib/class-names.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { tableTime } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Entry, Fold } from '../../ui/entry.tsx'
import { Menu } from '../../ui/menu.tsx'
import { lastName } from '../compare/view.ts'
import { watchFigures, watchNotes } from './words.ts'

type WatchCardProps = { readonly watch: WatchView; readonly onChange: () => void }

const tones: Readonly<Record<WatchView['state'], string>> = {
  starting: 'text-muted',
  watching: 'text-good',
  paused: 'text-muted',
  missing: 'text-warn',
  stuck: 'text-warn',
}

export const WatchCard = ({ watch, onChange }: WatchCardProps) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const id = useId()
  const name = inertLine(lastName(watch.path))
  const place = [watch.spaceName, ...watch.folderPath].map(inertLine).join(' › ')
  const notes = watchNotes(watch, t)
  return (
    <Entry
      label={name}
      icon={watch.state === 'missing' ? <FolderX /> : <FolderSync />}
      tone={watch.state === 'missing' ? 'warn' : 'plain'}
      title={name}
      note={t('watch.to', { place })}
      buttons={<WatchButtons watch={watch} name={name} onChange={onChange} />}
    >
      <p className="truncate text-xs text-faint select-text" dir="auto" title={inertLine(watch.path)}>
        {inertLine(watch.path)}
      </p>
      <div className="mt-1 flex items-center gap-2 text-xs text-muted tabular-nums">
        <p className="min-w-0 flex-1 truncate" role="status">
          <span className={classes('font-medium', tones[watch.state])}>
            {t(`watch.states.${watch.state}`)}
          </span>
          {' · '}
          {watchFigures(watch, t).join(' · ')}
        </p>
        {watch.recent.length > 0 && (
          <Fold
            open={open}
            onFold={setOpen}
            controls={id}
            words={{ show: t('watch.recent'), hide: t('watch.hideRecent') }}
          />
        )}
      </div>
      {notes.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 rounded-lg bg-warn-soft px-3 py-2">
          {notes.map((note) => (
            <li key={note} className="break-words select-text">
              {note}
            </li>
          ))}
        </ul>
      )}
      <div id={id}>{open && <Recent watch={watch} />}</div>
    </Entry>
  )
}

type WatchButtonsProps = WatchCardProps & { readonly name: string }

const WatchButtons = ({ watch, name, onChange }: WatchButtonsProps) => {
  const { t } = useTranslation()
  const which = { portalId: watch.portalId, watchId: watch.id }
  const run = async (call: Promise<Result<undefined>>, done?: string): Promise<void> => {
    const answer = await settle(call)
    if (!answer.ok) sayFailure(answer.error)
    else if (done !== undefined) say(done)
    onChange()
  }
  return (
    <div className="flex shrink-0 items-center gap-1">
      {watch.failed > 0 && (
        <Button
          size="small"
          icon={<RotateCw aria-hidden />}
          onClick={() => void run(foyer()['watch.retry'](which))}
        >
          {t('watch.retry')}
        </Button>
      )}
      {watch.state === 'paused' ? (
        <Button
          size="small"
          icon={<Play aria-hidden />}
          onClick={() => void run(foyer()['watch.resume'](which))}
        >
          {t('watch.resume')}
        </Button>
      ) : (
        <Button
          size="small"
          icon={<Pause aria-hidden />}
          onClick={() => void run(foyer()['watch.pause'](which))}
        >
          {t('watch.pause')}
        </Button>
      )}
      <Menu
        trigger={
          <IconButton label={t('watch.actions', { name })} className="size-6!">
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={[
          {
            label: t('watch.reveal'),
            icon: <FolderSearch aria-hidden />,
            onSelect: () => void run(foyer()['watch.reveal'](which)),
          },
          {
            label: t('watch.remove'),
            icon: <FolderX aria-hidden />,
            onSelect: () => void run(foyer()['watch.remove'](which), t('watch.removed', { name })),
          },
        ]}
      />
    </div>
  )
}

const Recent = ({ watch }: { readonly watch: WatchView }) => {
  const { t } = useTranslation()
  const now = useNow()
  const words = { today: t('common.today'), yesterday: t('common.yesterday') }
  return (
    <ul className="mt-2 overflow-hidden rounded-lg border border-line py-1 text-xs">
      {watch.recent.map(({ path, at, outcome, reason }) => (
        <li
          key={path}
          className="grid grid-cols-[16px_minmax(0,1fr)_auto_auto] items-center gap-2 px-3 py-0.5"
        >
          {outcome === 'failed' ? (
            <CircleAlert aria-hidden className="size-3.5 text-bad" />
          ) : (
            <BadgeCheck aria-hidden className="size-3.5 text-good" />
          )}
          <span className="truncate select-text" dir="auto" title={inertLine(path)}>
            {inertLine(path)}
          </span>
          <span className={classes('max-w-64 truncate', outcome === 'failed' ? 'text-bad' : 'text-faint')}>
            {reason === null ? t(`watch.outcomes.${outcome}`) : t(`failures.${reason}.title`)}
          </span>
          <span className="text-right text-faint tabular-nums">
            {tableTime(at, now, formatLocale(), words)}
          </span>
        </li>
      ))}
    </ul>
  )
}
