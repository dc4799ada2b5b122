import { RadioGroup } from 'radix-ui'
import { classes } from '../lib/class-names.ts'

type ChoiceProps<T extends string> = {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
  readonly hideLabel?: boolean
}

/** One of a few, side by side: a radio group that looks like a segmented control. */
export const Choice = <T extends string>({
  label,
  value,
  options,
  onChange,
  hideLabel = false,
}: ChoiceProps<T>) => (
  <div>
    <p aria-hidden className={classes('mb-1 font-medium', hideLabel && 'hidden')}>
      {label}
    </p>
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(chosen) => {
        const option = options.find((each) => each.value === chosen)
        if (option !== undefined) onChange(option.value)
      }}
      orientation="horizontal"
      className="flex rounded-lg border border-line-strong bg-bg p-0.5"
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className={classes(
            'h-7 flex-auto rounded-[6px] px-2 font-medium whitespace-nowrap text-muted transition-colors duration-75 hover:text-text',
            'data-[state=checked]:bg-accent-soft data-[state=checked]:text-accent-text data-[state=checked]:shadow-[inset_0_0_0_1px_var(--accent)]',
          )}
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  </div>
)
