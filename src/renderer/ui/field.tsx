import { useId, type ComponentProps, type ReactNode } from 'react'
import { classes } from '../lib/class-names.ts'

const box =
  'h-8 w-full rounded-[7px] border border-field-line bg-panel px-2.5 text-text select-text ' +
  'hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent disabled:opacity-60'

type Described = { readonly label: string; readonly hint?: ReactNode }

export const TextField = ({ label, hint, className, ...rest }: Described & ComponentProps<'input'>) => {
  const id = useId()
  return (
    <div className={classes('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
        {...rest}
        className={box}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}

export const SelectField = ({
  label,
  hint,
  className,
  children,
  ...rest
}: Described & ComponentProps<'select'>) => {
  const id = useId()
  return (
    <div className={classes('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select id={id} {...rest} className={box}>
        {children}
      </select>
      {hint !== undefined && <p className="text-xs text-muted">{hint}</p>}
    </div>
  )
}
