import { BigqueryDatasetIamMember } from "@cdktf/provider-google/lib/bigquery-dataset-iam-member";
import { KmsCryptoKeyIamMember } from "@cdktf/provider-google/lib/kms-crypto-key-iam-member";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { PubsubSubscriptionIamMember } from "@cdktf/provider-google/lib/pubsub-subscription-iam-member";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { GcpAccess } from "./gcp-access";
import { GcpResourceKind } from "./gcp-resource";
import { datasetMember } from "../../vendor/google/iam-members";

/** What every member resource is made from. */
interface Membership {
  readonly provider?: GoogleProvider;
  readonly role: string;
  readonly member: string;
  readonly condition?: { readonly title: string; readonly expression: string };
}

/** How a member resource is made. The trust makes it itself, because CDKTF keeps the whole call stack with each nested block. */
export interface MemberPlan {
  readonly memberClass: MemberClass<object>;
  readonly config: object;
}

type MemberClass<Config> = new (scope: Construct, id: string, config: Config) => TerraformResource;

/** A class and what it takes. */
function planOf<Config extends object>(memberClass: MemberClass<Config>, config: Config): MemberPlan {
  return { memberClass: memberClass as MemberClass<object>, config };
}

/** The member resource of each kind; `project` is the one that was given, or that of the trust. */
const MEMBERS: Record<GcpResourceKind, (name: string, project: string, membership: Membership) => MemberPlan> = {
  [GcpResourceKind.BUCKET]: (bucket, _project, membership) => planOf(StorageBucketIamMember, { ...membership, bucket }),
  [GcpResourceKind.CRYPTO_KEY]: (cryptoKeyId, _project, membership) =>
    planOf(KmsCryptoKeyIamMember, { ...membership, cryptoKeyId }),
  [GcpResourceKind.DATASET]: (datasetId, project, membership) =>
    planOf(BigqueryDatasetIamMember, {
      ...{ ...membership, member: datasetMember(membership.member), datasetId, project },
    }),
  [GcpResourceKind.PROJECT]: (_name, project, membership) => planOf(ProjectIamMember, { ...membership, project }),
  [GcpResourceKind.SECRET]: (secretId, project, membership) =>
    planOf(SecretManagerSecretIamMember, { ...membership, secretId, project }),
  [GcpResourceKind.SERVICE_ACCOUNT]: (email, _project, membership) =>
    planOf(ServiceAccountIamMember, { ...membership, serviceAccountId: `projects/-/serviceAccounts/${email}` }),
  [GcpResourceKind.SUBSCRIPTION]: (subscription, project, membership) =>
    planOf(PubsubSubscriptionIamMember, { ...membership, subscription, project }),
  [GcpResourceKind.TOPIC]: (topic, project, membership) =>
    planOf(PubsubTopicIamMember, { ...membership, topic, project }),
};

/** Where a member resource is created. */
export interface MemberProps {
  readonly provider?: GoogleProvider;
  /** The project of the trust, for a resource that names none. */
  readonly projectId: string;
  readonly member: string;
}

/** What adds a member to the allow policy of an access's resource, and leaves every other member alone. */
export function gcpMember(access: GcpAccess, { provider, member, projectId }: MemberProps): MemberPlan {
  const { resource, roleName: role, _condition: condition } = access;
  const membership = { provider, role, member, condition };
  return MEMBERS[resource.kind](resource._ownName, resource.projectId ?? projectId, membership);
}
