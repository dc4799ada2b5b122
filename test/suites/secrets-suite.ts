import assert from 'node:assert/strict'
import type { Secrets } from '../../src/engine/ports.ts'

/** What both keychain and memory promise, one sentence each. Plain assertions, so that it also runs as a child process. */
export const secretsRules: Readonly<Record<string, (secrets: Secrets) => Promise<void>>> = {
  'an account that was never written reads as nothing': async (secrets) => {
    assert.deepEqual(await secrets.read('nobody'), { ok: true, value: undefined })
  },
  'what was written is read back, to the letter': async (secrets) => {
    for (const secret of [
      'plain',
      'fk_0123456789abcdef',
      'ümläut – ✓ 漢字',
      'spaces  and\ttabs',
      'a'.repeat(2000),
    ]) {
      assert.deepEqual(await secrets.write('letter', secret), { ok: true, value: undefined })
      assert.deepEqual(await secrets.read('letter'), { ok: true, value: secret })
    }
  },
  'accounts are kept apart': async (secrets) => {
    await secrets.write('one', 'first')
    await secrets.write('two', 'second')
    assert.deepEqual(await secrets.read('one'), { ok: true, value: 'first' })
    assert.deepEqual(await secrets.read('two'), { ok: true, value: 'second' })
  },
  'a removed secret is gone, and removing it again is no failure': async (secrets) => {
    await secrets.write('gone', 'soon')
    assert.deepEqual(await secrets.remove('gone'), { ok: true, value: undefined })
    assert.deepEqual(await secrets.read('gone'), { ok: true, value: undefined })
    assert.deepEqual(await secrets.remove('gone'), { ok: true, value: undefined })
  },
  'calls made at the same time all get their own answer': async (secrets) => {
    const names = Array.from({ length: 8 }, (_, index) => `many-${index}`)
    await Promise.all(names.map((name) => secrets.write(name, `secret of ${name}`)))
    const read = await Promise.all(names.map((name) => secrets.read(name)))
    assert.deepEqual(
      read,
      names.map((name) => ({ ok: true, value: `secret of ${name}` })),
    )
  },
}
