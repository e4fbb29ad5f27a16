import { demoOrganization } from '../core/organization/demo.ts'
import { writePeople } from '../core/people/demo.ts'
import { demoEmployees } from '../core/people/employees/demo.ts'
import { demoWebhooks } from '../core/webhooks/demo.ts'
import { demo as demoLearning } from '../develop/learning/demo.ts'
import { demoPlans } from '../develop/plans/demo.ts'
import { demoPractices } from '../develop/practices/demo.ts'
import { demo as demoPrograms } from '../develop/programs/demo.ts'
import { demoCompetency } from '../diagnose/competency/index.ts'
import { demoNeeds } from '../diagnose/needs/index.ts'
import { demoSignals } from '../diagnose/signals/index.ts'
import { demoChannels } from '../listen/channels/demo.ts'
import { demoDeadlineFeed } from '../listen/complaints/deadline-feed/demo.ts'
import { demoComplaints } from '../listen/complaints/demo.ts'
import { demoConversations } from '../listen/conversations/demo.ts'
import { demoFocusGroups } from '../listen/focus-groups/demo.ts'
import { demoOpen311 } from '../listen/open311/demo.ts'
import { demoQuestionnaires } from '../listen/questionnaires/demo.ts'
import { demoServed, demoServices } from '../listen/services/demo.ts'
import { demoStatistics } from '../listen/statistics/demo.ts'
import { demoSurveys } from '../listen/surveys/demo.ts'
import { demoEvaluation } from '../prove/evaluation/demo.ts'
import { demoOversight } from '../prove/oversight/demo.ts'
import { demoPerformance } from '../prove/performance/demo.ts'
import { demoTalent } from '../prove/talent/demo.ts'
import { demoPolicy } from '../steer/policy/demo.ts'
import { demoPortal } from '../steer/portal/demo.ts'
import type { DemoWorld } from './world.ts'

export type Chapter = { readonly name: string; write(world: DemoWorld): Promise<void> }

/** The slices' demonstration data in the order in which they build on each other. */
export const demos: readonly Chapter[] = [
  { name: 'organization', write: demoOrganization },
  { name: 'employees', write: demoEmployees },
  { name: 'people', write: writePeople },
  { name: 'webhooks', write: demoWebhooks },
  { name: 'services', write: demoServices },
  { name: 'services given', write: demoServed },
  { name: 'complaints', write: demoComplaints },
  { name: 'deadline feed', write: demoDeadlineFeed },
  { name: 'open311', write: demoOpen311 },
  { name: 'statistics', write: demoStatistics },
  { name: 'surveys', write: demoSurveys },
  { name: 'questionnaires', write: demoQuestionnaires },
  { name: 'channels', write: demoChannels },
  { name: 'conversations', write: demoConversations },
  { name: 'focus-groups', write: demoFocusGroups },
  { name: 'competency', write: demoCompetency },
  { name: 'signals', write: demoSignals },
  { name: 'needs', write: demoNeeds },
  { name: 'programs', write: demoPrograms },
  { name: 'learning', write: demoLearning },
  { name: 'practices', write: demoPractices },
  { name: 'plans', write: demoPlans },
  { name: 'evaluation', write: demoEvaluation },
  { name: 'oversight', write: demoOversight },
  { name: 'performance', write: demoPerformance },
  { name: 'talent', write: demoTalent },
  { name: 'policy', write: demoPolicy },
  { name: 'portal', write: demoPortal },
]
