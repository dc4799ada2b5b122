import type { ReactNode } from 'react'

/** A list, and beside it (in a narrow window: instead of it) what was chosen in it. */
export const TwoPanes = ({ list, page }: { readonly list: ReactNode; readonly page: ReactNode }) => (
  <div className="@container flex min-h-0 flex-1">
    <div className={`min-h-0 min-w-0 flex-1 flex-col ${page === null ? 'flex' : 'hidden @[820px]:flex'}`}>
      {list}
    </div>
    {page !== null && (
      <div className="flex min-h-0 w-full flex-col border-line @[820px]:w-[400px] @[820px]:shrink-0 @[820px]:border-l">
        {page}
      </div>
    )}
  </div>
)
