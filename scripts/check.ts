// `npm run check`: everything that is known of the code without opening a window, one step after the other, each
// stopping the next. `-- --without unit` leaves steps out for a caller who runs them anyway.
import { repository } from './runtime/repository.ts'
import { run } from './runtime/run.ts'
import { script } from './runtime/script.ts'

const steps = ['types', 'lint', 'arrows', 'unused', 'format', 'unit'] as const
type Step = (typeof steps)[number]

const isStep = (word: string): word is Step => steps.some((step) => step === word)

const leftOut = (args: readonly string[]): readonly Step[] => {
  const [flag, ...words] = args
  if (flag === undefined) return []
  if (flag !== '--without' || words.length === 0 || !words.every(isStep))
    throw new Error(`Say npm run check, or npm run check -- --without STEP… of ${steps.join(', ')}.`)
  return words
}

script(async () => {
  const without = leftOut(process.argv.slice(2))
  for (const step of steps) {
    if (without.includes(step)) continue
    console.log(`== ${step}`)
    const ran = await run('npm', ['run', '--silent', step], { cwd: repository, output: 'show' })
    if (ran.code !== 0) {
      console.error(`${step} failed. What comes after it was not run.`)
      return 1
    }
  }
  return 0
})
