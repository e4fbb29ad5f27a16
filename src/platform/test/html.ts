import { type ConfigData, HtmlValidate, StaticConfigLoader } from 'html-validate'

const config: ConfigData = {
  extends: ['html-validate:recommended'],
  rules: {
    // Style and taste of the checker that do not concern validity or accessibility.
    'doctype-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'require-sri': 'off',
    'void-style': 'off',
    // Ticked boxes of one group share their name on purpose.
    'form-dup-name': 'off',
    'tel-non-breaking': 'off',
    'no-inline-style': 'error',
    'valid-id': ['error', { relaxed: true }],
    // `required` with `novalidate` is what GOV.UK does: announced, but judged on the server.
    'prefer-native-element': ['error', { exclude: ['progressbar'] }],
  },
}

/** Puts its rules together once, not for every page. */
class Once extends StaticConfigLoader {
  readonly #resolved = super.getConfigFor('')
  override getConfigFor() {
    return this.#resolved
  }
}

/** Judges whether a page is valid HTML, wherever a test looks at one. */
export const validator = new HtmlValidate(new Once(config))
