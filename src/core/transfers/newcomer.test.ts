import { expect, test } from 'vitest'
import { onNewcomer } from './newcomer.ts'

test.each([
  ['skip', false, false, 'skip'],
  ['keep-both', false, true, 'keep-both'],
  ['new-version', false, false, 'new-version'],
  ['skip-same', false, true, 'skip'],
  ['skip-same', false, false, 'new-version'],
  // Nobody was asked about it.
  ['ask', false, true, 'keep-both'],
  // Chosen for this very file.
  ['ask', true, false, 'keep-both'],
  ['skip-same', true, true, 'keep-both'],
] as const)(
  'T1.129: under %s (decided: %s, the same: %s) a newcomer is met by %s',
  (policy, decided, same, choice) => expect(onNewcomer(policy, decided, same)).toBe(choice),
)
