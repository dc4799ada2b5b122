// The least a program in Node must do to bring files to a storage: read them and PUT them, so many at once, and nothing
// else. `node floor-process.ts ROOT CONTAINER AT-ONCE`.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Agent, request } from 'undici'

const [root = '', container = '', atOnce = '1'] = process.argv.slice(2)
const entries = await readdir(root, { recursive: true, withFileTypes: true })
const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
const [address, token] = container.split('?')
const dispatcher = new Agent({ connections: Number(atOnce), pipelining: 1 })

const worker = async (): Promise<void> => {
  for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
    const { statusCode, body } = await request(`${address}/${paths.length}?${token}`, {
      ...{ dispatcher, method: 'PUT', body: await readFile(path) },
      headers: { 'x-ms-blob-type': 'BlockBlob', 'x-ms-version': '2021-12-02' },
    })
    await body.dump()
    if (statusCode !== 201) throw new Error(`The storage answered ${statusCode}`)
  }
}
await Promise.all(Array.from({ length: Number(atOnce) }, worker))
await dispatcher.close()
