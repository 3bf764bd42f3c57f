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

/** The member resource of each kind; `project` is the one that was given, or that of the trust. */
const MEMBERS: Record<
  GcpResourceKind,
  (scope: Construct, id: string, name: string, project: string, membership: Membership) => TerraformResource
> = {
  [GcpResourceKind.BUCKET]: (scope, id, bucket, _project, membership) =>
    new StorageBucketIamMember(scope, id, { ...membership, bucket }),
  [GcpResourceKind.CRYPTO_KEY]: (scope, id, cryptoKeyId, _project, membership) =>
    new KmsCryptoKeyIamMember(scope, id, { ...membership, cryptoKeyId }),
  [GcpResourceKind.DATASET]: (scope, id, datasetId, project, membership) =>
    new BigqueryDatasetIamMember(scope, id, {
      ...{ ...membership, member: datasetMember(membership.member), datasetId, project },
    }),
  [GcpResourceKind.PROJECT]: (scope, id, _name, project, membership) =>
    new ProjectIamMember(scope, id, { ...membership, project }),
  [GcpResourceKind.SECRET]: (scope, id, secretId, project, membership) =>
    new SecretManagerSecretIamMember(scope, id, { ...membership, secretId, project }),
  [GcpResourceKind.SERVICE_ACCOUNT]: (scope, id, email, _project, membership) =>
    new ServiceAccountIamMember(scope, id, { ...membership, serviceAccountId: `projects/-/serviceAccounts/${email}` }),
  [GcpResourceKind.SUBSCRIPTION]: (scope, id, subscription, project, membership) =>
    new PubsubSubscriptionIamMember(scope, id, { ...membership, subscription, project }),
  [GcpResourceKind.TOPIC]: (scope, id, topic, project, membership) =>
    new PubsubTopicIamMember(scope, id, { ...membership, topic, project }),
};

/** Where a member resource is created. */
export interface MemberProps {
  readonly provider?: GoogleProvider;
  /** The project of the trust, for a resource that names none. */
  readonly projectId: string;
  readonly member: string;
}

/** Adds a member to the allow policy of an access's resource, and leaves every other member alone. */
export function gcpMember(scope: Construct, id: string, access: GcpAccess, props: MemberProps): TerraformResource {
  const { resource, roleName: role, _condition: condition } = access;
  const { provider, member, projectId } = props;
  const membership = { provider, role, member, condition };
  return MEMBERS[resource.kind](scope, id, resource._ownName, resource.projectId ?? projectId, membership);
}
