import { summaryOperations } from './job-summaries.ts'
import { receiptOperations } from './receipts.ts'
import { failureOperations } from './transfer-failures.ts'
import { downloadOperations } from './downloads.ts'
import { exportOperations } from './exports.ts'
import { fanOutOperations } from './fan-outs.ts'
import { savedFanOutOperations } from './saved-fan-outs.ts'
import { folderOperations } from './transfer-folders.ts'
import { holdOperations } from './transfer-holds.ts'
import { jobOperations } from './transfer-jobs.ts'
import { pageOperations } from './transfer-pages.ts'
import { planOperations } from './transfer-plans.ts'
import { rowOperations } from './transfer-rows.ts'

export const transferOperations = {
  ...jobOperations,
  ...folderOperations,
  ...rowOperations,
  ...receiptOperations,
  ...summaryOperations,
  ...failureOperations,
  ...downloadOperations,
  ...exportOperations,
  ...pageOperations,
  ...holdOperations,
  ...planOperations,
  ...fanOutOperations,
  ...savedFanOutOperations,
}
