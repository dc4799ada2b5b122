import { foyer, settle } from '../lib/foyer.ts'
import { goTo } from './place.ts'

/** Locks the window; where no passphrase was set yet, shows where to. */
export const lockNow = (): void => {
  void settle(foyer()['lock.now'](undefined)).then((answer) => {
    if (!answer.ok) goTo('settings')
  })
}
