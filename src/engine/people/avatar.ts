import { ok, type Result } from '../../core/result.ts'
import { shownAs, type ShownType } from '../../core/transfers/picture.ts'
import type { Http } from '../ports.ts'

export type Avatar = { readonly type: ShownType; readonly bytes: Uint8Array }

const mostBytes = 524_288
const timeoutMs = 15_000

/** P1.24: the portal holds an address that anybody may have written: nothing of ours goes there. */
export const fetchAvatar = async (http: Http, address: string): Promise<Result<Avatar | null>> => {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return ok(null)
  const answer = await http.send({ method: 'GET', url: url.href, headers: { accept: 'image/*' }, timeoutMs })
  if (!answer.ok) return answer
  const body = await answer.value.bytes(mostBytes)
  if (answer.value.status !== 200 || !body.ok) return ok(null)
  const type = shownAs(body.value, 'thumbnail')
  return ok(type === null ? null : { type, bytes: body.value })
}
