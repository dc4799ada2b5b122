/** The name of a folder that was picked or dropped: the browser tells it with the files of a picked one alone. */
export const folderName = (files: readonly Pick<File, 'name' | 'webkitRelativePath'>[]): string => {
  const [first] = files
  if (first === undefined) return ''
  const [top = ''] = first.webkitRelativePath.split('/')
  if (top !== '') return top
  return files.length > 1 ? `${first.name} + ${files.length - 1}` : first.name
}
