/** The columns of the comparison: name, state, size here, size there. */
export const compareColumns =
  'grid grid-cols-[minmax(0,1fr)_170px_84px_84px] gap-x-3 px-5 @max-xl:grid-cols-[minmax(0,1fr)_120px_68px_68px]'
