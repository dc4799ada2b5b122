import { classes } from '../lib/class-names.ts'
import { initials, tint } from '../lib/person.ts'

type AvatarProps = {
  readonly name: string
  /** Decides the tint, so that a renamed thing keeps its colour. */
  readonly id: string
  readonly shape?: 'tile' | 'round'
  readonly size?: 'tiny' | 'small' | 'normal' | 'large'
  readonly className?: string
}

const sizes = {
  tiny: 'size-[22px] text-[9px]',
  small: 'size-[30px] text-2xs',
  normal: 'size-[34px] text-xs',
  large: 'size-14 text-lg',
} as const

/** Initials on a tinted ground. Decoration: the name stands beside it. */
export const Avatar = ({ name, id, shape = 'round', size = 'small', className }: AvatarProps) => (
  <span
    aria-hidden
    data-tint={tint(id)}
    className={classes(
      'inline-grid shrink-0 place-items-center bg-tint font-semibold text-on-tint',
      shape === 'tile' ? 'rounded-[9px]' : 'rounded-full',
      sizes[size],
      className,
    )}
  >
    {initials(name)}
  </span>
)
