import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '../../../contract/index.ts'
import type { Failure } from '../../../core/failure.ts'
import type { KeyKeeping, Region } from '../../../core/portal.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { FailureNotice, Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { KeyField } from './key-field.tsx'
import { offersSession } from './view.ts'

type Connected = CallOutput<'portals.connect'>
type ConnectFormProps = {
  readonly onConnected: (connected: Connected) => void
  readonly children?: ReactNode
}

const regions: readonly Region[] = ['us', 'eu', 'au', 'custom']

export const ConnectForm = ({ onConnected, children }: ConnectFormProps) => {
  const { t } = useTranslation()
  const [region, setRegion] = useState<Region>('us')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Failure | 'no-key' | null>(null)
  const key = useRef<HTMLInputElement>(null)
  const url = useRef<HTMLInputElement>(null)
  const name = useRef<HTMLInputElement>(null)
  const actions = useRef<HTMLDivElement>(null)

  const connect = async (keeping: KeyKeeping): Promise<void> => {
    const field = key.current
    if (field === null || busy) return
    const secret = field.value.trim()
    if (secret === '') {
      setProblem('no-key')
      field.focus()
      return
    }
    field.value = ''
    setBusy(true)
    setProblem(null)
    const title = name.current?.value.trim() ?? ''
    const answer = await settle(
      foyer()['portals.connect']({
        region,
        key: secret,
        keeping,
        ...(title === '' ? {} : { name: title }),
        ...(region === 'custom' ? { url: url.current?.value.trim() ?? '' } : {}),
      }),
    )
    setBusy(false)
    if (answer.ok) {
      onConnected(answer.value)
      return
    }
    // Only when the same key may be tried again does it go back, into the element and nowhere else.
    if (mayBeRight(answer.error)) field.value = secret
    setProblem(answer.error)
    requestAnimationFrame(() => {
      field.focus()
      // The reason stands above the button: in a low window both would be below the edge.
      actions.current?.scrollIntoView({ block: 'nearest' })
    })
  }

  const failure = problem === 'no-key' ? null : problem
  return (
    <form
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void connect('keychain')
      }}
    >
      <SelectField
        label={t('connect.region')}
        value={region}
        disabled={busy}
        onChange={(event) => setRegion(regions.find((each) => each === event.target.value) ?? 'us')}
      >
        {regions.map((each) => (
          <option key={each} value={each}>
            {t(`connect.regions.${each}`)}
          </option>
        ))}
      </SelectField>
      {region === 'custom' && (
        <TextField
          ref={url}
          label={t('connect.url')}
          hint={t('connect.urlHint')}
          inputMode="url"
          maxLength={2000}
          disabled={busy}
        />
      )}
      <KeyField ref={key} disabled={busy} />
      <TextField
        ref={name}
        label={t('connect.name')}
        hint={t('connect.nameHint')}
        maxLength={120}
        disabled={busy}
      />
      {problem === 'no-key' && (
        <Notice tone="bad" role="alert">
          {t('connect.keyEmpty')}
        </Notice>
      )}
      {failure !== null && (
        <FailureNotice failure={failure}>
          {offersSession(failure.code) && (
            <div className="mt-2 flex flex-col items-start gap-2">
              <p className="text-muted">{t('connect.sessionHint')}</p>
              <Button disabled={busy} onClick={() => void connect('session')}>
                {t('connect.session')}
              </Button>
            </div>
          )}
        </FailureNotice>
      )}
      <div ref={actions} className="flex items-center gap-2">
        <Button look="primary" type="submit" disabled={busy} className="h-8 px-4">
          {t('connect.submit')}
        </Button>
        {children}
        {busy && (
          <div className="min-w-0 flex-1 pl-2">
            <p className="mb-1 truncate text-xs text-muted">{t('connect.busy')}</p>
            <Progress label={t('connect.busy')} value={null} />
          </div>
        )}
      </div>
    </form>
  )
}

/** A key that was refused is wrong and goes; one that could not be tried or kept may be right. */
const mayBeRight = (failure: Failure): boolean =>
  failure.code !== 'key-refused' && failure.code !== 'forbidden'
