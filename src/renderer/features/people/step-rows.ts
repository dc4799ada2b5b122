import type { KeyboardEvent } from 'react'

/** Arrow keys go from one row's control to the next one's. */
export const stepRows = (event: KeyboardEvent<HTMLElement>): void => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  event.preventDefault()
  const row = event.currentTarget.closest('[role=listitem]')
  const place = Number(row?.getAttribute('aria-posinset')) + (event.key === 'ArrowDown' ? 1 : -1)
  const next = row?.parentElement?.querySelector(`[aria-posinset="${place}"]`)
  next?.querySelector<HTMLElement>('button, input')?.focus()
}
