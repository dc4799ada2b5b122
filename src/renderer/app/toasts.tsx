import { Check, TriangleAlert, X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { failureWords } from '../lib/failure-words.ts'
import { dismissToast, useToasts, type Toast } from './toast-store.ts'

/**
 * Short words about what was just done; failures stay longer. They have rows of their own below everything, so that
 * they cover nothing that is to be worked with.
 */
export const Toasts = () => {
  const toasts = useToasts((state) => state.toasts)
  return (
    <div role="status" aria-live="polite" className="flex max-h-1/3 shrink-0 flex-col overflow-y-auto">
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
    <div className="flex items-start gap-2.5 border-t border-line bg-raised py-2 pr-3 pl-4 appear">
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
        className="ml-auto grid size-6 shrink-0 place-items-center rounded-md text-faint hover:bg-hover hover:text-text"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </div>
  )
}
