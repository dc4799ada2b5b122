import { describe, expect, it } from 'vitest'
import { commands } from './cli/commands.ts'
import { commandWords, readCommandLine } from './command-line.ts'
import { forgetDangerousVariables, pryingSwitch } from './environment.ts'

const read = (packaged: boolean, ...args: string[]) =>
  readCommandLine(['/bin/electron', ...args], packaged, '/here')

describe('the command line decides between a command and the window', () => {
  it('opens the window when nothing is said', () => {
    expect(read(true)).toEqual({ userDataDir: undefined, command: undefined })
    expect(read(false, '.', '--no-sandbox')).toEqual({ userDataDir: undefined, command: undefined })
  })

  it.each(commandWords)('%s is a command, in a checkout and packaged', (word) => {
    expect(read(false, '.', word, '--json').command).toEqual([word, '--json'])
    expect(read(true, word, '--json').command).toEqual([word, '--json'])
  })

  it('takes the profile folder in both spellings and makes it absolute', () => {
    expect(read(true, '--user-data-dir', 'p').userDataDir).toBe('/here/p')
    expect(read(true, '--user-data-dir=/p').userDataDir).toBe('/p')
    expect(read(false, '-r', '/loader.js', '--inspect=0', '.', '--user-data-dir=/p').userDataDir).toBe('/p')
  })

  it('hands a command its profile folder wherever that stood, and no flag of Chromium', () => {
    expect(read(true, '--user-data-dir', '/p', 'spaces', '--no-sandbox').command).toEqual([
      'spaces',
      '--user-data-dir',
      '/p',
    ])
  })

  it('does not take a word for a command that is the value of a flag, or the path of the application', () => {
    expect(read(true, '--user-data-dir', 'upload').command).toBeUndefined()
    expect(read(false, 'upload').command).toBeUndefined()
    expect(read(true, 'foyer://space/upload').command).toBeUndefined()
  })
})

it('the built program knows every command there is', () => {
  expect([...commandWords].toSorted()).toEqual(Object.keys(commands).toSorted())
})

describe('what the environment may not do', () => {
  it('hardening 17: variables that weaken TLS are gone before anything runs', () => {
    const environment = { NODE_TLS_REJECT_UNAUTHORIZED: '0', SSLKEYLOGFILE: '/tmp/keys', PATH: '/bin' }
    forgetDangerousVariables(environment)
    expect(environment).toEqual({ PATH: '/bin' })
  })

  it.each([
    '--inspect=0',
    '--inspect-brk',
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--js-flags=-x',
  ])('hardening 16: %s is known as a switch that pries', (argument) => {
    expect(pryingSwitch(['/bin/foyer-desktop', 'upload', argument])).toBe(argument)
  })

  it('hardening 16: ordinary arguments pry into nothing', () => {
    expect(pryingSwitch(['/bin/foyer-desktop', '--user-data-dir=/p', 'upload', '/inspect'])).toBeUndefined()
  })
})
