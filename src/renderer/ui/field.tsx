import { useId, type ComponentProps, type ReactNode } from 'react'
import { classes } from '../lib/class-names.ts'

const box =
  'h-8 w-full rounded-[7px] border border-field-line bg-panel px-2.5 text-text select-text ' +
  'hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent disabled:opacity-60'

type Described = {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong with what is in it; read out with the field. */
  readonly error?: ReactNode
}

/** The ids of what describes a field: the problem before the hint. */
const described = (id: string, hint: ReactNode, error: ReactNode) => {
  const ids = [error === undefined ? '' : `${id}-error`, hint === undefined ? '' : `${id}-hint`]
  const text = ids.filter((each) => each !== '').join(' ')
  return {
    ...(text === '' ? {} : { 'aria-describedby': text }),
    ...(error === undefined ? {} : { 'aria-invalid': true }),
  }
}

const FieldError = ({ id, error }: { readonly id: string; readonly error: ReactNode }) => (
  <p id={`${id}-error`} role="alert" className="text-xs font-medium text-bad">
    {error}
  </p>
)

type LabelledProps = Described & {
  readonly id: string
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A control under its name, with what is wrong and what it is for below. */
const Labelled = ({ id, label, hint, error, className, children }: LabelledProps) => (
  <div className={classes('flex flex-col gap-1', className)}>
    <label htmlFor={id} className="font-medium">
      {label}
    </label>
    {children}
    {error !== undefined && <FieldError id={id} error={error} />}
    {hint !== undefined && (
      <p id={`${id}-hint`} className="text-xs text-muted">
        {hint}
      </p>
    )}
  </div>
)

export const TextField = ({
  label,
  hint,
  error,
  className,
  ...rest
}: Described & ComponentProps<'input'>) => {
  const id = useId()
  return (
    <Labelled {...{ id, label, hint, error, className }}>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...described(id, hint, error)}
        {...rest}
        className={classes(box, error !== undefined && 'border-bad!')}
      />
    </Labelled>
  )
}

export const SelectField = ({
  label,
  hint,
  error,
  className,
  children,
  ...rest
}: Described & ComponentProps<'select'>) => {
  const id = useId()
  return (
    <Labelled {...{ id, label, hint, error, className }}>
      <select id={id} {...described(id, hint, error)} {...rest} className={box}>
        {children}
      </select>
    </Labelled>
  )
}

export const TextArea = ({
  label,
  hint,
  error,
  className,
  ...rest
}: Described & ComponentProps<'textarea'>) => {
  const id = useId()
  return (
    <Labelled {...{ id, label, hint, error, className }}>
      <textarea
        id={id}
        spellCheck={false}
        {...described(id, hint, error)}
        {...rest}
        className={classes(box, 'h-auto! min-h-16 resize-y py-1.5', error !== undefined && 'border-bad!')}
      />
    </Labelled>
  )
}

/** A box to tick, with what it means below its name. */
export const CheckField = ({ label, hint, className, ...rest }: Described & ComponentProps<'input'>) => {
  const id = useId()
  return (
    <label className={classes('flex items-start gap-2.5', className)}>
      <input
        type="checkbox"
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
        {...rest}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span>
        <span className="font-medium">{label}</span>
        {hint !== undefined && (
          <span id={`${id}-hint`} className="block text-xs text-muted">
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}
