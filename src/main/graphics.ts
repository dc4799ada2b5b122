/**
 * Where Linux shows a graphics device: the kernel's own list, NVIDIA's driver, and Windows' when it carries Linux
 * (WSL).
 */
const devices = ['/dev/dri', '/dev/nvidia0', '/dev/dxg'] as const

/**
 * False where this computer surely draws without a graphics device, as most virtual desktops do. Chromium would find
 * out by starting its graphics process twice and watching it fail, while the page waits for it.
 */
export const mayHaveGraphics = (platform: NodeJS.Platform, exists: (path: string) => boolean): boolean =>
  platform !== 'linux' || devices.some(exists)
