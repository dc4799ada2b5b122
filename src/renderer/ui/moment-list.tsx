import { AlarmClock } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatLocale } from '../lib/locale.ts'
import { fromLocalInput, localInput, momentsAhead } from '../lib/moments.ts'
import { momentTime } from '../lib/time.ts'
import { Button } from './button.tsx'
import { Kbd } from './kbd.tsx'

type Extra = { readonly label: string; readonly icon: ReactNode; readonly onChoose: () => void }

type MomentListProps = {
  readonly label: string
  /** A choice that is no time. */
  readonly first?: Extra
  /** What the button beside the field of one's own time says. */
  readonly action: string
  readonly onChoose: (at: number) => void
}

/** Times a person is likely to mean, and a field for any other. Keys 1 to 9 choose. */
export const MomentList = ({ label, first, action, onChoose }: MomentListProps) => {
  const { t } = useTranslation()
  const [now] = useState(() => Date.now())
  const [own, setOwn] = useState(() => localInput(momentsAhead(now)[0]?.at ?? now))
  const [isPast, setPast] = useState(false)
  const moments = momentsAhead(now)
  const choices: readonly (Extra & { readonly when: string })[] = [
    ...(first === undefined ? [] : [{ ...first, when: '' }]),
    ...moments.map(({ name, at }) => ({
      label: t(`moments.${name}`),
      icon: <AlarmClock aria-hidden />,
      when: momentTime(at, formatLocale()),
      onChoose: () => onChoose(at),
    })),
  ]
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return
      const choice = /^[1-9]$/.test(event.key) ? choices[Number(event.key) - 1] : undefined
      if (choice === undefined) return
      event.preventDefault()
      choice.onChoose()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
  return (
    <>
      <ul aria-label={label} className="flex flex-col px-2 pb-2">
        {choices.map((choice, index) => (
          <li key={choice.label}>
            <button
              type="button"
              onClick={choice.onChoose}
              className="flex h-9 w-full items-center gap-2.5 rounded-lg px-3 text-left hover:bg-hover focus-visible:bg-sel [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-faint"
            >
              {choice.icon}
              <span className="font-medium whitespace-nowrap">{choice.label}</span>
              <span className="ml-auto truncate text-xs text-faint tabular-nums">{choice.when}</span>
              <Kbd>{index + 1}</Kbd>
            </button>
          </li>
        ))}
      </ul>
      <form
        className="flex flex-wrap items-center gap-2 border-t border-line px-5 py-3"
        onSubmit={(event) => {
          event.preventDefault()
          const at = fromLocalInput(own)
          if (at !== null && at > Date.now()) onChoose(at)
          else setPast(true)
        }}
      >
        <input
          type="datetime-local"
          aria-label={t('moments.own')}
          aria-invalid={isPast}
          value={own}
          onChange={(event) => {
            setPast(false)
            setOwn(event.target.value)
          }}
          className="h-8 min-w-0 flex-1 rounded-[7px] border border-field-line bg-panel px-2 text-text tabular-nums focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
        />
        <Button look="primary" type="submit">
          {action}
        </Button>
        {isPast && (
          <p role="alert" className="w-full text-xs text-bad">
            {t('moments.past')}
          </p>
        )}
      </form>
    </>
  )
}
