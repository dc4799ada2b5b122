import { describe, expect, it } from 'vitest'
import { rootsOf } from './roots.ts'

describe('what was dropped or picked, as roots', () => {
  it('files stand for themselves, once each', () => {
    expect(
      rootsOf([
        { path: '/home/ann/a.txt', within: '' },
        { path: '/home/ann/b', within: '' },
        { path: '/home/ann/a.txt', within: '' },
      ]),
    ).toEqual(['/home/ann/a.txt', '/home/ann/b'])
  })

  it('the files of a picked folder stand for the folder', () => {
    expect(
      rootsOf([
        { path: '/home/ann/Tax/2023/a.txt', within: 'Tax/2023/a.txt' },
        { path: '/home/ann/Tax/b.txt', within: 'Tax/b.txt' },
      ]),
    ).toEqual(['/home/ann/Tax'])
  })

  it('reads the paths of Windows, and names with backslashes elsewhere', () => {
    expect(rootsOf([{ path: 'C:\\Users\\ann\\Tax\\b.txt', within: 'Tax/b.txt' }])).toEqual([
      'C:\\Users\\ann\\Tax',
    ])
    expect(rootsOf([{ path: '/home/ann/Tax/b\\c.txt', within: 'Tax/b\\c.txt' }])).toEqual(['/home/ann/Tax'])
  })

  it('leaves out files that are on no disk', () => {
    expect(rootsOf([{ path: '', within: '' }])).toEqual([])
  })

  it('a folder at the very top stays a path', () => {
    expect(rootsOf([{ path: '/a.txt', within: 'x/y/a.txt' }])).toEqual(['/a.txt'])
  })
})
