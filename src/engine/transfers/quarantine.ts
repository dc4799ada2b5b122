import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { quarantineMark } from '../../core/transfers/download-rules.ts'
import type { Ports } from '../ports.ts'

const run = promisify(execFile)

/**
 * Hardening 26: marks a whole part file as come from elsewhere, before it has its name. A disk that keeps no marks (FAT,
 * a network share) is no reason to fail: browsers do the same.
 */
export const markDownloaded = async (
  path: string,
  { clock, log }: Pick<Ports, 'clock' | 'log'>,
  platform: string = process.platform,
): Promise<void> => {
  const mark = quarantineMark(platform, clock.now())
  if (mark === null) return
  try {
    if (mark.kind === 'stream') await writeFile(`${path}${mark.suffix}`, mark.content)
    else await run('/usr/bin/xattr', ['-w', mark.name, mark.value, path])
  } catch (error) {
    log.warn('transfers.quarantine', { error: error instanceof Error ? error.name : 'unknown' })
  }
}
