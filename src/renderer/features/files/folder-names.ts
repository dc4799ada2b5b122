import { create } from 'zustand'

/** The names from the top of the space down to the open folder, for the drop target around the files. */
export const useFolderNames = create<{ readonly names: readonly string[] }>(() => ({ names: [] }))

export const setFolderNames = (names: readonly string[]): void => useFolderNames.setState({ names })
