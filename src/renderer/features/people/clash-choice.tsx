import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClashView } from '../../../core/people/directory-views.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

type ClashChoiceProps = {
  readonly clashes: readonly ClashView[]
  /** What a field is called in the form. */
  readonly nameOf: (field: string) => string
  /** Fields that are to stay as the other person made them. */
  readonly onDecide: (theirs: ReadonlySet<string>) => void
  readonly onClose: () => void
}

/** P1.14: both changed the same thing differently; nothing is written before one of the two is chosen. */
export const ClashChoice = ({ clashes, nameOf, onDecide, onClose }: ClashChoiceProps) => {
  const { t } = useTranslation()
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set())
  const say = (value: string | null): string => (value === null ? t('clash.empty') : inertLine(value))
  const choose = (field: string, isTheirs: boolean): void => {
    const next = new Set(theirs)
    if (isTheirs) next.add(field)
    else next.delete(field)
    setTheirs(next)
  }
  return (
    <Dialog label={t('clash.title')} begin="dialog" onClose={onClose}>
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 pt-5 pb-5">
        <div>
          <h2 className="text-[15px] title-tight">{t('clash.title')}</h2>
          <p className="text-muted">{t('clash.text')}</p>
        </div>
        {clashes.map((clash) => (
          <fieldset key={clash.field} className="rounded-lg border border-line p-3">
            <legend className="px-1 font-medium">
              {t('clash.field', { field: nameOf(clash.field), value: say(clash.base) })}
            </legend>
            {(['mine', 'theirs'] as const).map((whose) => (
              <label key={whose} className="flex items-start gap-2.5 py-0.5">
                <input
                  type="radio"
                  name={clash.field}
                  checked={theirs.has(clash.field) === (whose === 'theirs')}
                  onChange={() => choose(clash.field, whose === 'theirs')}
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                />
                <span className="min-w-0 break-words">
                  {t(`clash.${whose}`, { value: say(clash[whose]) })}
                </span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-6 py-3">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button look="primary" onClick={() => onDecide(theirs)}>
          {t('clash.save')}
        </Button>
      </footer>
    </Dialog>
  )
}
