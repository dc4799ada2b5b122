import { ArrowRight, Minus, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Difference } from '../../../core/customizations/config.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { shownValue } from './view.ts'

type DifferenceListProps = {
  readonly label: string
  readonly differences: readonly Difference[]
  /** The whole configuration goes. */
  readonly removed?: boolean
}

const icons = {
  added: <Plus aria-hidden className="text-good" />,
  changed: <ArrowRight aria-hidden className="text-accent-text" />,
  removed: <Minus aria-hidden className="text-bad" />,
} as const

/** Old and new, key by key. Colour is never the only sign: what goes is struck out, and each kind has its word. */
export const DifferenceList = ({ label, differences, removed = false }: DifferenceListProps) => {
  const { t } = useTranslation()
  return (
    <ul aria-label={label} className="flex flex-col gap-1">
      {differences.map((difference) => (
        <li
          key={JSON.stringify(difference.path)}
          className="flex items-start gap-2 [&>svg]:mt-1 [&>svg]:size-3.5"
        >
          {icons[difference.kind]}
          <span className="min-w-0 flex-1 select-text [overflow-wrap:anywhere]">
            <span className="font-medium">{inertLine(difference.path.join(' › '))}</span>
            <span className="sr-only"> {t(`difference.${difference.kind}`)}</span>{' '}
            {difference.kind !== 'added' && (
              <del className="text-bad line-through decoration-1">
                {inertLine(shownValue(difference.from))}
              </del>
            )}
            {difference.kind === 'changed' && ' '}
            {difference.kind !== 'removed' && (
              <ins className="text-good no-underline">{inertLine(shownValue(difference.to))}</ins>
            )}
          </span>
        </li>
      ))}
      {removed && <li className="text-muted">{t('difference.whole')}</li>}
    </ul>
  )
}

/** As many as fit into two short lines. */
const shownInLine = 4

/** The same in one line, for rows of a long list. */
export const DifferenceLine = ({ differences }: { readonly differences: readonly Difference[] }) => {
  const { t } = useTranslation()
  const shown = differences.slice(0, shownInLine)
  const more = differences.slice(shownInLine)
  return (
    <>
      {shown.map((difference, index) => (
        <span key={JSON.stringify(difference.path)}>
          {index > 0 && ' · '}
          {inertLine(difference.path.join(' › '))}:{' '}
          {difference.kind !== 'added' && (
            <>
              <del className="text-bad line-through decoration-1">
                {inertLine(shownValue(difference.from))}
              </del>{' '}
            </>
          )}
          {difference.kind !== 'removed' && (
            <ins className="text-good no-underline">{inertLine(shownValue(difference.to))}</ins>
          )}
        </span>
      ))}
      {more.length > 0 && <span> · {t('difference.more', { count: more.length })}</span>}
    </>
  )
}
