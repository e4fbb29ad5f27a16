import type { VNode } from 'preact'
import {
  BarChart,
  Card,
  ControlChart,
  DotWhisker,
  Grid,
  LineChart,
  Section,
  Sparkline,
  StaffPage,
  Stat,
} from '../index.ts'

const MONTHS = 'Jun 2025,Jul,Agu,Sep,Okt,Nov,Des,Jan 2026,Feb,Mar,Apr,Mei,Jun,Jul,Agu,Sep,Okt,Nov'.split(',')
const COURTESY = [
  83.2, 84.1, 82.7, 83.9, 84.4, 83.1, 82.9, 79.2, 77.8, 76.4, 76.9, 75.8, 78.2, 81.5, 83.8, 84.6, 85.1, 85.4,
]
const OTHERS = COURTESY.map((_, index) => 83 + Math.sin(index) * 0.8)

export function staffCharts(): VNode {
  return (
    <StaffPage title="Keramahan di DPMPTSP" lead="Unsur perilaku petugas, Juni 2025 – November 2026">
      <Grid size="small">
        <Stat label="Indeks perilaku" value="85,4" interval={{ low: '83,9', high: '86,9' }} note="dari 212 jawaban">
          <Sparkline values={COURTESY} label="Indeks perilaku 18 bulan, dari 83,2 ke 85,4" />
        </Stat>
        <Stat label="Pengaduan terbuka" value="12" note="3 terlambat" tone="danger" href="/pengaduan" />
        <Stat label="Pegawai di bawah standar" value="31,0 %" note="9 dari 29" tone="warning" />
        <Stat label="Biaya per peserta" value="Rp1.250.000" />
      </Grid>
      <Section title="Apa yang terjadi" id="series">
        <Card>
          <ControlChart
            title="Keramahan turun sejak Januari, di luar variasi biasa"
            subtitle="Indeks unsur perilaku per bulan, skala 25–100, dengan batas kendali dari 7 bulan pertama"
            points={COURTESY.map((value, index) => ({ label: MONTHS[index] ?? '', value, n: 180 + index }))}
            center={83.5}
            upper={86.6}
            lower={80.4}
            signals={[7, 8, 9, 10, 11, 12]}
            events={[{ index: 11, label: 'Pelatihan' }]}
            label="Indeks perilaku"
            note="Sumber: SKM, aturan PermenPANRB 14/2017."
          />
        </Card>
        <Card>
          <LineChart
            title="Setelah pelatihan, DPMPTSP kembali di atas unit pembanding"
            subtitle="Indeks perilaku dengan selang kepercayaan 95 %"
            labels={MONTHS}
            series={[
              {
                label: 'DPMPTSP',
                values: COURTESY,
                low: COURTESY.map((value) => value - 1.5),
                high: COURTESY.map((value) => value + 1.5),
              },
              { label: 'Unit pembanding', values: OTHERS, tone: 'muted' },
            ]}
            target={{ value: 85, label: 'Target 85' }}
            events={[{ index: 11, label: 'Pelatihan' }]}
          />
        </Card>
        <Grid size="large">
          <Card>
            <BarChart
              title="Sikap petugas paling banyak disebut"
              subtitle="Tema pengaduan, 30 hari terakhir"
              label="Pengaduan"
              bars={[
                { label: 'Keramahan', value: 42, tone: 'accent', href: '/pengaduan?tema=keramahan', note: 'dari 96' },
                { label: 'Kecepatan', value: 31, note: 'dari 96' },
                { label: 'Kemudahan', value: 17, note: 'dari 96' },
                { label: 'Biaya', value: 6, tone: 'muted', note: 'dari 96' },
              ]}
            />
          </Card>
          <Card>
            <DotWhisker
              title="Pelatihan menaikkan indeks 3 sampai 8 poin"
              subtitle="Perubahan terhadap unit pembanding, selang kepercayaan 95 %"
              label="Perubahan indeks (poin)"
              reference={{ value: 0, label: 'tidak berubah' }}
              sides={['memburuk', 'membaik']}
              rows={[
                { label: 'Keramahan', value: 5.4, low: 2.9, high: 7.9 },
                { label: 'Kecepatan', value: -0.6, low: -3.2, high: 2, tone: 'muted' },
              ]}
            />
          </Card>
        </Grid>
      </Section>
    </StaffPage>
  )
}
