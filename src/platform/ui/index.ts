export * from './blocks.tsx'
export type { ChartEvent } from './charts/axes.tsx'
export { BarChart } from './charts/bar-chart.tsx'
export { ControlChart, type Limit } from './charts/control-chart.tsx'
export { DotWhisker } from './charts/dot-whisker.tsx'
export { LineChart, type Series } from './charts/line-chart.tsx'
export { LoopRing, type LoopStage } from './charts/loop-ring.tsx'
export { Sparkline } from './charts/sparkline.tsx'
export { Checkbox, CheckboxGroup, RadioGroup } from './choices.tsx'
export { PageScript } from './document.tsx'
export { ErrorPage, OfflinePage } from './error-page.tsx'
export { DateField, FileField, HiddenField, type Option, SelectField, TextArea, TextField } from './fields.tsx'
export { ActionButton, type ButtonTone, Form, type FormState, LinkButton } from './form.tsx'
export { Icon, type IconName } from './icons.tsx'
export { PublicPage } from './public-page.tsx'
export {
  type NavItem,
  type NavStage,
  RequestContext,
  type RequestInfo,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
} from './request.tsx'
export { type Crumb, StaffPage } from './staff-page.tsx'
export { ProgressBar, Stat, Stepper, type Task, TaskList, Timeline, type TimelineItem } from './story.tsx'
export { type Column, Count, DataTable, Filters, Pager, type Sort } from './table.tsx'
