import { FileText } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { SpaceId } from '../../../core/space.ts'
import type { MailingDraft, MailingView } from '../../../core/writing/mailing.ts'
import { usePortal } from '../../app/context.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { longDate } from '../../lib/time.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { BodyField, useInsertion } from '../templates/body-field.tsx'
import { TemplateSheet } from '../templates/template-sheet.tsx'

type MailingWriterProps = {
  readonly written: MailingDraft
  readonly onChange: (written: MailingDraft) => void
  readonly onDiscard: () => void
  readonly onPlanned: (mailing: MailingView) => void
}

/** The text with its fields, and the spaces it is for. */
export const MailingWriter = ({ written, onChange, onDiscard, onPlanned }: MailingWriterProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const { body, finding } = written
  const chosen = useMemo(() => new Set(written.spaceIds), [written.spaceIds])
  const setBody = (next: string): void => onChange({ ...written, body: next })
  const setChosen = (next: ReadonlySet<SpaceId>): void => onChange({ ...written, spaceIds: [...next] })
  const [inserting, setInserting] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { field, put } = useInsertion(body, setBody)
  const spaces = useQuery(`spaces ${portalId}`, () => foyer()['spaces.list']({ portalId }), {
    portalId,
    topics: ['spaces'],
  })
  const rows = useMemo(() => {
    const wanted = finding.trim().toLowerCase()
    return (spaces.value ?? [])
      .map(({ id, name }) => ({ id, name: inertLine(name) }))
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .toSorted((a, b) => a.name.localeCompare(b.name, formatLocale(), { numeric: true }))
  }, [spaces.value, finding])
  const allChosen = rows.length > 0 && rows.every(({ id }) => chosen.has(id))

  const toggle = (id: SpaceId): void => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const toggleAll = (): void => {
    const next = new Set(chosen)
    for (const { id } of rows) {
      if (allChosen) next.delete(id)
      else next.add(id)
    }
    setChosen(next)
  }
  const plan = async (): Promise<void> => {
    setBusy(true)
    setFailure(null)
    const date = longDate(Date.now(), formatLocale())
    const answer = await settle(
      foyer()['mailings.plan']({ portalId, body: body.trim(), spaceIds: [...chosen], date }),
    )
    setBusy(false)
    if (answer.ok) onPlanned(answer.value)
    else setFailure(answer.error)
  }

  return (
    <section aria-label={t('mailing.write')} className="grid items-start gap-6 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-2">
        <BodyField
          {...{ id: 'mailing-body', field, body, rows: 10 }}
          placeholder={t('mailing.placeholder')}
          onChange={setBody}
          onPut={put}
          aside={
            <Button icon={<FileText aria-hidden />} size="small" onClick={() => setInserting(true)}>
              {t('templates.insert')}
            </Button>
          }
        />
      </div>
      <div className="flex min-w-0 flex-col gap-2">
        <div className="flex items-end gap-2">
          <TextField
            label={t('mailing.to', { count: chosen.size })}
            value={finding}
            placeholder={t('mailing.find')}
            onChange={(event) => onChange({ ...written, finding: event.target.value })}
            className="flex-1"
          />
          <Button className="h-8!" onClick={toggleAll} disabled={rows.length === 0}>
            {allChosen ? t('mailing.none') : t('mailing.all')}
          </Button>
        </div>
        <ul
          aria-label={t('mailing.spaces')}
          tabIndex={0}
          className="h-[268px] overflow-y-auto rounded-[10px] border border-line bg-bg p-1 focus-visible:-outline-offset-2"
        >
          {rows.length === 0 && (
            <li className="grid h-full place-items-center px-4 text-center text-xs text-muted">
              {spaces.value !== undefined
                ? t('mailing.noneFound')
                : spaces.failure && t(`failures.${spaces.failure.code}.title`)}
            </li>
          )}
          {rows.map(({ id, name }) => (
            <li key={id}>
              <label className="flex h-8 items-center gap-2.5 rounded-md px-2 hover:bg-hover">
                <input
                  type="checkbox"
                  checked={chosen.has(id)}
                  onChange={() => toggle(id)}
                  className="size-4 shrink-0 accent-accent"
                />
                <Avatar name={name} id={id} shape="tile" size="tiny" className="rounded-md!" />
                <span className="truncate text-left" dir="auto">
                  {name}
                </span>
              </label>
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-col gap-3 lg:col-span-2">
        {failure !== null && <FailureNotice failure={failure} />}
        <div className="flex items-center justify-end gap-3">
          <p className="text-xs text-muted">{t('mailing.nothingYet')}</p>
          {(body !== '' || chosen.size > 0) && (
            <Button look="quiet" onClick={onDiscard}>
              {t('mailing.discard')}
            </Button>
          )}
          <Button
            look="primary"
            disabled={busy || body.trim() === '' || chosen.size === 0}
            onClick={() => void plan()}
          >
            {t('mailing.preview')}
          </Button>
        </div>
      </div>
      {inserting && (
        <TemplateSheet
          space={null}
          onInsert={(text) => {
            setInserting(false)
            put(text)
          }}
          onClose={() => setInserting(false)}
        />
      )}
    </section>
  )
}
