/** One grid for the header and every row; "Here" gives way first when the pane is narrow. */
export const columns =
  'grid grid-cols-[minmax(0,1fr)_116px_80px] gap-x-3 px-5 @2xl:grid-cols-[minmax(0,1fr)_140px_124px_88px]'
