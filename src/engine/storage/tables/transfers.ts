import { folderOperations } from './transfer-folders.ts'
import { jobOperations } from './transfer-jobs.ts'
import { rowOperations } from './transfer-rows.ts'

export const transferOperations = { ...jobOperations, ...folderOperations, ...rowOperations }
