import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { AwsAccountObjects } from "./aws-account-objects";
import { NamedKind } from "./naming";
import { OidcSubject } from "../subjects";
import { POD_IDENTITY_SERVICE } from "../vendor/aws/eks";
import { ROLE_NAME } from "../vendor/aws/iam";

/** What a role for EKS Pod Identity is made for. */
export interface AwsPodIdentityRoleProps {
  readonly objects: AwsAccountObjects;
  readonly subject: OidcSubject;
  readonly clusterName: string;
  /** The cluster's ARN. */
  readonly clusterArn: string;
  readonly region: string;
  readonly namespace: string;
  readonly serviceAccountName: string;
}

/**
 * A role that EKS Pod Identity gives to one service account of one cluster, and the association that tells it so. The
 * trust policy names cluster, namespace and service account by the session tags that EKS sends: without them any
 * association of the account could hand the role out.
 *
 * Amazon EKS documentation: "Create IAM role with trust policy required by EKS Pod Identity"
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export class AwsPodIdentityRole extends Construct {
  /** The role. */
  public readonly iamRole: IamRole;
  /** The ARN of the cluster whose service account gets the role. */
  public readonly clusterArn: string;
  /** The association. */
  public readonly association: EksPodIdentityAssociation;

  public constructor(scope: Construct, id: string, props: AwsPodIdentityRoleProps) {
    super(scope, id);
    const { objects, subject, clusterName, clusterArn, region, namespace, serviceAccountName } = props;
    this.clusterArn = clusterArn;
    const { owner, provider } = objects;
    const { rolePath, permissionsBoundaryArn, tags } = owner._options;
    const parts = [...subject._nameParts, "pod-identity"];
    const name = owner._nameOf({ kind: NamedKind.AWS_ROLE, rule: ROLE_NAME, prefix: "trust-mesh", parts });
    objects.claimRoleName(name, this);
    const trusted = {
      "aws:RequestTag/eks-cluster-arn": clusterArn,
      "aws:RequestTag/kubernetes-namespace": namespace,
      "aws:RequestTag/kubernetes-service-account": serviceAccountName,
    };
    const statement = {
      Effect: "Allow",
      Principal: { Service: POD_IDENTITY_SERVICE },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: { StringEquals: trusted },
    };
    this.iamRole = objects.created(
      new IamRole(this, "role", {
        provider,
        name,
        path: rolePath,
        permissionsBoundary: permissionsBoundaryArn,
        tags,
        description: `Given by EKS Pod Identity to ${subject._name}`,
        assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      }),
    );
    this.association = objects.created(
      new EksPodIdentityAssociation(this, "association", {
        provider,
        clusterName,
        region,
        namespace,
        serviceAccount: serviceAccountName,
        roleArn: this.iamRole.arn,
        tags,
      }),
    );
  }

  /** What must exist before pods get the role. */
  public get resources(): TerraformResource[] {
    return [this.iamRole, this.association];
  }
}
