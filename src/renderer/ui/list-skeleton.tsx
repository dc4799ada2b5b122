const widths = ['38%', '26%', '44%', '31%', '40%', '24%', '36%', '29%']

/** A list that is being read: nothing for a blink, then the shape of its rows. It never says that there are none. */
export const ListSkeleton = () => (
  <div aria-hidden className="min-h-0 flex-1 overflow-hidden px-5 py-1 appear-late">
    {widths.map((width) => (
      <div key={width} className="flex h-12 items-center gap-3">
        <div className="size-[30px] shrink-0 rounded-full bg-skeleton" />
        <div className="min-w-0 flex-1">
          <div className="h-2.5 rounded bg-skeleton" style={{ width }} />
          <div className="mt-2 h-2 w-1/2 rounded bg-skeleton opacity-60" />
        </div>
      </div>
    ))}
  </div>
)
