import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../lib/class-names.ts'

type EntryProps = {
  readonly icon: ReactNode
  readonly tone?: 'plain' | 'warn' | 'bad'
  /** The accessible name, where the words shown say more than it should. */
  readonly label?: string
  readonly title: string
  /** Behind the title: where it goes. */
  readonly note: string
  readonly buttons: ReactNode
  readonly children: ReactNode
}

const tones = {
  plain: 'bg-chip text-muted',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
} as const

/** One of a list of things that go on by themselves: what it is, what can be done with it, and how it stands. */
export const Entry = ({ icon, tone = 'plain', label, title, note, buttons, children }: EntryProps) => (
  <li {...(label === undefined ? {} : { 'aria-label': label })} className="px-4 py-3">
    <div className="flex items-start gap-3">
      <span
        aria-hidden
        className={classes(
          'mt-0.5 grid size-8 shrink-0 place-items-center rounded-lg [&_svg]:size-4',
          tones[tone],
        )}
      >
        {icon}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex min-h-7 items-center gap-2">
          <p className="min-w-0 flex-1 truncate">
            <span className="font-semibold">{title}</span> <span className="text-muted">{note}</span>
          </p>
          {buttons}
        </div>
        {children}
      </div>
    </div>
  </li>
)

type FoldProps = {
  readonly open: boolean
  readonly onFold: (open: boolean) => void
  /** The id of what it folds. */
  readonly controls: string
  readonly words: { readonly show: string; readonly hide: string }
}

/** Shows or hides more of an entry. */
export const Fold = ({ open, onFold, controls, words }: FoldProps) => (
  <button
    type="button"
    aria-expanded={open}
    aria-controls={controls}
    onClick={() => onFold(!open)}
    className="-my-1 flex h-6 shrink-0 items-center gap-1 rounded-md px-1.5 hover:bg-hover hover:text-text"
  >
    {open ? words.hide : words.show}
    <ChevronDown aria-hidden className={`size-3.5 transition-transform ${open ? 'rotate-180' : ''}`} />
  </button>
)
