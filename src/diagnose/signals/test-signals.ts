import { afterAll, beforeAll } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import { asSystem, type TestInstitution, testHouse } from '../../platform/test/harness.ts'
import { detect } from './acts.ts'
import { addMonths, monthRange } from './series.ts'

/** The month that is over in this house. */
export const LAST = '2026-10'
export const MONTHS = monthRange(addMonths(LAST, -15), LAST)

/** A house in which it is 21 November 2026, with answers to judge. */
export async function signalHouse() {
  const house = await testHouse()
  let present: Date
  beforeAll(() => {
    present = house.clock.now
    house.clock.now = new Date('2026-11-21T03:00:00Z')
  })
  // The house is shared with the other tests of this worker.
  afterAll(() => {
    house.clock.now = present
  })

  /** Survey answers to "perilaku" as the surveys slice tallies them: 30 a month, mostly 3 and 4, or mostly 2, or a little less than usual. */
  async function answers(
    institution: TestInstitution,
    unit: string,
    bad: (month: number) => boolean | 'little',
    few = 1,
  ) {
    for (const [at, month] of MONTHS.entries()) {
      const usual = [0, 2 + (at % 3), 16 - (at % 2), 12]
      const scores = bad(at) === 'little' ? [0, 6, 16, 8] : bad(at) ? [4, 16, 8, 2] : usual
      await house.owner.query(
        `insert into surveys.tally_element values ($1, $2, $2, $3::date, 'permenpanrb-14-2017', 'perilaku', $4, $5, $6, $7)`,
        [institution.id, unit, `${month}-01`, ...scores.map((count) => Math.round(count * few))],
      )
    }
  }

  function check(institution: TestInstitution, month: string) {
    const { now } = house.clock
    const when = { now, today: localDate(now, 'Asia/Jakarta') }
    return asSystem(house, institution, 'signal.detect', (db, scope) => detect(db, scope, when, month))
  }

  async function rows(institution: TestInstitution) {
    const { rows: found } = await house.owner.query(
      `select id, theme, source, element, rule, to_char(first_month, 'YYYY-MM') as first, to_char(detected_month, 'YYYY-MM') as month,
        to_char(last_month, 'YYYY-MM') as last from signals.signal where institution_id = $1 order by detected_month`,
      [institution.id],
    )
    return found
  }

  return { house, answers, check, rows }
}
