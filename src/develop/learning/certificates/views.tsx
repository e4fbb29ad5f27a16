import { QrCode, showRequestCode } from '../../../listen/services/index.ts'
import {
  Actions,
  CodeField,
  Facts,
  Form,
  type FormState,
  LinkButton,
  Notice,
  PrintButton,
  PublicPage,
  StaffPage,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { messages as deliveryMessages } from '../delivery/messages.ts'
import { messages } from './messages.ts'
import type { Certificate } from './queries.ts'

type PaperProps = { certificate: Certificate; courseId: string; address: string; door: string }

export function CertificatePage({ certificate, courseId, address, door }: PaperProps) {
  const text = useMessages(messages)
  const { learn } = useMessages(deliveryMessages)
  const format = useFormat()
  const { institution } = useRequest()
  const { code, holder, nip, unit, course, jp, completed_on } = certificate
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      crumbs={[
        { href: '/belajar', label: learn },
        { href: `/belajar/${courseId}`, label: course },
      ]}
    >
      <Actions>
        <PrintButton label={text.print} />
      </Actions>
      <article class="certificate">
        <header>
          <p class="certificate-issuer">{institution?.name}</p>
          <h2>{text.heading}</h2>
          <p>
            {text.number} <strong class="certificate-number">{showRequestCode(code)}</strong>
          </p>
        </header>
        <p>{text.states}</p>
        <p class="certificate-holder">{holder}</p>
        <p>
          {text.nip} {nip}
          <br />
          {unit}
        </p>
        <p>{text.hasFinished}</p>
        <p class="certificate-course">{course}</p>
        <Facts
          layout="columns"
          items={[
            { label: text.jp, value: text.jpCount(format.number(jp)) },
            { label: text.completed, value: format.date(completed_on) },
          ]}
        />
        <footer>
          <QrCode text={address} label={text.qr(address)} />
          <div>
            <h3>{text.check}</h3>
            <p>{text.checkHow}</p>
            <p>
              <strong class="certificate-address">{door}</strong>
            </p>
            <p class="hint">{text.origin}</p>
          </div>
        </footer>
      </article>
    </StaffPage>
  )
}

export function CheckPage({ form }: { form: FormState | undefined }) {
  const text = useMessages(messages)
  const { institution } = useRequest()
  const base = `/i/${institution?.slug}`
  return (
    <PublicPage title={text.checkTitle} lead={text.checkLead} back={base} form={form}>
      <Form action={`${base}/surat-belajar`} form={form} submit={text.checkGo}>
        <CodeField name="nomor" label={text.number} hint={text.checkHint} />
      </Form>
    </PublicPage>
  )
}

export function CheckedPage({ certificate }: { certificate: Certificate }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { institution } = useRequest()
  const { code, holder, nip, unit, course, jp, completed_on } = certificate
  return (
    <PublicPage title={text.checkTitle} back={`/i/${institution?.slug}`}>
      <Notice tone="success">
        <p>
          <strong>{text.recorded(institution?.name ?? '')}</strong> {text.compare}
        </p>
      </Notice>
      <Facts
        items={[
          { label: text.number, value: showRequestCode(code) },
          { label: text.name, value: holder },
          { label: text.nip, value: text.nipEnd(nip.slice(-4)) },
          { label: text.unit, value: unit },
          { label: text.course, value: course },
          { label: text.jp, value: text.jpCount(format.number(jp)) },
          { label: text.completed, value: format.date(completed_on) },
        ]}
      />
      <Actions>
        <LinkButton href={`/i/${institution?.slug}/surat-belajar`} tone="secondary">
          {text.another}
        </LinkButton>
      </Actions>
    </PublicPage>
  )
}
