import type { Slice } from '../../platform/slice.ts'
import { accountRoutes } from './accounts/routes.tsx'
import { apiClientRoutes } from './api-clients/routes.tsx'
import { firstSteps } from './first-steps.ts'
import { identityProviderRoutes } from './identity-providers/routes.tsx'
import { permissions } from './permissions.ts'
import { secondFactorRoutes } from './second-factor/routes.tsx'
import { securityRoutes } from './security/routes.tsx'
import { codeRoutes, TOTP_PURPOSE } from './sign-in/code-routes.tsx'
import { forgetJob } from './sign-in/jobs.ts'
import { providerRoutes } from './sign-in/provider-routes.tsx'
import { recoveryRoutes } from './sign-in/recovery-routes.tsx'
import { routes } from './sign-in/routes.tsx'
import { SECRET_PURPOSE, SIGN_OUT_PURPOSE } from './sign-in/single-sign-on.ts'

export { openAccounts } from './acts.ts'
export { createApiClient } from './api-clients/acts.ts'
export { onMoves } from './employees/moves.ts'
export { findOwnUnit } from './employees/queries.ts'
export { savePasskey } from './security/queries.ts'
export { refusePasswords } from './sign-in/guessable.ts'
export { newPasswordOf } from './sign-in/model.ts'
export { acceptPasskey, offerPasskey, passkeyAnswer, relyingParty } from './sign-in/passkeys.ts'
export { hashPassword } from './sign-in/passwords.ts'

export const people = {
  name: 'people',
  sealed: [
    { table: 'people.totp', column: 'secret_sealed', purpose: TOTP_PURPOSE },
    { table: 'people.identity_provider', column: 'client_secret_sealed', purpose: SECRET_PURPOSE },
    { table: 'people.session', column: 'sign_out_sealed', purpose: SIGN_OUT_PURPOSE },
  ],
  routes: [
    ...routes,
    ...codeRoutes,
    ...recoveryRoutes,
    ...providerRoutes,
    ...securityRoutes,
    ...secondFactorRoutes,
    ...accountRoutes,
    ...identityProviderRoutes,
    ...apiClientRoutes,
  ],
  permissions,
  firstSteps,
  jobs: [forgetJob],
  nav: [
    {
      stage: 'admin',
      path: '/akun-pegawai',
      label: { id: 'Akun pegawai', en: 'Staff accounts' },
      access: 'account.manage',
    },
    {
      stage: 'admin',
      path: '/penyedia-masuk',
      label: { id: 'Penyedia masuk', en: 'Sign-in providers' },
      access: 'role.manage',
    },
    {
      stage: 'admin',
      path: '/faktor-kedua',
      label: { id: 'Faktor kedua', en: 'Second factor' },
      access: 'role.manage',
    },
    {
      stage: 'admin',
      path: '/keamanan',
      label: { id: 'Keamanan akun saya', en: 'My account’s security' },
      access: 'self',
    },
    { stage: 'admin', path: '/klien-api', label: { id: 'Klien API', en: 'API clients' }, access: 'api_client.manage' },
  ],
} satisfies Slice
