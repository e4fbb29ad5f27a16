import {
  type Audience,
  type Definition,
  FORMAT,
  FORMAT_VERSION,
  type LikertLabels,
  type Option,
  type Question,
  type Section,
  type Text,
} from './definition.ts'
import { SHORT_QUESTIONS } from './short-survey.ts'

export const TEMPLATES = [
  'short_survey',
  'job_satisfaction',
  'training',
  'training_needs',
  'interview',
  'policy',
] as const
export type Template = (typeof TEMPLATES)[number]

type More = Partial<Omit<Question, 'code' | 'kind' | 'text'>>

function ask(code: string, kind: Question['kind'], id: string, en: string, more: More = {}): Question {
  return { code, kind, text: { id, en }, required: false, published: false, ...more }
}

function options(...list: readonly (readonly [code: string, id: string, en: string])[]): Option[] {
  return list.map(([code, id, en]) => ({ code, text: { id, en } }))
}

function rate(code: string, id: string, en: string, labels: LikertLabels, items: Option[], more: More = {}): Question {
  return ask(code, 'rating', id, en, { labels, items, required: true, ...more })
}

function section(code: string, title: Text, questions: Question[], more: Partial<Section> = {}): Section {
  return { code, title, questions, ...more }
}

function questionnaire(
  title: Text,
  audience: Audience,
  intro: Text,
  sections: Section[],
  more: Partial<Definition> = {},
): Definition {
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    title,
    intro,
    audience,
    anonymity: 'anonymous',
    sections,
    ...more,
  }
}

