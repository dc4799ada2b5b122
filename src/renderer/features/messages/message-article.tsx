import { Braces, Copy, Ellipsis, Trash2 } from 'lucide-react'
import { memo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageId, MessageView } from '../../../core/message.ts'
import { say } from '../../app/toast-store.ts'
import { classes } from '../../lib/class-names.ts'
import { inert, inertLine } from '../../lib/inert-text.ts'
import { clockTime, fullTime } from '../../lib/time.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { roleWords } from '../../lib/role-words.ts'
import { RowMenu } from '../../ui/menu.tsx'
import { InertContent } from './inert-content.tsx'
import { formatLocale } from '../../lib/locale.ts'

type MessageArticleProps = {
  readonly message: MessageView
  /** Goes on under the name above it. */
  readonly compact: boolean
  readonly highlighted: boolean
  /** Absent where it may not be deleted (O1.33). */
  readonly onRemove: ((id: MessageId) => Promise<void>) | undefined
}

const more = <Ellipsis aria-hidden />

export const MessageArticle = memo(({ message, compact, highlighted, onRemove }: MessageArticleProps) => {
  const { t } = useTranslation()
  const [asRaw, setAsRaw] = useState(false)
  const written = message.author === '' ? t('common.unknownPerson') : inertLine(message.author)
  const author = message.mine ? t('common.you') : written
  const time = clockTime(message.at, formatLocale())
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(inert(message.content))
    say(t('messages.copied'))
  }
  const article = useRef<HTMLElement>(null)
  const remove = (): void => {
    // What had the focus goes with the message.
    article.current?.closest<HTMLElement>('[role=log]')?.focus()
    void onRemove?.(message.id)
  }
  return (
    <article
      ref={article}
      onKeyDown={(event) => {
        if (event.key !== 'Delete' || onRemove === undefined) return
        event.preventDefault()
        remove()
      }}
      aria-label={t('messages.named', { author, time })}
      className={classes(
        'group/message relative grid grid-cols-[30px_minmax(0,1fr)] gap-x-2.5 px-5',
        compact ? 'py-0.5' : 'pt-2 pb-0.5',
        highlighted ? 'flash' : 'hover:bg-hover/60',
      )}
    >
      {compact ? (
        <time
          className="pt-0.5 text-right text-[10px] leading-4 text-faint tabular-nums opacity-0 group-hover/message:opacity-100"
          title={fullTime(message.at, formatLocale())}
        >
          {time}
        </time>
      ) : (
        <Avatar name={written} id={message.userId} className="mt-0.5" />
      )}
      <div className="max-w-[72ch] min-w-0">
        {!compact && (
          <p className="flex items-baseline gap-1.5">
            <span className="truncate font-semibold">{author}</span>
            <time
              className="shrink-0 text-xs text-faint tabular-nums"
              title={fullTime(message.at, formatLocale())}
            >
              {time}
            </time>
            {!message.mine && message.role !== '' && (
              <span className="shrink-0 text-xs text-faint">· {roleWords(message.role, t)}</span>
            )}
          </p>
        )}
        <InertContent content={message.content} asRaw={asRaw} />
      </div>
      <div className="absolute top-0 right-4 opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100 has-data-[state=open]:opacity-100">
        <RowMenu
          label={t('messages.menu')}
          icon={more}
          className="size-6! rounded-md bg-raised shadow-pop"
          items={() => [
            { label: t('messages.copy'), icon: <Copy aria-hidden />, onSelect: () => void copy() },
            {
              label: asRaw ? t('messages.rendered') : t('messages.raw'),
              icon: <Braces aria-hidden />,
              onSelect: () => setAsRaw(!asRaw),
            },
            ...(onRemove === undefined
              ? []
              : [{ label: t('removal.delete'), icon: <Trash2 aria-hidden />, onSelect: remove }]),
          ]}
        />
      </div>
    </article>
  )
})
MessageArticle.displayName = 'MessageArticle'
