import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { pieces, raw } from '../../lib/inert-text.ts'

type InertContentProps = { readonly content: string; readonly asRaw?: boolean }

/** A message's text: inert, with safe links. A link opens in the browser, after the main process has checked it. */
export const InertContent = memo(({ content, asRaw = false }: InertContentProps) => {
  const { t } = useTranslation()
  if (asRaw) {
    return (
      <pre className="mt-1 overflow-x-auto rounded-md bg-chip px-2 py-1 font-mono text-xs whitespace-pre-wrap select-text [overflow-wrap:anywhere]">
        {raw(content)}
      </pre>
    )
  }
  return (
    <p dir="auto" className="whitespace-pre-wrap text-pretty select-text [overflow-wrap:anywhere]">
      {pieces(content).map((piece, index) =>
        piece.kind === 'text' ? (
          <span key={index}>{piece.text}</span>
        ) : (
          <a
            key={index}
            href={piece.url}
            title={t('messages.openLink', { host: piece.url })}
            onClick={(event) => {
              event.preventDefault()
              void openLink(piece.url)
            }}
            onAuxClick={(event) => event.preventDefault()}
            draggable={false}
            className="text-accent-text underline decoration-current/40 underline-offset-2 hover:decoration-current"
          >
            {piece.text}
          </a>
        ),
      )}
    </p>
  )
})
InertContent.displayName = 'InertContent'

const openLink = async (url: string): Promise<void> => {
  const answer = await settle(foyer()['links.open']({ url }))
  if (!answer.ok) sayFailure(answer.error)
}