/** Starting points that an office can use as they are or change before the first answer. */
export const TEMPLATE_DEFINITIONS: Readonly<Record<Template, Definition>> = {
  short_survey: questionnaire(
    { id: 'Survei 4 pertanyaan', en: 'Four-question survey' },
    'public',
    {
      id: 'Empat pertanyaan tentang layanan yang baru Anda terima. Kurang dari satu menit, tanpa nama.',
      en: 'Four questions about the service you have just received. Less than a minute, without your name.',
    },
    [
      section('penilaian', { id: 'Seberapa puas Anda?', en: 'How satisfied are you?' }, [
        ...SHORT_QUESTIONS.map(({ code, theme, id, en }) =>
          ask(code, 'likert', id, en, { labels: 'satisfaction', theme, required: true, published: true }),
        ),
        ask('saran', 'long', 'Apa yang perlu kami perbaiki?', 'What should we improve?', {
          help: { id: 'Jangan tulis nama, NIK, atau nomor telepon.', en: 'Do not write names or numbers of people.' },
        }),
      ]),
    ],
  ),

  job_satisfaction: questionnaire(
    { id: 'Kepuasan kerja pegawai', en: 'Job satisfaction of staff' },
    'staff',
    {
      id: 'Skala 0 sampai 100. Jawaban tanpa nama; kelompok kecil tidak pernah ditampilkan.',
      en: 'Scale of 0 to 100. Without names; small groups are never shown.',
    },
    [
      section('keseluruhan', { id: 'Secara keseluruhan', en: 'Overall' }, [
        hundred(
          'kepuasan',
          'Seberapa puas Anda dengan pekerjaan Anda sekarang?',
          'How satisfied are you with your work now?',
          true,
        ),
        hundred('beban', 'Seberapa wajar beban kerja Anda?', 'How reasonable is your workload?'),
        hundred('pengembangan', 'Seberapa baik kesempatan Anda untuk belajar?', 'How good are your chances to learn?'),
      ]),
      section('lingkungan', { id: 'Lingkungan kerja', en: 'Working environment' }, [
        rate(
          'aspek',
          'Seberapa setuju Anda dengan kalimat ini?',
          'How far do you agree?',
          'agreement',
          options(
            ['arahan', 'Arahan atasan saya jelas', 'My superior’s guidance is clear'],
            ['tim', 'Rekan kerja saling membantu', 'Colleagues help each other'],
            ['sarana', 'Sarana kerja cukup untuk melayani dengan baik', 'Equipment is good enough to serve well'],
            ['pengakuan', 'Pekerjaan baik diakui', 'Good work is recognised'],
          ),
        ),
      ]),
      section(
        'rendah',
        { id: 'Apa yang paling mengganggu?', en: 'What troubles you most?' },
        [ask('hambatan', 'long', 'Ceritakan hambatan yang paling mengganggu.', 'Tell us what troubles you most.')],
        { showIf: { question: 'kepuasan', operator: 'at_most', value: '50' } },
      ),
    ],
  ),

  training: questionnaire(
    { id: 'Kepuasan peserta pelatihan', en: 'Satisfaction of training participants' },
    'invited',
    { id: 'Bantu kami memperbaiki pelatihan berikutnya.', en: 'Help us to improve the next training.' },
    [
      section('pelatihan', { id: 'Pelatihan yang baru Anda ikuti', en: 'The training you have just attended' }, [
        rate(
          'penilaian',
          'Seberapa puas Anda dengan bagian ini?',
          'How satisfied are you with this part?',
          'satisfaction',
          options(
            ['materi', 'Materi', 'Content'],
            ['pengajar', 'Pengajar atau fasilitator', 'Trainer or facilitator'],
            ['metode', 'Metode belajar', 'Method'],
            ['sarana', 'Tempat dan sarana', 'Place and equipment'],
            ['waktu', 'Lama dan jadwal', 'Length and schedule'],
          ),
        ),
        ask(
          'manfaat',
          'scale',
          'Seberapa berguna pelatihan ini untuk pekerjaan Anda?',
          'How useful is this training for your work?',
          {
            min: 0,
            max: 10,
            minLabel: { id: 'tidak berguna', en: 'not useful' },
            maxLabel: { id: 'sangat berguna', en: 'very useful' },
            required: true,
          },
        ),
        ask(
          'terapkan',
          'single',
          'Apakah Anda akan menerapkannya dalam 30 hari?',
          'Will you apply it within 30 days?',
          {
            options: options(['ya', 'Ya', 'Yes'], ['sebagian', 'Sebagian', 'In part'], ['tidak', 'Tidak', 'No']),
            required: true,
          },
        ),
      ]),
      section(
        'hambatan',
        { id: 'Yang menghalangi', en: 'What stands in the way' },
        [
          ask('sebab', 'multiple', 'Apa yang menghalangi Anda?', 'What stands in your way?', {
            options: options(
              ['waktu', 'Tidak ada waktu', 'No time'],
              ['atasan', 'Atasan belum mendukung', 'No support from my superior'],
              ['sarana', 'Sarana belum ada', 'Equipment is missing'],
              ['relevan', 'Tidak sesuai pekerjaan saya', 'Not related to my work'],
            ),
          }),
          ask('saran', 'long', 'Saran Anda', 'Your suggestions'),
        ],
        { showIf: { question: 'terapkan', operator: 'is_not', value: 'ya' } },
      ),
    ],
  ),

  training_needs: questionnaire(
    { id: 'Survei kebutuhan pelatihan', en: 'Training needs survey' },
    'staff',
    {
      id: 'Apa yang perlu Anda pelajari supaya warga terlayani lebih baik?',
      en: 'What do you need to learn to serve citizens better?',
    },
    [
      section('kebutuhan', { id: 'Kebutuhan Anda', en: 'Your needs' }, [
        rate(
          'bidang',
          'Seberapa perlu Anda belajar tentang hal ini?',
          'How much do you need to learn this?',
          'need',
          options(
            ['teknis', 'Teknis: pengetahuan layanan dan aturan', 'Technical: knowledge of services and rules'],
            ['manajerial', 'Manajerial: mengatur pekerjaan dan orang', 'Managerial: organising work and people'],
            ['sosial', 'Sosial kultural: melayani warga yang beragam', 'Socio-cultural: serving all kinds of citizens'],
            ['digital', 'Digital: aplikasi, data, dan keamanan', 'Digital: applications, data and security'],
          ),
        ),
        ask('metode', 'multiple', 'Cara belajar apa yang cocok untuk Anda?', 'Which way of learning suits you?', {
          options: options(
            ['klasikal', 'Kelas tatap muka', 'Classroom'],
            ['elearning', 'Belajar daring', 'E-learning'],
            ['ojt', 'Belajar sambil bekerja', 'On the job'],
            ['mentor', 'Mentor', 'Mentoring'],
            ['simulasi', 'Studi kasus atau simulasi', 'Cases or simulation'],
          ),
          required: true,
        }),
        ask('jam', 'number', 'Berapa jam sebulan yang dapat Anda luangkan?', 'How many hours a month can you spare?', {
          min: 0,
          max: 80,
        }),
        ask('topik', 'long', 'Topik yang paling Anda perlukan', 'The topic you need most'),
      ]),
    ],
  ),

  interview: questionnaire(
    { id: 'Panduan wawancara', en: 'Interview guide' },
    'interviewer',
    {
      id: 'Dibacakan dan diisi oleh pewawancara. Mintalah persetujuan sebelum mulai.',
      en: 'Read out and filled in by the interviewer. Ask for consent first.',
    },
    [
      section('persetujuan', { id: 'Sebelum mulai', en: 'Before you begin' }, [
        ask(
          'setuju',
          'single',
          'Apakah narasumber setuju diwawancarai dan dicatat tanpa nama?',
          'Does the person agree to be interviewed and recorded without a name?',
          {
            options: options(['ya', 'Ya', 'Yes'], ['tidak', 'Tidak', 'No']),
            required: true,
          },
        ),
        ask('tanggal', 'date', 'Tanggal wawancara', 'Date of the interview'),
      ]),
      section(
        'pekerjaan',
        { id: 'Pekerjaan dan tantangan', en: 'Work and challenges' },
        [
          ask('tugas', 'long', 'Tugas apa yang paling sering Bapak/Ibu kerjakan?', 'Which tasks do you do most often?'),
          ask('sulit', 'long', 'Bagian mana yang paling sulit, dan mengapa?', 'Which part is hardest, and why?', {
            help: { id: 'Gali: contoh kejadian terakhir.', en: 'Probe: the latest example.' },
          }),
          ask('bantuan', 'long', 'Apa yang akan paling membantu?', 'What would help most?'),
        ],
        { showIf: { question: 'setuju', operator: 'is', value: 'ya' } },
      ),
      section(
        'penutup',
        { id: 'Penutup', en: 'Closing' },
        [
          ask('penting', 'scale', 'Seberapa mendesak menurut narasumber?', 'How urgent, in the person’s view?', {
            min: 0,
            max: 10,
          }),
          ask('catatan', 'long', 'Catatan pewawancara', 'Notes of the interviewer'),
        ],
        { showIf: { question: 'setuju', operator: 'is', value: 'ya' } },
      ),
    ],
  ),

  policy: questionnaire(
    { id: 'Dampak kebijakan bagi warga', en: 'Effect of a policy on citizens' },
    'public',
    {
      id: 'Setelah aturan berubah: apakah pelayanan terasa lebih baik?',
      en: 'After the rule changed: does the service feel better?',
    },
    [
      section('dampak', { id: 'Setelah perubahan', en: 'After the change' }, [
        ask('waktu_pelayanan', 'likert', 'Waktu pelayanan', 'Time of service', {
          labels: 'satisfaction',
          theme: 'kecepatan',
          required: true,
          published: true,
        }),
        ask('kualitas_informasi', 'likert', 'Kualitas informasi yang diberikan', 'Quality of the information given', {
          labels: 'satisfaction',
          theme: 'keakuratan',
          required: true,
          published: true,
        }),
        ask(
          'percaya',
          'likert',
          'Saya percaya instansi ini bekerja untuk warga',
          'I trust that this institution works for citizens',
          { labels: 'agreement', published: true },
        ),
        ask('cerita', 'long', 'Apa yang berubah bagi Anda?', 'What has changed for you?'),
      ]),
    ],
  ),
}

function hundred(code: string, id: string, en: string, required = false): Question {
  return ask(code, 'scale', id, en, {
    min: 0,
    max: 100,
    minLabel: { id: 'sama sekali tidak', en: 'not at all' },
    maxLabel: { id: 'sepenuhnya', en: 'entirely' },
    required,
  })
}
