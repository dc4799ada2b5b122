type Environment = Record<string, string | undefined>

/** Variables that would weaken TLS or write its keys to a file: ignored, whoever set them (hardening 17). */
const dangerous = ['NODE_TLS_REJECT_UNAUTHORIZED', 'SSLKEYLOGFILE', 'NODE_DEBUG']

/** Takes them out before anything else runs, so that neither this process nor a child of it heeds them. */
export const forgetDangerousVariables = (environment: Environment): void => {
  for (const name of dangerous) Reflect.deleteProperty(environment, name)
}

/** Switches that let another program look into or steer this one (hardening 16). */
const prying =
  /^--?(inspect|debug|remote-debugging|remote-allow-origins|js-flags|load-extension|disable-web-security)/

/** The first switch on the command line that a packaged build refuses to start with. */
export const pryingSwitch = (argv: readonly string[]): string | undefined =>
  argv.slice(1).find((argument) => prying.test(argument))
