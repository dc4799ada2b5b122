const deepest = 32

/**
 * Tells whether a value that came over the bridge is plain data within `limit` bytes, without writing it out.
 * Whatever structured cloning can carry but JSON can't (maps, buffers, loops) has no place in a call.
 */
export const measure = (value: unknown, limit: number): 'fits' | 'too-large' | 'not-plain' => {
  let left = limit
  const take = (bytes: number): boolean => (left -= bytes) >= 0

  const walk = (part: unknown, depth: number): 'fits' | 'too-large' | 'not-plain' => {
    if (depth > deepest) return 'not-plain'
    switch (typeof part) {
      case 'undefined':
      case 'boolean':
      case 'number':
        return take(8) ? 'fits' : 'too-large'
      case 'string':
        return take(part.length * 2) ? 'fits' : 'too-large'
      case 'object':
        return part === null ? 'fits' : walkObject(part, depth)
      case 'bigint':
      case 'function':
      case 'symbol':
        return 'not-plain'
    }
  }

  const walkObject = (part: object, depth: number): 'fits' | 'too-large' | 'not-plain' => {
    if (!Array.isArray(part) && Object.getPrototypeOf(part) !== Object.prototype) return 'not-plain'
    if (!take(16)) return 'too-large'
    for (const [key, inner] of Object.entries(part)) {
      if (!take(Array.isArray(part) ? 0 : key.length * 2)) return 'too-large'
      const outcome = walk(inner, depth + 1)
      if (outcome !== 'fits') return outcome
    }
    return 'fits'
  }

  return walk(value, 0)
}
