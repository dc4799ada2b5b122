export const units = ['KB', 'MB'] as const
export type Unit = (typeof units)[number]

const bytesIn = { KB: 1_000, MB: 1_000_000 } as const
const least = 1_000
const most = 10_000_000_000

/** A limit as it stands in its field: in the unit that shows it without loss and with the fewest digits. */
export const amountOf = (bytesPerSecond: number): { readonly amount: string; readonly unit: Unit } => {
  const unit = bytesPerSecond % bytesIn.MB === 0 ? 'MB' : 'KB'
  return { amount: String(bytesPerSecond / bytesIn[unit]), unit }
}

/** What was typed as bytes a second; null when it is no limit that can be kept. A comma may stand for the point. */
export const bytesOf = (amount: string, unit: Unit): number | null => {
  const text = amount.trim().replace(',', '.')
  if (!/^\d+(\.\d+)?$/.test(text)) return null
  const bytes = Math.round(Number(text) * bytesIn[unit])
  return bytes >= least && bytes <= most ? bytes : null
}
