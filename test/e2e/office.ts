import { test } from '@playwright/test'
import { type Portal, startPortal } from '../portal/server.ts'
import { createDesk, type Desk } from './desktop.ts'

/** A believable firm's portal and a desk of its own for every test of a file; both are gone afterwards. */
export const useOffice = (
  begin: (office: { readonly portal: Portal; readonly desk: Desk }) => void,
): void => {
  let office: { readonly portal: Portal; readonly desk: Desk } | undefined
  test.beforeEach(async () => {
    office = { portal: await startPortal({ fixture: 'office', sasSeconds: 20 }), desk: await createDesk() }
    begin(office)
  })
  test.afterEach(async () => {
    await office?.portal.close()
    await office?.desk.remove()
  })
}
