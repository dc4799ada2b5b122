import { ChevronDown, Clock, FileText, Paperclip } from 'lucide-react'
import { Suspense, useRef, useState, type ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpaceDetail, SpaceId } from '../../../core/space.ts'
import { fieldsIn } from '../../../core/writing/merge.ts'
import { usePortal } from '../../app/context.ts'
import { composerId, focusComposer, focusSpaceList } from '../../app/focus.ts'
import { say } from '../../app/toast-store.ts'
import { later } from '../../lib/later.tsx'
import { formatLocale } from '../../lib/locale.ts'
import { hasCommand } from '../../lib/platform.ts'
import { momentTime } from '../../lib/time.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { takeFiles } from '../files/take-files.ts'
import { spendDraft } from './spend-draft.ts'
import type { Draft } from './use-draft.ts'
import { useSending } from './use-sending.ts'

const SendLater = later(async () => (await import('./send-later.tsx')).SendLater)
const AudienceSheet = later(async () => (await import('./audience-sheet.tsx')).AudienceSheet)
const TemplateSheet = later(async () => (await import('../templates/template-sheet.tsx')).TemplateSheet)

type ComposerProps = {
  readonly spaceId: SpaceId
  readonly name: string
  readonly detail: SpaceDetail | undefined
  readonly draft: Draft
  readonly onSent: () => void
}

const longest = 20_000

/** Always there. Enter sends, Shift+Enter starts a new line; while an input method composes, Enter is its own. */
export const Composer = ({ spaceId, name, detail, draft, onSent }: ComposerProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [open, setOpen] = useState<'later' | 'templates' | 'audience' | null>(null)
  const files = useRef<HTMLInputElement>(null)
  const sending = useSending(portalId, spaceId, draft, (at) => {
    if (at !== null) say(t('outgoing.laterSaid', { time: momentTime(at, formatLocale()) }))
    onSent()
  })
  const tooLong = draft.text.length - longest
  const sendable = draft.text.trim() !== '' && tooLong <= 0 && !sending.busy
  const unfilled = fieldsIn(draft.text)
  const close = (): void => {
    setOpen(null)
    focusComposer()
  }

  /** O1.18: the text goes with the files, as one job, or not at all. */
  const attach = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const input = event.currentTarget
    const message = draft.text.trim()
    const target = { portalId, spaceId, folderId: null, path: name }
    const with_ = message === '' ? {} : { message, started: () => spendDraft({ portalId, spaceId, message }) }
    await takeFiles(target, [...(input.files ?? [])], with_)
    input.value = ''
  }

  return (
    <div className="@container mx-5 mb-4 shrink-0 rounded-[10px] border border-line-strong bg-bg focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]">
      <textarea
        id={composerId}
        aria-label={t('messages.composer')}
        placeholder={t('messages.placeholder', { name })}
        rows={1}
        dir="auto"
        value={draft.text}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.flush}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (hasCommand(event.nativeEvent) && event.shiftKey && event.key === 'Enter') {
            event.preventDefault()
            if (sendable) setOpen('later')
          } else if (hasCommand(event.nativeEvent) && event.key === ';') {
            event.preventDefault()
            setOpen('templates')
          } else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
            event.preventDefault()
            if (sendable) void sending.send(null)
          }
          if (event.key === 'Escape') focusSpaceList()
        }}
        className="block field-sizing-content max-h-[34vh] min-h-[44px] w-full resize-none bg-transparent px-3 pt-2.5 pb-1 text-text outline-none select-text"
      />
      {unfilled.length > 0 && (
        <p role="status" className="px-3 pb-1 text-xs font-medium text-warn">
          {t('templates.unfilled', { count: unfilled.length, fields: unfilled.join(' ') })}
        </p>
      )}
      <div className="flex items-center gap-0.5 py-2 pr-2 pl-1.5 text-xs text-muted">
        <IconButton label={t('templates.attach')} onClick={() => files.current?.click()}>
          <Paperclip aria-hidden />
        </IconButton>
        <IconButton label={t('templates.insert')} onClick={() => setOpen('templates')}>
          <FileText aria-hidden />
        </IconButton>
        {tooLong > 0 ? (
          <span className="pl-1.5 font-medium text-bad">{t('messages.tooLong', { count: tooLong })}</span>
        ) : (
          <button
            type="button"
            title={t('audience.show')}
            aria-description={t('audience.show')}
            onClick={() => setOpen('audience')}
            className="min-w-0 truncate rounded-md px-1.5 py-1 text-left hover:bg-hover hover:text-text"
          >
            <AudienceLine detail={detail} />
          </button>
        )}
        <div className="ml-auto flex pl-2">
          <Button
            look="primary"
            title={t('messages.sendHint')}
            disabled={!sendable}
            onClick={() => void sending.send(null)}
            className="rounded-r-none"
          >
            {t('messages.send')}
          </Button>
          <Menu
            trigger={
              <button
                type="button"
                aria-label={t('outgoing.waysToSend')}
                disabled={!sendable}
                className="grid h-7 w-6 place-items-center rounded-r-[7px] border-l border-l-bg bg-accent text-on-accent hover:bg-accent-hover disabled:opacity-50"
              >
                <ChevronDown aria-hidden className="size-3.5" />
              </button>
            }
            items={[
              {
                label: t('outgoing.sendLaterMenu'),
                icon: <Clock aria-hidden />,
                onSelect: () => setOpen('later'),
              },
            ]}
          />
        </div>
        <input
          ref={files}
          type="file"
          multiple
          aria-label={t('templates.chooseFiles')}
          tabIndex={-1}
          onChange={(event) => void attach(event)}
          className="sr-only"
        />
      </div>
      <Suspense fallback={null}>
        {open === 'later' && (
          <SendLater
            onChoose={(at) => {
              close()
              void sending.send(at)
            }}
            onClose={close}
          />
        )}
        {open === 'templates' && (
          <TemplateSheet
            space={detail === undefined ? null : { name: detail.name, members: detail.members }}
            onInsert={(text) => {
              draft.giveBack(text)
              close()
            }}
            onClose={close}
          />
        )}
        {open === 'audience' && <AudienceSheet spaceId={spaceId} asked={null} onClose={close} />}
        {sending.asking !== null && (
          <AudienceSheet
            spaceId={spaceId}
            asked={sending.asking}
            {...(sending.asking.sendAt === null ? {} : { sends: t('outgoing.schedule') })}
            onSend={() => {
              void sending.goOn()
              focusComposer()
            }}
            onClose={() => {
              sending.giveUp()
              focusComposer()
            }}
          />
        )}
      </Suspense>
    </div>
  )
}

const AudienceLine = ({ detail }: { readonly detail: SpaceDetail | undefined }) => {
  const { t } = useTranslation()
  if (detail === undefined) return null
  const people = t('messages.audience', { count: detail.memberCount })
  return detail.clientCount === 0
    ? t('messages.audienceStaff', { people })
    : t('messages.audienceClients', { people, count: detail.clientCount })
}
