import { useTranslation } from 'react-i18next'
import { usePortal } from '../../app/context.ts'
import { goTo } from '../../app/place.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { clockTime } from '../../lib/time.ts'
import { useIsAhead } from '../../lib/use-is-ahead.ts'
import { percent, wholeNumber } from '../../lib/quantities.ts'
import { Progress } from '../../ui/progress.tsx'
import { formatLocale } from '../../lib/locale.ts'
import { ArchiveProblem, CareBanner } from './archive-banner.tsx'

/** Above the list when the portal is not as one expects it: its archive, first reading, offline, key refused. */
export const PortalBanner = () => {
  const portal = usePortal()
  if (portal.archiveProblem !== null)
    return <ArchiveProblem portalId={portal.id} failure={portal.archiveProblem} />
  return (
    <>
      {portal.care !== null && <CareBanner portalId={portal.id} note={portal.care} />}
      <Reach />
    </>
  )
}

const Reach = () => {
  const { t } = useTranslation()
  const portal = usePortal()
  const limited = useIsAhead(portal.limitedUntil)
  if (portal.connection === 'key-refused') {
    return (
      <Strip
        tone="bad"
        text={t('sync.keyRefused')}
        action={t('sync.newKey')}
        onAction={() => goTo('settings')}
      />
    )
  }
  const again = async (): Promise<void> => {
    const answer = await settle(foyer()['portals.refresh']({ portalId: portal.id }))
    if (!answer.ok) sayFailure(answer.error)
  }
  if (portal.connection === 'troubled') {
    return (
      <Strip
        tone="plain"
        text={
          portal.answeredAt === null
            ? t('sync.troubled')
            : t('sync.troubledSince', { time: clockTime(portal.answeredAt, formatLocale()) })
        }
        action={t('sync.checkAgain')}
        onAction={() => void again()}
      />
    )
  }
  if (portal.connection === 'offline') {
    return (
      <Strip
        tone="plain"
        text={
          portal.trouble === null
            ? t('sync.offline')
            : t('sync.unreached', { title: t(`failures.${portal.trouble}.title`) })
        }
        action={t('sync.checkAgain')}
        onAction={() => void again()}
      />
    )
  }
  return (
    <>
      {limited && portal.limitedUntil !== null && (
        <Strip
          tone="plain"
          text={t('sync.limited', { time: clockTime(portal.limitedUntil, formatLocale()) })}
        />
      )}
      {portal.firstSync !== null && <FirstSync {...portal.firstSync} />}
    </>
  )
}

type StripProps = {
  readonly tone: 'plain' | 'bad'
  readonly text: string
  readonly action?: string
  readonly onAction?: () => void
}

const Strip = ({ tone, text, action, onAction }: StripProps) => (
  <div className={`mx-3 mb-2 shrink-0 rounded-lg px-3 py-2 ${tone === 'bad' ? 'bg-bad-soft' : 'bg-chip'}`}>
    <p>{text}</p>
    {action !== undefined && (
      <button
        type="button"
        onClick={onAction}
        className="mt-0.5 font-semibold underline decoration-field-line underline-offset-2 hover:decoration-current"
      >
        {action}
      </button>
    )}
  </div>
)

const FirstSync = ({ done, total }: { readonly done: number; readonly total: number | null }) => {
  const { t } = useTranslation()
  const number = (value: number): string => wholeNumber(value, formatLocale())
  const counted =
    total === null
      ? t('sync.counting', { done: number(done) })
      : t('sync.counted', { done: number(done), total: number(total) })
  return (
    <div className="mx-3 mb-2 shrink-0 rounded-lg bg-accent-soft px-3 py-2 text-xs">
      <p className="truncate font-semibold">{t('sync.first')}</p>
      <Progress
        label={t('sync.progress')}
        value={total === null ? null : percent(done, total)}
        text={counted}
        className="my-1.5"
      />
      <p className="truncate text-muted tabular-nums">{t('sync.firstText', { counted })}</p>
    </div>
  )
}
