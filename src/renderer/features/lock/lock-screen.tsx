import { Lock } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { LockView } from '../../../core/lock.ts'
import { afterPaint } from '../../lib/after-paint.ts'
import { foyer, foyerEvents, settle } from '../../lib/foyer.ts'
import { useNow } from '../../lib/use-now.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'

/** All there is to see of the window while it is locked (L1.5). */
export const LockScreen = () => {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const state = useQuery('lock', () => foyer()['lock.state'](undefined))
  // Told with the answer to a wrong try: asked for after it, the button would be free for as long as that takes.
  const [told, setTold] = useState<LockView | null>(null)
  useEffect(() => foyerEvents()['lock.changed'](setTold), [])
  const now = useNow(500)
  const wait = Math.ceil((((told ?? state.value)?.waitUntil ?? 0) - now) / 1000)
  useEffect(() => afterPaint(() => void foyer()['window.painted']({ what: 'lock' })), [])
  useEffect(() => field.current?.focus(), [])

  const unlock = async (): Promise<void> => {
    const input = field.current
    if (input === null || busy || wait > 0) return
    const passphrase = input.value
    input.value = ''
    if (passphrase === '') {
      input.focus()
      return
    }
    setBusy(true)
    setFailure(null)
    const answer = await settle(foyer()['lock.unlock']({ passphrase }))
    setBusy(false)
    if (answer.ok) return
    setFailure(answer.error)
    input.focus()
  }

  return (
    <main className="flex h-full justify-center overflow-y-auto bg-bg px-6 py-10 short:py-6">
      <div className="my-auto w-full max-w-[340px] appear">
        <div
          aria-hidden
          className="mb-5 grid size-11 place-items-center rounded-xl bg-chip text-muted short:hidden [&_svg]:size-5"
        >
          <Lock />
        </div>
        <h1 className="text-xl title-tight">{t('lock.title')}</h1>
        <p className="mt-1 mb-6 text-md text-pretty text-muted">{t('lock.text')}</p>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            void unlock()
          }}
        >
          <TextField
            ref={field}
            label={t('lock.passphrase')}
            type="password"
            autoComplete="off"
            maxLength={200}
            readOnly={busy}
          />
          {failure !== null && <FailureNotice failure={failure} />}
          <Button look="primary" type="submit" disabled={busy || wait > 0} className="h-8">
            {busy ? t('lock.opening') : t('lock.unlock')}
          </Button>
          <p role="status" className="-mt-2 min-h-4 text-center text-xs text-muted tabular-nums">
            {wait > 0 && t('lock.wait', { count: wait })}
          </p>
        </form>
        <Forgotten />
      </div>
    </main>
  )
}

const Forgotten = () => {
  const { t } = useTranslation()
  const about = useQuery('about', () => foyer()['settings.about'](undefined))
  return (
    <details className="mt-6 border-t border-line pt-4 text-xs text-muted">
      <summary className="cursor-default font-medium hover:text-text">{t('lock.forgotten')}</summary>
      <p className="mt-2 text-pretty">{t('lock.forgottenText')}</p>
      <p className="mt-1 break-words text-text select-text">{about.value?.dataFolder}</p>
    </details>
  )
}
