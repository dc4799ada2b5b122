import { Check, TriangleAlert, X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { failureWords } from '../lib/failure-words.ts'
import { usePlace } from './place.ts'
import { dismissToast, useToasts, type Toast } from './toast-store.ts'

/**
 * Short words about what was just done; failures stay longer. They stand where nothing is to be worked with: beside
 * the tabs of the open space, elsewhere beside the heading.
 */
export const Toasts = () => {
  const toasts = useToasts((state) => state.toasts)
  const beside = usePlace((place) => (place.view === 'inbox' ? 'top-[46px]' : 'top-[5px]'))
  return (
    <div
      role="status"
      aria-live="polite"
      className={`pointer-events-none fixed right-4 z-50 flex flex-col items-end gap-2 ${beside}`}
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

const shownFor = { plain: 4000, action: 10_000, bad: 12_000 } as const

const ToastCard = ({ toast }: { readonly toast: Toast }) => {
  const { t } = useTranslation()
  useEffect(() => {
    const timer = setTimeout(
      () => dismissToast(toast.id),
      toast.forMs ?? shownFor[toast.tone === 'plain' && toast.action !== undefined ? 'action' : toast.tone],
    )
    return () => clearTimeout(timer)
  }, [toast])
  const words = toast.failure === undefined ? null : failureWords(toast.failure, t)
  return (
    <div className="pointer-events-auto flex max-w-[clamp(260px,100vw-620px,460px)] items-start gap-2.5 rounded-[10px] bg-raised py-2 pr-2 pl-3 shadow-pop rise">
      {toast.tone === 'bad' ? (
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      ) : (
        <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
      )}
      <div className="min-w-0 py-px">
        <p className="font-medium break-words">{words?.title ?? toast.text}</p>
        {words !== null && <p className="text-muted">{words.next}</p>}
        {words !== null && words.detail !== null && <p className="text-muted">{words.detail}</p>}
      </div>
      {toast.action !== undefined && (
        <button
          type="button"
          onClick={() => {
            dismissToast(toast.id)
            toast.action?.run()
          }}
          className="h-6 shrink-0 rounded-md px-1.5 font-semibold text-accent-text hover:bg-hover"
        >
          {toast.action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={t('common.dismiss')}
        onClick={() => dismissToast(toast.id)}
        className="grid size-6 shrink-0 place-items-center rounded-md text-faint hover:bg-hover hover:text-text"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </div>
  )
}
