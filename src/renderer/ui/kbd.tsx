import type { ReactNode } from 'react'

export const Kbd = ({ children }: { readonly children: ReactNode }) => (
  <kbd className="rounded-[4px] border border-line-strong px-1 font-sans text-2xs leading-4 text-faint">
    {children}
  </kbd>
)
