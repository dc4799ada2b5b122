import { classes } from '../lib/class-names.ts'

type ProgressProps = {
  readonly label: string
  /** Percent; null while it can't be told. */
  readonly value: number | null
  readonly text?: string
  readonly tone?: 'accent' | 'good' | 'warn' | 'bad' | 'quiet'
  readonly className?: string
}

const tones = {
  accent: 'bg-accent',
  good: 'bg-good',
  warn: 'bg-warn',
  bad: 'bg-bad',
  quiet: 'bg-faint',
} as const

export const Progress = ({ label, value, text, tone = 'accent', className }: ProgressProps) => (
  <div
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    {...(value === null ? {} : { 'aria-valuenow': value })}
    {...(text === undefined ? {} : { 'aria-valuetext': text })}
    className={classes('h-1 overflow-hidden rounded-full bg-chip', className)}
  >
    {value === null ? (
      <div className={classes('h-full w-1/3 rounded-full slide-bar', tones[tone])} />
    ) : (
      <div
        className={classes('h-full rounded-full transition-[width] duration-200', tones[tone])}
        style={{ width: `${value}%` }}
      />
    )}
  </div>
)
