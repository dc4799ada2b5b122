import type { ReactNode } from 'react'

type EmptyStateProps = {
  readonly icon: ReactNode
  readonly title: string
  readonly text?: ReactNode
  readonly children?: ReactNode
}

/** What is so, and what one can do: for places that hold nothing, yet or any more. */
export const EmptyState = ({ icon, title, text, children }: EmptyStateProps) => (
  <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-1 px-6 py-8 text-center appear">
    <div
      aria-hidden
      className="mb-2 grid size-11 place-items-center rounded-xl border border-line bg-bg text-faint [&_svg]:size-5"
    >
      {icon}
    </div>
    <p className="text-[15px] title-tight">{title}</p>
    {text !== undefined && <div className="max-w-[46ch] text-balance text-muted">{text}</div>}
    {children !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
  </div>
)
