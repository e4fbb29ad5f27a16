/**
 * What a handler may throw on purpose: said to the person in their language. Anything else is a bug: logged in full,
 * shown as a reference number.
 */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429
  readonly fields: Readonly<Record<string, string>>
  constructor(status: Refusal['status'], message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.fields = fields
  }
}

/** `what` is for the log; the person reads that the page is not there. */
export class NotFound extends Refusal {
  readonly what: string
  constructor(what: string) {
    super(404, '')
    this.what = what
  }
}

/** The person is known but does not hold the permission. */
export class Forbidden extends Refusal {
  readonly permission: string
  constructor(permission: string) {
    super(403, '')
    this.permission = permission
  }
}

/** Nobody is signed in, or the session has ended. */
export class SignInNeeded extends Refusal {
  constructor() {
    super(401, '')
  }
}

/** Signed in, but not just now, as a change of this weight asks for. */
export class SignInAgain extends SignInNeeded {
  /** They have a second factor, and this session was opened without it. */
  readonly withFactor: boolean
  constructor(withFactor = false) {
    super()
    this.withFactor = withFactor
  }
}

/** Signed in, but a role demands a second factor that has to be set up before anything else. */
export class FactorNeeded extends Refusal {
  constructor() {
    super(403, '')
  }
}

/** A picture that is there but not ready to be read: still being cleaned, or `never`, because it cannot be opened. */
export class NotYet extends Refusal {
  readonly never: boolean
  constructor(never = false) {
    super(never ? 410 : 409, '')
    this.never = never
  }
}

/** The form was sent before, with other words or another file: the first ones stand, these were not taken. */
export class SentOtherwise extends Refusal {
  constructor(message: string) {
    super(409, message)
  }
}
