import type { ReactNode } from 'react'

type ScreenProps = { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }

/** A view that has the whole width: a heading, and what it holds. */
export const Screen = ({ title, aside, children }: ScreenProps) => (
  <div className="flex min-h-0 flex-1 flex-col bg-panel">
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-5">
      <h1 className="text-[15px] title-tight">{title}</h1>
      {aside}
    </header>
    {children}
  </div>
)
