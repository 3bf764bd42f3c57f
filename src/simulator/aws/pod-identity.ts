import { POD_IDENTITY_SERVICE } from "../../vendor/aws/eks";
import { Answer, granted, refused } from "../answer";
import { isServiceEdge } from "../services/service-edge";
import { Edge } from "../edges/edge";
import { nearest } from "../nearest";
import { evaluateTrustPolicy } from "./policy";
import { isOfPods, PodIdentityAssociation } from "./pod-identity-associations";
import { AwsWorld, Role } from "./read";
import { keysOfAll } from "./request-keys";
import { isAbsentTag, keysOfMarks, NO_MARKS, podIdentityMarks } from "./session-tags";
import { assumeRole, AwsSession, openSession } from "./sts";

const SESSION_SECONDS = 3600;

/**
 * What EKS's agent gives to a service account's pods: a session of the role that an association of the cluster names, where the role
 * lets EKS Pod Identity assume it with the session's tags. A service account without an association gets nothing.
 *
 * Amazon EKS User Guide: "Learn how EKS Pod Identity grants pods access to AWS services", "Create IAM role with trust policy required
 * by EKS Pod Identity", "Access AWS Resources using EKS Pod Identity Target IAM Roles".
 *
 * @param subject whose pods ask: `system:serviceaccount:<namespace>:<name>`
 */
export function assumeRoleForPodIdentity(
  aws: AwsWorld,
  edge: Edge,
  subject: string,
  sessionName: string,
  now: number,
): Answer<AwsSession> {
  const { principal, source } = edge.declaration;
  const [, , namespace, name] = subject.split(":");
  const own = aws.podIdentities.find((one) => isOfPods(one, namespace, name, source.name));
  // A role that others give has an association that nothing here tells.
  const isStated = !isServiceEdge(edge) && subject === source.subject;
  if (!own && !isStated) return noAssociation(aws, `${namespace}/${name}`);
  const roleArn = own?.roleArn ?? principal;
  const role = aws.roleOf(roleArn);
  if (!role) {
    const line = `no role has the ARN "${roleArn}"`;
    const because = own ? { resource: own.resource, argument: "role_arn", line } : { line };
    return refused("source", "404", "no credentials", because);
  }
  const [, , , , ofCluster] = source.name?.split(":") ?? [];
  if (own && ofCluster && role.account !== ofCluster) {
    const line = `role_arn is of the account ${role.account}, and the cluster is of ${ofCluster}: EKS takes one as target_role_arn alone`;
    return refused("source", "404", "no credentials", { resource: own.resource, argument: "role_arn", line });
  }
  const first = sessionOf(role, own, { namespace, name, clusterArn: source.name, sessionName, now });
  if (!first.granted || own?.targetRoleArn === undefined) return first;
  const externalId = own.isTagged ? undefined : externalIdOf(source.name, namespace, name);
  return assumeRole(aws, first.value, { roleArn: own.targetRoleArn, sessionName, externalId }, now);
}

/**
 * What EKS sends to a target role in place of the session's tags, where these are disabled: region, account, cluster, namespace and
 * service account.
 *
 * @param clusterArn the cluster's ARN, where it is known
 */
function externalIdOf(clusterArn: string | undefined, namespace: string, serviceAccount: string): string | undefined {
  const [, region, account, cluster] = /^arn:[^:]+:eks:([^:]+):([^:]+):cluster\/(.+)$/.exec(clusterArn ?? "") ?? [];
  return cluster === undefined ? undefined : [region, account, cluster, namespace, serviceAccount].join("/");
}

function sessionOf(
  role: Role,
  own: PodIdentityAssociation | undefined,
  of: {
    readonly namespace: string;
    readonly name: string;
    readonly clusterArn?: string;
    readonly sessionName: string;
    readonly now: number;
  },
): Answer<AwsSession> {
  const { namespace, name, clusterArn, sessionName, now } = of;
  const marks = own?.isTagged === false ? NO_MARKS : podIdentityMarks(namespace, name, clusterArn);
  if (!role.resource) {
    const line = `EKS gives the role ${role.arn} to the service account's pods`;
    return granted("source", { role, sessionName, issued: now, expires: now + SESSION_SECONDS, marks }, { line });
  }
  const keys = new Map([
    ...keysOfMarks(marks),
    ["aws:principalisawsservice", ["true"]] as const,
    ["aws:principalservicename", [POD_IDENTITY_SERVICE]] as const,
    ...keysOfAll(now),
  ]);
  const context = { get: (key: string) => keys.get(key) ?? (isAbsentTag(key, marks) ? [] : undefined) };
  const caller = { kind: "Service", names: [POD_IDENTITY_SERVICE], account: "" } as const;
  return openSession(
    { role, sessionName, seconds: SESSION_SECONDS, marks, now },
    `${POD_IDENTITY_SERVICE} is not authorized to perform: sts:AssumeRole on resource: ${role.arn}`,
    (action) => evaluateTrustPolicy(role.trustPolicy(), caller, action, context),
    { action: "sts:AssumeRole", hop: "exchange" },
  );
}

function noAssociation({ podIdentities }: AwsWorld, who: string): Answer<AwsSession> {
  const written = podIdentities.map(({ namespace = "", serviceAccount = "", resource }) => {
    return { text: `${namespace}/${serviceAccount}`, resource };
  });
  const { resource } = nearest(who, written) ?? {};
  const line = `no aws_eks_pod_identity_association of the cluster is for ${who}`;
  const message = "The token included in the request has no service account role association for it.";
  return refused("source", "ResourceNotFoundException", message, { ...(resource ? { resource } : {}), line });
}
