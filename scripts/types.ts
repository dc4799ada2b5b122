// Type-checks every layer with its own tsconfig, two at a time: each layer sees only the globals it may touch.
import { spawn } from 'node:child_process'

const layers = [
  'src/core',
  'src/contract',
  'src/engine',
  'src/main',
  'src/preload',
  'src/renderer',
  'test',
  'scripts',
]

const check = (layer: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['node_modules/typescript/bin/tsc', '-p', layer], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('exit', (code) => resolve(code === 0))
  })

const queue = [...layers]
const failed: string[] = []
const worker = async (): Promise<void> => {
  for (let layer = queue.shift(); layer !== undefined; layer = queue.shift()) {
    if (!(await check(layer))) failed.push(layer)
  }
}
await Promise.all([worker(), worker()])
if (failed.length > 0) {
  console.error(`Types do not hold in: ${failed.join(', ')}`)
  process.exit(1)
}
