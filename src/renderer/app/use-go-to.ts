import { useEffect } from 'react'
import { foyerEvents } from '../lib/foyer.ts'
import { focusSearch } from './focus.ts'
import { goTo, openOverlay } from './place.ts'

/** The menu and deep links ask the window to go somewhere. */
export const useGoTo = (): void => {
  useEffect(
    () =>
      foyerEvents()['window.goTo'](({ place }) => {
        switch (place) {
          case 'search':
            focusSearch()
            break
          case 'palette':
          case 'shortcuts':
            openOverlay(place)
            break
          case 'inbox':
          case 'settings':
          case 'transfers':
            goTo(place)
        }
      }),
    [],
  )
}
