import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { FoundryConnection } from '../../../core/foundry/connection.ts'
import type { PortalId } from '../../../core/portal.ts'
import { say } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { FailureNotice, Notice } from '../../ui/notice.tsx'
import { FoundryWaits } from './foundry-waits.tsx'
import { type ReachForm, reachForm, settingsOf } from './foundry-reach.ts'

type FoundryDialogProps = {
  readonly portalId: PortalId
  readonly connection: FoundryConnection | null
  readonly onClose: () => void
  /** Told when the connection is another, or gone. */
  readonly onChange: () => void
}

const pairs = ['number-size', 'page-per_page'] as const

/** A portal's connection to EVERFI Foundry: tried before it is kept. The secret is read from its field, sent and cleared. */
export const FoundryDialog = ({ portalId, connection, onClose, onChange }: FoundryDialogProps) => {
  const { t } = useTranslation()
  const idField = useRef<HTMLInputElement>(null)
  const secretField = useRef<HTMLInputElement>(null)
  const [reach, setReach] = useState<ReachForm>(() => reachForm(connection?.settings ?? null))
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [note, setNote] = useState<{ readonly tone: 'info' | 'warn'; readonly words: string } | null>(null)
  const isKept = connection !== null
  const read = settingsOf(reach)
  const change = (part: Partial<ReachForm>): void => setReach((before) => ({ ...before, ...part }))

  const work = async <T,>(
    ask: () => Promise<{ ok: true; value: T } | { ok: false; error: Failure }>,
    done: (value: T) => void,
  ): Promise<void> => {
    if (busy) return
    setBusy(true)
    setFailure(null)
    setNote(null)
    const answer = await settle(ask())
    setBusy(false)
    if (answer.ok) done(answer.value)
    else setFailure(answer.error)
  }
  const saved = (): void => {
    say(t('foundry.saved'))
    onChange()
    onClose()
  }
  const save = (): void => {
    const [id, secret] = [idField.current, secretField.current]
    if (id === null || secret === null || !read.ok) return
    const [clientId, clientSecret] = [id.value.trim(), secret.value.trim()]
    const { settings } = read
    if (isKept && clientId === '' && clientSecret === '') {
      void work(() => foyer()['foundry.change']({ portalId, settings }), saved)
      return
    }
    if (clientId === '' || clientSecret === '') {
      setNote({ tone: 'warn', words: t('foundry.both') })
      ;(clientId === '' ? id : secret).focus()
      return
    }
    secret.value = ''
    void work(async () => {
      const answer = await foyer()['foundry.connect']({ portalId, settings, clientId, clientSecret })
      // Whatever is wrong with the network or the address is no reason to type the secret again.
      if (!answer.ok && answer.error.code !== 'foundry-login') secret.value = clientSecret
      return answer
    }, saved)
  }
  const test = (): void =>
    void work(
      () => foyer()['foundry.choices']({ portalId }),
      ({ locations }) => setNote({ tone: 'info', words: t('foundry.works', { count: locations.length }) }),
    )
  const disconnect = (): void =>
    void work(
      () => foyer()['foundry.disconnect']({ portalId }),
      () => {
        say(t('foundry.disconnected'))
        onChange()
        onClose()
      },
    )

  return (
    <Dialog label={t('foundry.title')} onClose={onClose}>
      <form
        className="flex min-h-0 flex-col"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto p-5">
          <div>
            <h2 className="text-[15px] title-tight">{t('foundry.title')}</h2>
            <p className="text-muted">
              {isKept ? t('foundry.connectedAs', { end: connection.clientEnd }) : t('foundry.lead')}
            </p>
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              ref={idField}
              label={t('foundry.clientId')}
              maxLength={4096}
              disabled={busy}
              hint={isKept ? t('foundry.keptHint') : undefined}
            />
            <TextField
              ref={secretField}
              label={t('foundry.clientSecret')}
              type="password"
              maxLength={4096}
              disabled={busy}
              hint={t('foundry.secretHint')}
            />
          </div>
          {busy && (
            <div>
              <p role="status" className="text-muted">
                {t('foundry.testing')}
              </p>
              <FoundryWaits portalId={portalId} />
            </div>
          )}
          {note !== null && (
            <Notice tone={note.tone} role="status">
              {note.words}
            </Notice>
          )}
          {failure !== null && <FailureNotice failure={failure} />}
          <details open={isKept} className="rounded-lg border border-line">
            <summary className="cursor-default px-3 py-2 font-medium">{t('foundry.advanced')}</summary>
            <div className="grid gap-4 border-t border-line p-3 sm:grid-cols-2">
              <TextField
                label={t('foundry.baseUrl')}
                value={reach.baseUrl}
                onChange={(event) => change({ baseUrl: event.target.value })}
                maxLength={500}
                hint={t('foundry.baseUrlHint')}
              />
              <TextField
                label={t('foundry.version')}
                value={reach.version}
                onChange={(event) => change({ version: event.target.value })}
                maxLength={20}
                aria-invalid={!read.ok && read.problem === 'version'}
                hint={
                  !read.ok &&
                  read.problem === 'version' && <span className="text-bad">{t('foundry.badVersion')}</span>
                }
              />
              <TextField
                label={t('foundry.requests')}
                inputMode="numeric"
                value={reach.requests}
                onChange={(event) => change({ requests: event.target.value })}
                maxLength={3}
                aria-invalid={!read.ok && read.problem === 'requests'}
                hint={
                  !read.ok && read.problem === 'requests' ? (
                    <span className="text-bad">{t('foundry.badRequests')}</span>
                  ) : (
                    t('foundry.requestsHint')
                  )
                }
              />
              <SelectField
                label={t('foundry.pageNames')}
                hint={t('foundry.pageNamesHint')}
                value={reach.pageNames}
                onChange={(event) => {
                  const pageNames = pairs.find((each) => each === event.target.value)
                  if (pageNames !== undefined) change({ pageNames })
                }}
              >
                {pairs.map((pair) => (
                  <option key={pair} value={pair}>
                    {t(`foundry.pageNamesOf.${pair}`)}
                  </option>
                ))}
              </SelectField>
              <label className="flex items-start gap-2.5 sm:col-span-2">
                <input
                  type="checkbox"
                  checked={reach.methodOverride}
                  onChange={(event) => change({ methodOverride: event.target.checked })}
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                />
                <span>
                  {t('foundry.override')}
                  <span className="block text-xs text-muted">{t('foundry.overrideHint')}</span>
                </span>
              </label>
            </div>
          </details>
        </div>
        <div className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line px-5 py-3">
          {isKept && (
            <>
              <Button disabled={busy} onClick={test}>
                {t('foundry.test')}
              </Button>
              <Button className="text-bad!" disabled={busy} onClick={disconnect}>
                {t('foundry.disconnect')}
              </Button>
            </>
          )}
          <span className="flex-1" />
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={busy || !read.ok}>
            {isKept ? t('foundry.save') : t('foundry.connect')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
