export * from './blocks.tsx'
export { BarChart } from './charts/bar-chart.tsx'
export { ControlChart } from './charts/control-chart.tsx'
export { DivergingChart } from './charts/diverging-chart.tsx'
export { DotWhisker } from './charts/dot-whisker.tsx'
export { FunnelChart } from './charts/funnel-chart.tsx'
export { LineChart } from './charts/line-chart.tsx'
export { LoopRing, type LoopStage } from './charts/loop-ring.tsx'
export { Sparkline } from './charts/sparkline.tsx'
export { Checkbox, CheckboxGroup, Part, RadioGroup } from './choices.tsx'
export { PageScript } from './document.tsx'
export { ErrorPage, OfflinePage, UnsentPage } from './error-page.tsx'
export {
  CodeField,
  DateField,
  FileField,
  HiddenField,
  type Option,
  SelectField,
  shortened,
  TextArea,
  TextField,
} from './fields.tsx'
export { ActionButton, FieldGroup, FieldRow, Form, type FormState, LinkButton } from './form.tsx'
export { ListEnd, ListTable } from './list-table.tsx'
export { type MapSource, MapView } from './map.tsx'
export { Photo } from './photo.tsx'
export { PublicPage } from './public-page.tsx'
export {
  type NavStage,
  RequestContext,
  type RequestInfo,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
  useTerm,
  useTermOn,
  useTermOptions,
} from './request.tsx'
export {
  type DatedRule,
  type RuleChange,
  RuleFields,
  RuleHistory,
  RulePage,
  RuleSource,
  RulesToday,
  RuleTable,
  Unverified,
} from './rules.tsx'
export { StaffPage } from './staff-page.tsx'
export { Chapters, ProgressBar, Stat, Stepper, TaskList, Timeline, type TimelineItem } from './story.tsx'
export { type Column, Count, DataTable, Filters, Pager } from './table.tsx'
