import { Check, KeyRound, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PortalView } from '../../../core/portal.ts'
import type { Result } from '../../../core/result.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { initials } from '../../lib/person.ts'
import { roleWords } from '../../lib/role-words.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { FoundryButton } from '../import/foundry-button.tsx'
import { RemovePortal } from './remove-portal.tsx'
import { ReplaceKey } from './replace-key.tsx'

const accents = ['0', '1', '2', '3', '4', '5'] as const

export const PortalCard = ({ portal }: { readonly portal: PortalView }) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'key' | 'remove' | null>(null)
  const { id: portalId } = portal
  return (
    <li data-accent={portal.accent} className="rounded-xl border border-line bg-bg p-4">
      <div className="flex items-center gap-3">
        <span
          aria-hidden
          className="grid size-9 shrink-0 place-items-center rounded-[10px] bg-accent text-xs font-semibold text-on-accent"
        >
          {initials(portal.name)}
        </span>
        <div className="min-w-0 flex-1">
          <h3 className="truncate font-semibold">{inertLine(portal.name)}</h3>
          <p className="truncate text-xs text-muted">
            {t('settings.asWho', { name: inertLine(portal.me.name), role: roleWords(portal.me.role, t) })}
            {' · '}
            {portal.apiUrl}
          </p>
        </div>
        <span
          className={`shrink-0 text-xs ${portal.connection === 'key-refused' ? 'font-medium text-bad' : 'text-muted'}`}
        >
          {t(`connection.${portal.connection}`)}
        </span>
      </div>
      <div className="mt-4 grid items-end gap-x-6 gap-y-3 sm:grid-cols-2">
        <Rename portal={portal} />
        <Accents portal={portal} />
      </div>
      <CheckField
        className="mt-4"
        label={t('staffMode.label')}
        hint={t('staffMode.hint')}
        role="switch"
        checked={portal.staffMode}
        onChange={(event) =>
          void tell(foyer()['portals.setStaffMode']({ portalId, on: event.target.checked }))
        }
      />
      <div className="mt-4 flex flex-wrap items-center gap-2 border-t border-line pt-3">
        <span className="mr-auto text-xs text-muted">
          {portal.keeping === 'keychain' ? t('settings.inKeychain') : t('settings.inMemory')}
        </span>
        <FoundryButton portalId={portalId} />
        <Button icon={<KeyRound aria-hidden />} onClick={() => setOpen('key')}>
          {t('settings.replaceKey')}
        </Button>
        <Button icon={<Trash2 aria-hidden />} className="text-bad!" onClick={() => setOpen('remove')}>
          {t('settings.remove')}
        </Button>
      </div>
      {open === 'key' && <ReplaceKey portal={portal} onClose={() => setOpen(null)} />}
      {open === 'remove' && (
        <RemovePortal portalId={portalId} name={portal.name} onClose={() => setOpen(null)} />
      )}
    </li>
  )
}

/** Says so when a change was not taken; `portals.changed` brings the new state otherwise. */
const tell = async (call: Promise<Result<unknown>>): Promise<void> => {
  const answer = await settle(call)
  if (!answer.ok) sayFailure(answer.error)
}

const Rename = ({ portal }: { readonly portal: PortalView }) => {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const rename = (): void => {
    const input = field.current
    if (input === null) return
    const name = input.value.trim()
    if (name === '') input.value = portal.name
    else if (name !== portal.name) void tell(foyer()['portals.rename']({ portalId: portal.id, name }))
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        rename()
      }}
    >
      <TextField
        ref={field}
        key={portal.name}
        label={t('settings.name')}
        defaultValue={portal.name}
        maxLength={120}
        onBlur={rename}
      />
    </form>
  )
}

const Accents = ({ portal }: { readonly portal: PortalView }) => {
  const { t } = useTranslation()
  return (
    <div>
      <p aria-hidden className="font-medium">
        {t('settings.colour')}
      </p>
      <div
        role="radiogroup"
        aria-label={t('settings.accent', { name: inertLine(portal.name) })}
        className="mt-1 flex h-8 items-center gap-2"
      >
        {accents.map((key, accent) => (
          <label key={key} data-accent={accent} className="relative grid size-6 place-items-center">
            <input
              type="radio"
              name={`accent-${portal.id}`}
              aria-label={t(`settings.accents.${key}`)}
              checked={portal.accent === accent}
              onChange={() => void tell(foyer()['portals.setAccent']({ portalId: portal.id, accent }))}
              className="absolute inset-0 size-6 appearance-none rounded-full bg-accent focus-visible:outline-offset-2"
            />
            {portal.accent === accent && (
              <Check aria-hidden className="pointer-events-none relative size-3.5 text-on-accent" />
            )}
          </label>
        ))}
      </div>
    </div>
  )
}
