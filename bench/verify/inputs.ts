/** Inputs of `trust-mesh verify` that are large, or made to be slow. */

/** A state as `terraform show -json` prints it, of at least so many bytes: roles that tokens assume, and their policies. */
export function* stateOf(bytes: number): Generator<string> {
  yield '{"format_version":"1.0","terraform_version":"1.9.0","values":{"root_module":{"resources":[';
  let written = 0;
  for (let i = 0; written < bytes; i++) {
    const text = `${i ? "," : ""}${JSON.stringify(roleOf(i))}`;
    written += text.length;
    yield text;
  }
  yield "]}}}";
}

function roleOf(i: number): object {
  const issuer = `oidc.eks.eu-west-1.amazonaws.com/id/${String(i).padStart(32, "0")}`;
  const condition = { StringEquals: { [`${issuer}:sub`]: `system:serviceaccount:n${i}:s`, [`${issuer}:aud`]: "x" } };
  const statement = {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: condition,
  };
  const assume_role_policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const arn = `arn:aws:iam::111122223333:role/r${i}`;
  const values = { name: `r${i}`, arn, assume_role_policy, tags: { text: "x".repeat(400) } };
  return { address: `aws_iam_role.r${i}`, mode: "managed", type: "aws_iam_role", name: `r${i}`, values };
}

/** A state of one role whose trust policy is a given text. */
function withPolicy(assume_role_policy: string): string {
  const values = { name: "r", arn: "arn:aws:iam::111122223333:role/r", assume_role_policy };
  const role = { address: "aws_iam_role.r", mode: "managed", type: "aws_iam_role", name: "r", values };
  return JSON.stringify({
    format_version: "1.0",
    terraform_version: "1.9.0",
    values: { root_module: { resources: [role] } },
  });
}

function withSubjects(subjects: readonly string[]): string {
  const [, role] = /^(.*)$/.exec("token.actions.githubusercontent.com") ?? [];
  const Condition = { StringLike: { [`${role}:sub`]: subjects } };
  const Principal = { Federated: `arn:aws:iam::111122223333:oidc-provider/${role}` };
  const statement = { Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity", Principal, Condition };
  return withPolicy(JSON.stringify({ Statement: [statement] }));
}

/** A role that tokens assume, with a permission policy of a given action. */
function withAction(Action: string): string {
  const state = JSON.parse(withSubjects(["repo:acme/shop:environment:x"])) as {
    values: { root_module: { resources: object[] } };
  };
  const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
  const values = { name: "p", role: "r", policy };
  const type = "aws_iam_role_policy";
  state.values.root_module.resources.push({ address: `${type}.p`, mode: "managed", type, name: "p", values });
  return JSON.stringify(state);
}

function provider(attribute_condition: string): string {
  const values = {
    ...{ name: "projects/1/locations/global/workloadIdentityPools/p/providers/p", attribute_condition },
    ...{ workload_identity_pool_id: "p", attribute_mapping: { "google.subject": "assertion.sub" } },
    oidc: [{ issuer_uri: "https://token.actions.githubusercontent.com" }],
  };
  const type = "google_iam_workload_identity_pool_provider";
  const resources = [{ address: `${type}.p`, mode: "managed", type, name: "p", values }];
  return JSON.stringify({ format_version: "1.0", terraform_version: "1.9.0", values: { root_module: { resources } } });
}

/** Inputs that are made to be slow, by size: a million is the full one. */
export function slowInputs(size: number): Readonly<Record<string, string>> {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  return {
    "JSON in JSON in JSON": `{"format_version":"1.0","values":{"outputs":{"x":{"value":${nested(size)}}}}}`,
    "a policy that is nested": withPolicy(`{"Statement":${nested(size)}}`),
    "a policy of many statements": withPolicy(
      JSON.stringify({ Statement: Array.from({ length: size / 100 }, () => ({ Effect: "Allow", Principal: "*" })) }),
    ),
    "a subject of stars": withSubjects([`repo:${"*a".repeat(size / 10)}`, "*".repeat(size)]),
    "many subjects": withSubjects(Array.from({ length: size / 100 }, (_, i) => `repo:acme/r${i}*`)),
    "an action of stars": withAction(`iam:${"*a".repeat(Math.min(size, 2000))}`),
    "a CEL condition that is nested": provider(`${"(".repeat(size)}true${")".repeat(size)}`),
    "a CEL condition with a pattern": provider(
      `assertion.sub.matches("(a+)+$") || "${"a".repeat(3000)}!".matches("(a+)+$")`,
    ),
  };
}

/** Secrets with keys of AWS as `kubectl get secrets -A -o json` prints them, of at least so many bytes. */
export function* secretsOf(bytes: number): Generator<string> {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const data = {
    AWS_ACCESS_KEY_ID: base64(`AKIA${"EXAMPLE".repeat(3).slice(0, 16)}`),
    AWS_SECRET_ACCESS_KEY: base64("x".repeat(40)),
    note: base64("x".repeat(400)),
  };
  yield '{"apiVersion":"v1","kind":"List","items":[';
  let written = 0;
  for (let i = 0; written < bytes; i++) {
    const metadata = { name: `s${i}`, namespace: `n${i % 50}` };
    const text = `${i ? "," : ""}${JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata, data })}`;
    written += text.length;
    yield text;
  }
  yield "]}";
}

/** Objects whose values are made to be slow to look through, by size: a million is the full one. */
export function slowObjects(size: number): Readonly<Record<string, string>> {
  const configMap = (value: string) =>
    JSON.stringify({ kind: "ConfigMap", metadata: { name: "c", namespace: "n" }, data: { value } });
  return {
    "letters of base64": configMap("AKIA".repeat(size * 2)),
    "lines of variables": configMap("name: a\n".repeat(size * 3)),
    assignments: configMap('a="'.repeat(size * 5)),
    "JSON in JSON": configMap(`${"[".repeat(size)}${"]".repeat(size)}`),
  };
}
