import { Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../core/failure.ts'
import { classes } from '../lib/class-names.ts'
import { failureWords } from '../lib/failure-words.ts'

type NoticeProps = {
  readonly tone: 'info' | 'warn' | 'bad'
  readonly role?: 'alert' | 'status'
  readonly children: ReactNode
}

const tones = {
  info: 'bg-accent-soft [&>svg]:text-accent-text',
  warn: 'bg-warn-soft [&>svg]:text-warn',
  bad: 'bg-bad-soft [&>svg]:text-bad',
} as const

export const Notice = ({ tone, role, children }: NoticeProps) => (
  <div
    {...(role === undefined ? {} : { role })}
    className={classes(
      'flex items-start gap-2 rounded-lg px-3 py-2 text-text [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0',
      tones[tone],
    )}
  >
    {tone === 'info' ? <Info aria-hidden /> : <TriangleAlert aria-hidden />}
    <div className="min-w-0 flex-1 select-text">{children}</div>
  </div>
)

/** A failure beside the thing that was tried; read out at once. */
export const FailureNotice = ({
  failure,
  children,
}: {
  readonly failure: Failure
  readonly children?: ReactNode
}) => {
  const { t } = useTranslation()
  const words = failureWords(failure, t)
  return (
    <Notice tone="bad" role="alert">
      <p className="font-semibold break-words">{words.title}.</p>
      <p className="text-muted">{words.next}</p>
      {words.detail !== null && <p className="mt-1 break-words text-muted">{words.detail}</p>}
      {children}
    </Notice>
  )
}
