// Run inside a D-Bus session by secrets.test.ts: tries the real keychain and prints one JSON line per rule.
import { createKeychain } from '../../src/main/ports/keychain.ts'
import { secretsRules } from './secrets-suite.ts'

const secrets = createKeychain({ service: 'Foyer Desktop test', timeoutMs: 5000 })
const [, , what] = process.argv

if (what === 'suite') {
  for (const [rule, hold] of Object.entries(secretsRules)) {
    const problem = await hold(secrets).then(
      () => null,
      (error: unknown) => String(error),
    )
    console.log(JSON.stringify({ rule, problem }))
  }
} else {
  const answers = {
    read: await secrets.read('a'),
    write: await secrets.write('a', 'b'),
    remove: await secrets.remove('a'),
  }
  console.log(JSON.stringify(answers))
}
