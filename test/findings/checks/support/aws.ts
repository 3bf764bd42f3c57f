import { Args, Stack } from "../../../simulator/support/stack";

export const ACCOUNT = "111122223333";
export const GITHUB = "token.actions.githubusercontent.com";
export const EKS = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E";
export const GKE = "container.googleapis.com/v1/projects/acme/locations/europe-west1/clusters/one";
export const SUBJECT = "system:serviceaccount:payments:loader";

export const arnOf = (issuer: string) => `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;

/** A statement as AWS's documentation writes them for web identities. */
export function statement(issuer: string, condition: object | undefined, others: object = {}): object {
  return {
    Effect: "Allow",
    Principal: { Federated: arnOf(issuer) },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(condition ? { Condition: condition } : {}),
    ...others,
  };
}

/** A role with a trust policy of some statements. */
export function role(statements: object | readonly object[], others: Args = {}, name = "it"): Stack {
  const assume_role_policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return {
    provider: { aws: { region: "eu-west-1", allowed_account_ids: [ACCOUNT] } },
    resource: { aws_iam_role: { [name]: { name, assume_role_policy, ...others } } },
  };
}

/** A role that tokens of an issuer assume under a condition. */
export function trusting(issuer: string, condition?: object, others: object = {}): Stack {
  return role([statement(issuer, condition, others)]);
}

/** The condition that vendors recommend: one subject, one audience. */
export function exactly(issuer: string, sub = SUBJECT, aud = "sts.amazonaws.com") {
  return { StringEquals: { [`${issuer}:sub`]: sub, [`${issuer}:aud`]: aud } };
}

/** The registration of an issuer. */
export function registered(issuer: string, others: Args = {}, name = "it"): Stack {
  const args = { url: `https://${issuer}`, client_id_list: ["sts.amazonaws.com"], ...others };
  return { resource: { aws_iam_openid_connect_provider: { [name]: args } } };
}
