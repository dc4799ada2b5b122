import type { ComponentProps, ReactNode } from 'react'
import { classes } from '../lib/class-names.ts'

type ButtonProps = ComponentProps<'button'> & {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger'
  readonly size?: 'normal' | 'small'
  readonly icon?: ReactNode
}

const looks = {
  plain: 'border border-line-strong bg-panel text-text hover:bg-hover active:bg-chip',
  primary: 'border border-transparent bg-accent text-on-accent hover:bg-accent-hover',
  quiet: 'border border-transparent text-muted hover:bg-hover hover:text-text active:bg-chip',
  danger: 'border border-transparent bg-bad-solid text-white hover:brightness-95',
} as const

const sizes = { normal: 'h-7 px-2.5 rounded-[7px]', small: 'h-6 px-2 rounded-md text-xs' } as const

export const Button = ({
  look = 'plain',
  size = 'normal',
  icon,
  className,
  children,
  ...rest
}: ButtonProps) => (
  <button
    type="button"
    {...rest}
    className={classes(
      'inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap font-medium transition-colors duration-75',
      'disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0',
      looks[look],
      sizes[size],
      className,
    )}
  >
    {icon}
    {children}
  </button>
)

/** A button that is only an icon: its label is read, and shown when the pointer rests on it. */
export const IconButton = ({
  label,
  className,
  children,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & { readonly label: string }) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    {...rest}
    className={classes(
      'inline-grid size-7 shrink-0 place-items-center rounded-[7px] text-muted transition-colors duration-75',
      'hover:bg-hover hover:text-text active:bg-chip disabled:opacity-50 [&_svg]:size-4',
      className,
    )}
  >
    {children}
  </button>
)
