import { expect, it } from 'vitest'
import { importFromFoundry } from '../../faults/import-foundry.ts'
import { noDamage } from '../../faults/outcome.ts'
import { createRandom } from '../../portal/random.ts'

// `npm run -s faults -- import-kill --people 10000` is the same at its full size, with another seed each time.
it('P1.7, P1.9, P1.12, F1.4: killed at twenty moments, nobody is lost or doubled, and the pace is kept', async () => {
  const outcome = noDamage(20)
  await importFromFoundry({ people: 2_000, kills: 20, random: createRandom(11) }, outcome)
  expect(outcome).toMatchObject({ lost: 0, doubled: 0, corrupt: 0, broken: [] })
  expect(outcome.notes['kills']).toBe(20)
}, 180_000)
