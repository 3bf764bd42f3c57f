import { CA, kubeconfig } from "./documents";

export const ACCOUNT = "111122223333";
export const ISSUER = "https://issuer.example/tenants/Acme";
/** What condition keys and ARNs have of the issuer. */
export const KEY = ISSUER.slice("https://".length);
export const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${KEY}`;
export const SUBJECT = "system:serviceaccount:deploy:deployer";
export const AUDIENCE = "sts.amazonaws.com";
export const SERVER = "https://0A1B2C3D4E5F60718293A4B5C6D7E8F9.gr7.us-west-2.eks.amazonaws.com";

export const OWN_CLAIMS = { iss: ISSUER, sub: SUBJECT, aud: AUDIENCE };

/** An account that knows the issuer, and roles by their names. */
export function account(roles: Readonly<Record<string, object>>, more: object = {}): object {
  return {
    provider: { aws: [{ allowed_account_ids: [ACCOUNT], region: "us-west-2" }] },
    resource: {
      aws_iam_openid_connect_provider: { issuer: { url: ISSUER, client_id_list: [AUDIENCE, "other-audience"] } },
      aws_iam_role: Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, { name, ...role }])),
      ...more,
    },
  };
}

/** The statement that trusts exactly the subject. */
export const EXACT = trusting({ StringEquals: { [`${KEY}:sub`]: SUBJECT, [`${KEY}:aud`]: AUDIENCE } });

export function trusting(condition: object | undefined, more: object = {}): object {
  return {
    Effect: "Allow",
    Principal: { Federated: PROVIDER },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(condition && { Condition: condition }),
    ...more,
  };
}

export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The role's name in the account. */
export const ROLE = "deployer";
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/${ROLE}`;

/** An EKS cluster `west` and an edge into it from `corp:deploy/deployer`, by the role. */
export function eks(parts: {
  readonly entry?: object | null;
  readonly role?: object;
  readonly roleArn?: string;
  readonly mode?: string;
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly resource?: Readonly<Record<string, object>>;
  readonly more?: object;
}): object {
  const { entry, roleArn = ROLE_ARN, mode = "API", user = "deployers:{{SessionName}}", groups = ["deployers"] } = parts;
  const entryOf = {
    cluster_name: "west",
    principal_arn: roleArn,
    type: "STANDARD",
    user_name: user,
    kubernetes_groups: groups,
  };
  const base = account({ [ROLE]: { assume_role_policy: policy(EXACT), ...parts.role } }) as Record<
    string,
    Record<string, object>
  >;
  const edge = kubeconfig({
    source: { cluster: "corp", issuer: ISSUER, subject: SUBJECT },
    target: {
      cluster: "west",
      name: `arn:aws:eks:us-west-2:${ACCOUNT}:cluster/west`,
      server: SERVER,
      ...(mode === "" ? {} : { stated: { authenticationMode: mode } }),
    },
    audience: AUDIENCE,
    principal: roleArn,
    user,
    groups,
    args: [
      "eks",
      "--cluster-name",
      "west",
      "--region",
      "us-west-2",
      "--role-arn",
      roleArn,
      "--no-fips",
      "--no-dual-stack",
    ],
  });
  return {
    ...base,
    provider: {
      ...base.provider,
      kubernetes: [{ host: SERVER, cluster_ca_certificate: `\${base64decode("${CA}")}`, token: "x" }],
    },
    resource: {
      ...base.resource,
      ...(entry === null ? {} : { aws_eks_access_entry: { entry: { ...entryOf, ...entry } } }),
      ...parts.resource,
    },
    output: { edge },
    ...parts.more,
  };
}
