import { expect, test } from 'vitest'
import { ok } from '../../core/result.ts'
import type { Http, HttpRequest } from '../ports.ts'
import { fetchAvatar } from './avatar.ts'

// A picture of one pixel.
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** The outside world at the door: notes what is asked and answers always the same. */
const world = (status: number, body: Uint8Array): { http: Http; asked: HttpRequest[] } => {
  const asked: HttpRequest[] = []
  const http: Http = {
    send: async (request) => {
      asked.push(request)
      return ok({ status, headers: {}, bytes: async () => ok(body), chunks: () => [] as never })
    },
    close: async () => undefined,
  }
  return { http, asked }
}

test('P1.24: a picture is asked for by https, without anything of ours, and shown by its own bytes', async () => {
  const { http, asked } = world(200, png)
  expect(await fetchAvatar(http, 'https://pictures.example/ada.jpg')).toEqual(
    ok({ type: 'image/png', bytes: png }),
  )
  expect(asked.map(({ method, url, headers }) => ({ method, url, headers }))).toEqual([
    { method: 'GET', url: 'https://pictures.example/ada.jpg', headers: { accept: 'image/*' } },
  ])
})

test('P1.24: plain http, credentials in the address and other schemes are never asked for', async () => {
  const { http, asked } = world(200, png)
  for (const address of [
    'http://a.example/x.png',
    'https://me:pw@a.example/x.png',
    'file:///etc/passwd',
    'ada',
    '',
  ]) {
    expect(await fetchAvatar(http, address), address).toEqual(ok(null))
  }
  expect(asked).toEqual([])
})

test('P1.24: a redirect, an error and what is no picture show nothing', async () => {
  expect(await fetchAvatar(world(302, png).http, 'https://a.example/x.png')).toEqual(ok(null))
  expect(await fetchAvatar(world(404, png).http, 'https://a.example/x.png')).toEqual(ok(null))
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
  expect(await fetchAvatar(world(200, svg).http, 'https://a.example/x.svg')).toEqual(ok(null))
})
