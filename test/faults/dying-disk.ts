import { execFileSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDisk, mountDisk, unmount } from './mounts.ts'

/** A disk that dies and can be brought back: what was not synced before it died was never on it. */
export type DyingDisk = {
  readonly path: string
  /** From here on reading, writing, fsync and rename all end in EIO. */
  die(): void
  /** Takes the disk out and puts it back in. Nobody may use it. */
  mend(): Promise<void>
  remove(): Promise<void>
}

/** EXT4_IOC_SHUTDOWN, and its way in which nothing more reaches the disk. */
const [shutDown, noLogFlush] = ['0x8004587d', '2']

/** Fault 36 without a broken disk: an ext4 in a file, which the kernel is told to give up on. */
export const makeDyingDisk = async (folder: string, bytes: number): Promise<DyingDisk> => {
  const path = join(folder, 'disk')
  const image = join(folder, 'image')
  await mkdir(path, { recursive: true })
  await makeDisk(image, bytes)
  mountDisk(image, path)
  return {
    path,
    die: () => {
      // Node has no ioctl; Perl is on every Debian.
      const order = `my $how = pack('L', ${noLogFlush});
        open(my $disk, '<', $ARGV[0]) or die $!; ioctl($disk, ${shutDown}, $how) or die $!`
      execFileSync('perl', ['-e', order, path], { stdio: 'pipe' })
    },
    mend: async () => {
      await unmount(path)
      mountDisk(image, path)
    },
    remove: () => unmount(path),
  }
}
