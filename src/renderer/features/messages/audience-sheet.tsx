import { useTranslation } from 'react-i18next'
import { isOurSide } from '../../../core/side.ts'
import type { MemberView, SpaceId } from '../../../core/space.ts'
import type { Audience } from '../../../core/writing/audience.ts'
import { usePortal } from '../../app/context.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { roleWords } from '../../lib/role-words.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice, Notice } from '../../ui/notice.tsx'
import type { Asked } from './before-sending.ts'

type AudienceSheetProps = {
  readonly spaceId: SpaceId
  /** The question before a message goes; null: a person only looks. */
  readonly asked: Asked | null
  readonly onSend?: () => void
  /** What the answer does, where that is not to send it now. */
  readonly sends?: string
  readonly onClose: () => void
}

/** Who reads a message, groups expanded, clients first (O1.24). */
export const AudienceSheet = ({ spaceId, asked, onSend, sends, onClose }: AudienceSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const read = useQuery(
    asked === null ? `audience ${portalId} ${spaceId}` : null,
    () => foyer()['messages.audience']({ portalId, spaceId }),
    { portalId, spaceId, topics: ['spaces', 'people', 'outbox'] },
  )
  const audience = asked?.audience ?? read.value
  return (
    <Dialog label={t('audience.title')} width="normal" begin="dialog" onClose={onClose}>
      <header className="shrink-0 px-6 pt-5 pb-2">
        <h2 className="text-[15px] title-tight">{t('audience.title')}</h2>
        {audience !== undefined && <Sum audience={audience} />}
      </header>
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-6 pb-4" tabIndex={-1}>
        {read.failure !== undefined && <FailureNotice failure={read.failure} />}
        {asked !== null && asked.unfilled.length > 0 && (
          <Notice tone="warn">
            {t('templates.unfilled', { count: asked.unfilled.length, fields: asked.unfilled.join(' ') })}
          </Notice>
        )}
        {audience !== undefined && audience.asks !== null && (
          <Notice tone="warn">
            {audience.asks === 'joined'
              ? t('audience.joined', { count: audience.joined.length })
              : t('audience.many', { count: audience.readers.length })}
          </Notice>
        )}
        <ul aria-label={t('audience.readers')} className="flex flex-col">
          {audience?.readers.map((reader) => (
            <Reader key={reader.id} reader={reader} isNew={audience.joined.includes(reader.id)} />
          ))}
        </ul>
      </div>
      <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line px-6 py-3">
        {onSend === undefined ? (
          <Button onClick={onClose}>{t('common.close')}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('audience.back')}</Button>
            <Button look="primary" onClick={onSend}>
              {sends ?? t('audience.send')}
            </Button>
          </>
        )}
      </footer>
    </Dialog>
  )
}

const Sum = ({ audience }: { readonly audience: Audience }) => {
  const { t } = useTranslation()
  const people = t('messages.audience', { count: audience.readers.length })
  return (
    <p className="mt-0.5 text-muted">
      {audience.clients === 0
        ? t('messages.audienceStaff', { people })
        : t('messages.audienceClients', { people, count: audience.clients })}
    </p>
  )
}

const Reader = ({ reader, isNew }: { readonly reader: MemberView; readonly isNew: boolean }) => {
  const { t } = useTranslation()
  return (
    <li className="grid grid-cols-[30px_minmax(0,1fr)_auto] items-center gap-2.5 py-1">
      <Avatar name={reader.name} id={reader.id} />
      <div className="min-w-0">
        <p className="truncate font-medium">
          {inertLine(reader.name)}
          {isNew && (
            <span className="ml-2 rounded bg-warn-soft px-1.5 py-px text-2xs font-semibold text-warn">
              {t('audience.new')}
            </span>
          )}
        </p>
        <p className="truncate text-xs text-muted">
          {reader.through.length === 0
            ? t('space.inPerson')
            : t('space.through', { groups: reader.through.map(inertLine).join(', ') })}
        </p>
      </div>
      <span className={`text-xs ${isOurSide(reader.role) ? 'text-faint' : 'font-medium text-warn'}`}>
        {roleWords(reader.role, t)}
      </span>
    </li>
  )
}
