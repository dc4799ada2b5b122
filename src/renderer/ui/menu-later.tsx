import { Suspense, useEffect, useState } from 'react'
import { afterPaint } from '../lib/after-paint.ts'
import { later } from '../lib/later.tsx'
import type { MenuProps } from './menu.tsx'

const Menu = later(async () => (await import('./menu.tsx')).Menu)

/** A menu of the first screen: its button is there at once, what opens behind it after the first painting. */
export const MenuLater = (props: MenuProps) => {
  const [wanted, setWanted] = useState(false)
  useEffect(() => afterPaint(() => setWanted(true)), [])
  return wanted ? (
    <Suspense fallback={props.trigger}>
      <Menu {...props} />
    </Suspense>
  ) : (
    props.trigger
  )
}
