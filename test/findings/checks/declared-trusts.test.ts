import { account, ACCOUNT, HOST, policyOf, ROLE_ARN, trusting } from "../../simulator/support/aws";
import { AUDIENCE, ISSUER, PRINCIPAL, project } from "../../simulator/support/google";
import { clusterRoleBinding } from "../../simulator/support/kubernetes";
import { declaration, declaring, EKS_ARGS, kubeconfig } from "../../simulator/support/mesh";
import { Args, merged, Stack } from "../../simulator/support/stack";
import { SUBJECT } from "../../simulator/support/tokens";
import { describeCheck } from "./support/cases";

/** The lab's rules, by which `verify` judges what documents declare: it is not greener than the lab. */
const ofSubject = (...subjects: string[]) =>
  trusting({ Condition: { StringEquals: { [`${HOST}:sub`]: subjects, [`${HOST}:aud`]: "client-a" } } });
const entry: Stack = { resource: { aws_eks_access_entry: { one: { cluster_name: "west", principal_arn: ROLE_ARN } } } };
const edge = (args: readonly string[] = EKS_ARGS, adopted: string[] = []) =>
  declaring({
    args,
    declaration: declaration({ adopted, target: { name: `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/west` } }),
  });
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const mesh = (...further: Stack[]) => merged(account([ofSubject(SUBJECT)]), entry, edge(), ...further);
const alone = (...further: Stack[]) => merged(account([ofSubject(SUBJECT)]), entry, ...further);
const inline = (Action: string, role = "${aws_iam_role.reader.id}") =>
  one("aws_iam_role_policy", { name: "own", role, policy: policyOf({ Effect: "Allow", Action, Resource: "*" }) });

describeCheck("trust-further-trust", {
  bad: {
    "a second subject of the role": merged(account([ofSubject(SUBJECT, "system:serviceaccount:x:y")]), entry, edge()),
    "another role that may assume it": merged(
      account([
        ofSubject(SUBJECT),
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/x` }, Action: "sts:AssumeRole" },
      ]),
      entry,
      edge(),
    ),
  },
  good: { "the declared subject": mesh() },
  near: {
    "the same without a document": merged(account([ofSubject(SUBJECT, "system:serviceaccount:x:y")]), entry),
    "a role that was given by others": merged(
      account([ofSubject(SUBJECT, "system:serviceaccount:x:y")]),
      entry,
      edge(EKS_ARGS, [ROLE_ARN]),
    ),
  },
});

describeCheck("trust-further-right", {
  bad: {
    "a policy of the role": mesh(inline("s3:*")),
    "a binding of the user": mesh(
      one("kubernetes_cluster_role_binding_v1", clusterRoleBinding("ClusterRole edit", "Group writers")),
      {
        resource: {
          aws_eks_access_entry: {
            one: { ...entry.resource?.aws_eks_access_entry.one, kubernetes_groups: ["writers"] },
          },
        },
      },
      { provider: { kubernetes: { host: "https://west.example.com" } } },
    ),
  },
  good: { "no policy": mesh() },
  near: {
    "a look-up": mesh(inline("eks:DescribeCluster")),
    "a policy of another role": mesh(inline("s3:*", "other")),
    "the same without a document": alone(inline("s3:*")),
  },
});

describeCheck("trust-given-out", {
  bad: {
    "an instance profile": mesh(one("aws_iam_instance_profile", { role: "${aws_iam_role.reader.name}" })),
    "pods of another service account": mesh(
      one("aws_eks_pod_identity_association", { role_arn: ROLE_ARN, namespace: "x", service_account: "y" }),
    ),
  },
  good: { "no profile": mesh() },
  near: {
    "a profile of another role": mesh(one("aws_iam_instance_profile", { role: "node" })),
    "the same without a document": alone(one("aws_iam_instance_profile", { role: "${aws_iam_role.reader.name}" })),
  },
});

describeCheck("trust-refused-object", {
  bad: {
    "an effect in small letters": merged(account([{ ...ofSubject(SUBJECT), Effect: "allow" }]), entry, edge()),
    "a binding of no kind": mesh(
      one("kubernetes_cluster_role_binding_v1", clusterRoleBinding("Role edit", "User alice")),
      { provider: { kubernetes: { host: "https://west.example.com" } } },
    ),
  },
  good: { "what is stored": mesh() },
  near: { "the same without a document": alone(account([{ ...ofSubject(SUBJECT), Effect: "allow" }])) },
});

function document(args: readonly string[]): Stack {
  const text = JSON.stringify(kubeconfig({ args, declaration: declaration() }));
  return { output: { kubeconfig: { value: text.replace('"exec":{', '"exec":{"interactiveMode":"Never",') } } };
}

describeCheck("trust-document-fault", {
  bad: { "another region": alone(document(EKS_ARGS.map((arg) => arg.replace("us-east-1", "eu-west-1")))) },
  good: { "the declared cluster": alone(document(EKS_ARGS)) },
  near: { "no document": alone() },
});

const CLUSTER = "//container.googleapis.com/projects/acme-euro/locations/l/clusters/euro";
const KEY = { kty: "RSA", kid: "k", n: "n-modulus", e: "AQAB" };
const euro = (keys?: Record<string, string>) =>
  declaring({
    args: ["gke", "--audience", AUDIENCE],
    declaration: declaration({
      source: keys ? { keys } : {},
      target: { name: CLUSTER },
      audience: `https:${AUDIENCE}`,
      principal: PRINCIPAL,
    }),
  });
const member = (who: string) =>
  one("google_project_iam_member", { project: "acme-euro", role: "roles/container.clusterViewer", member: who });

describeCheck("trust-unclaimed-grant", {
  bad: { "another subject of the pool": merged(project(), euro(), member(PRINCIPAL.replace(/[^:]+$/, "other"))) },
  good: { "the declared one": merged(project(), euro(), member(PRINCIPAL)) },
  near: {
    "a member of another pool": merged(
      project(),
      euro(),
      member(PRINCIPAL.replace(/workloadIdentityPools\/[^/]+/, "workloadIdentityPools/other")),
    ),
    "the same without a document": merged(project(), member(PRINCIPAL.replace(/[^:]+$/, "other"))),
  },
});

describeCheck("trust-unconfigured-provider", {
  bad: { "an alias that is not there": mesh(one("aws_s3_bucket", { bucket: "b", provider: "aws.elsewhere" })) },
  good: { "the one that is": mesh(one("aws_s3_bucket", { bucket: "b", provider: "aws" })) },
  near: { "the same without a document": alone(one("aws_s3_bucket", { bucket: "b", provider: "aws.elsewhere" })) },
});

const uploaded = (...keys: object[]) => project({ oidc: { issuer_uri: ISSUER, jwks_json: JSON.stringify({ keys }) } });

describeCheck("trust-uploaded-keys", {
  bad: {
    "a key that no document declares beside others": merged(uploaded(KEY), euro({ other: "thumbprint" })),
    "a private key": merged(uploaded({ ...KEY, d: "private" }), euro({})),
  },
  good: { "no keys": merged(project(), euro()) },
  near: {
    "keys that are known at apply alone": merged(uploaded(KEY), euro({})),
    "the same without a document": uploaded({ ...KEY, d: "private" }),
  },
});
