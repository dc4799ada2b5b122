export type PickedFile = {
  /** The absolute path; '' for a file that exists in the page's memory only. */
  readonly path: string
  /** `webkitRelativePath`: 'Folder/sub/a.txt' for a file of a picked folder, else ''. */
  readonly within: string
}

/**
 * What was dropped or picked, as distinct absolute paths. A picked folder comes from the browser as all its files;
 * only the folder itself is handed on, and the main process walks it under its own rules.
 */
export const rootsOf = (files: readonly PickedFile[]): readonly string[] => [
  ...new Set(files.filter((file) => file.path !== '').map(rootOf)),
]

const rootOf = ({ path, within }: PickedFile): string => {
  const below = within === '' ? 0 : within.split('/').length - 1
  // `within` has slashes everywhere; a path has backslashes on Windows, where it never begins with a slash.
  const separator = path.startsWith('/') ? '/' : '\\'
  let end = path.length
  for (let level = 0; level < below; level += 1) {
    end = path.lastIndexOf(separator, end - 1)
    if (end <= 0) return path
  }
  return path.slice(0, end)
}
