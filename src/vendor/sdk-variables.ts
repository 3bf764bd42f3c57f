/** A variable of a container; without a value where it comes from a Secret, a ConfigMap or the pod's own fields. */
export interface ContainerVariable {
  readonly name: string;
  readonly value?: string;
  /** The object that it is a key of, for people. */
  readonly from?: string;
}

/** A variable because of which an SDK acts by something else than the federated token that the container has. */
export interface Shadow {
  readonly name: string;
  /** The object that the variable is a key of, for people. */
  readonly from?: string;
  /** The variable of the wiring that has no effect because of it. */
  readonly of: string;
}

/**
 * Variables that vendors' SDKs prefer to a federated token, by the variable that names the token's file. `AWS_PROFILE` is preferred by
 * AWS's SDK for JavaScript alone, `AWS_ROLE_ARN` to a profile by those for Python, Go, Java and .NET. The variables of EKS Pod Identity
 * and ECS (`AWS_CONTAINER_CREDENTIALS_*`) are not among them: every SDK asks for a web identity first. A file of credentials is read
 * before the web identity by the SDK for JavaScript (`credential-provider-node`: environment, SSO, files, web identity); gcloud takes an
 * access token of a file before a credential file.
 *
 * AWS SDKs and Tools Reference Guide: "AWS SDKs and Tools standardized credential providers"; Azure SDK documentation: "Credential
 * chains in the Azure Identity library", section on DefaultAzureCredential.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 * @see https://learn.microsoft.com/azure/developer/python/sdk/authentication/credential-chains
 */
const PREFERRED: Readonly<Record<string, readonly string[]>> = {
  AWS_WEB_IDENTITY_TOKEN_FILE: [
    ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"],
    ...["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SHARED_CREDENTIALS_FILE"],
  ],
  AWS_CONFIG_FILE: [
    ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"],
    ...["AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_SHARED_CREDENTIALS_FILE"],
  ],
  AZURE_FEDERATED_TOKEN_FILE: [
    ...["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_USERNAME", "AZURE_PASSWORD"],
  ],
  CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: ["CLOUDSDK_AUTH_ACCESS_TOKEN_FILE"],
};

/**
 * What DefaultAzureCredential tries, and the values by which the federated token is among it, in small letters.
 *
 * Azure SDK documentation: "Credential chains in the Azure Identity library", section on AZURE_TOKEN_CREDENTIALS.
 */
const CHOICE = { name: "AZURE_TOKEN_CREDENTIALS", of: "AZURE_FEDERATED_TOKEN_FILE" };
const FEDERATED_CHOICES = ["workloadidentitycredential", "prod"];

/** Variables of which a second value replaces the wiring's. */
const SINGLE = [
  ...["AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONFIG_FILE", "AWS_PROFILE"],
  ...["AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_AUTHORITY_HOST"],
  ...["GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"],
];

/** Google's clients read the first, gcloud the second; a wiring sets both to one file. */
const PAIR = ["GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"] as const;

/** Names of which any SDK that reads one may have a wiring: to find containers by. */
export const WIRING_VARIABLES: readonly string[] = [...Object.keys(PREFERRED), "GOOGLE_APPLICATION_CREDENTIALS"];

/** The variables that can shadow the wiring among a container's own, in whatever object they are. */
export function possibleShadows(
  variables: readonly ContainerVariable[],
  isWiring: (variable: ContainerVariable) => boolean,
): readonly string[] {
  const names = new Set(variables.map(({ name }) => name));
  const wired = variables.filter((one) => one.value !== "" && SINGLE.includes(one.name) && isWiring(one));
  const preferred = wired.flatMap(({ name }) => PREFERRED[name] ?? (name === PAIR[1] ? [PAIR[0]] : []));
  return [...new Set(preferred)].filter((name) => !names.has(name));
}

/**
 * What keeps SDKs from using the federated tokens of a container. An empty variable is none to them.
 *
 * @param variables the container's, in their order: the last of a name is the one that it has
 * @param isWiring whether a variable with this value is of a wiring. @default - every one that names a token's or credentials' file
 */
export function shadowsIn(
  variables: readonly ContainerVariable[],
  isWiring: (variable: ContainerVariable) => boolean = () => true,
): readonly Shadow[] {
  const shadows = new Map<string, Shadow>();
  const set = variables.filter(({ value }) => value !== "");
  const wired = set.filter((variable) => SINGLE.includes(variable.name) && isWiring(variable));
  for (const { name: of, value } of wired) {
    const [paired, ofPair] = PAIR;
    for (const one of set) {
      const isSecond = one.name === of && one.value !== value;
      const isOtherChoice =
        of === CHOICE.of &&
        one.name === CHOICE.name &&
        !FEDERATED_CHOICES.includes((one.value ?? "").trim().toLowerCase());
      const isOfAnotherFile = of === ofPair && one.name === paired && one.value !== value;
      if (isSecond || isOfAnotherFile || isOtherChoice || PREFERRED[of]?.includes(one.name)) {
        shadows.set(one.name, { name: one.name, of, ...(one.from === undefined ? {} : { from: one.from }) });
      }
    }
  }
  return [...shadows.values()];
}
