import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../core/failure.ts'
import { failureWords } from '../lib/failure-words.ts'
import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'

/** Takes the place of a list that could not be read. */
export const FailureState = ({
  failure,
  note,
  onRetry,
}: {
  readonly failure: Failure
  /** What else is so just now. */
  readonly note?: ReactNode
  readonly onRetry?: () => void
}) => {
  const { t } = useTranslation()
  const words = failureWords(failure, t)
  const text = (
    <>
      <p>{words.next}</p>
      {words.detail !== null && <p className="mt-1 text-xs break-words select-text">{words.detail}</p>}
      {note}
    </>
  )
  return (
    <EmptyState icon={<TriangleAlert />} title={words.title} text={text}>
      {onRetry !== undefined && <Button onClick={onRetry}>{t('common.retry')}</Button>}
    </EmptyState>
  )
}
