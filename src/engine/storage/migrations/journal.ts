import type { Migration } from '../migrate.ts'
import { journal001 } from './journal-001-outbox.ts'
import { journal002 } from './journal-002-transfers.ts'
import { journal003 } from './journal-003-marks.ts'
import { journal004 } from './journal-004-receipts.ts'
import { journal005 } from './journal-005-downloads.ts'
import { journal006 } from './journal-006-watch.ts'
import { journal007 } from './journal-007-held-transfers.ts'
import { journal008 } from './journal-008-plans.ts'
import { journal009 } from './journal-009-inbox.ts'
import { journal010 } from './journal-010-scheduled.ts'
import { journal011 } from './journal-011-writing.ts'
import { journal012 } from './journal-012-pins.ts'
import { journal013 } from './journal-013-people.ts'
import { journal014 } from './journal-014-care.ts'
import { journal015 } from './journal-015-setups.ts'
import { journal016 } from './journal-016-customizations.ts'
import { journal017 } from './journal-017-saved-fan-outs.ts'
import { journal018 } from './journal-018-left-fan-outs.ts'
import { journal019 } from './journal-019-made-in-order.ts'
import { journal020 } from './journal-020-plan-messages.ts'
import { journal021 } from './journal-021-conflict-policy.ts'
import { journal022 } from './journal-022-edits.ts'
import { journal023 } from './journal-023-mailing-draft.ts'
import { journal024 } from './journal-024-removals.ts'
import { journal025 } from './journal-025-authors.ts'
import { journal026 } from './journal-026-words-note.ts'
import { journal027 } from './journal-027-receipts-in-order.ts'

export const journalMigrations: readonly Migration[] = [
  journal001,
  journal002,
  journal003,
  journal004,
  journal005,
  journal006,
  journal007,
  journal008,
  journal009,
  journal010,
  journal011,
  journal012,
  journal013,
  journal014,
  journal015,
  journal016,
  journal017,
  journal018,
  journal019,
  journal020,
  journal021,
  journal022,
  journal023,
  journal024,
  journal025,
  journal026,
  journal027,
]
