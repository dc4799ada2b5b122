import { classes } from '../lib/class-names.ts'

const widths = ['38%', '26%', '44%', '31%', '40%', '24%', '36%', '29%']

const shapes = {
  people: { row: 'h-12 gap-3 px-5', picture: 'size-[30px] rounded-full' },
  spaces: { row: 'h-[58px] gap-2.5 px-4', picture: 'size-[34px] rounded-[9px]' },
} as const

type ListSkeletonProps = {
  /** Whose rows are to come: people and what they wrote, or spaces. */
  readonly of?: keyof typeof shapes
}

/** A list that is being read: nothing for a blink, then the shape of its rows. It never says that there are none. */
export const ListSkeleton = ({ of = 'people' }: ListSkeletonProps) => (
  <div aria-hidden className="min-h-0 flex-1 overflow-hidden py-1 appear-late">
    {widths.map((width) => (
      <div key={width} className={classes('flex items-center', shapes[of].row)}>
        <div className={classes('shrink-0 bg-skeleton', shapes[of].picture)} />
        <div className="min-w-0 flex-1">
          <div className="h-2.5 rounded bg-skeleton" style={{ width }} />
          <div className="mt-2 h-2 w-1/2 rounded bg-skeleton opacity-60" />
        </div>
      </div>
    ))}
  </div>
)
