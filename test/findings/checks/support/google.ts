import { Args, merged, Stack } from "../../../simulator/support/stack";

export const PROJECT = "acme-data";
export const NUMBER = "123456789012";
const POOL = `iam.googleapis.com/projects/${NUMBER}/locations/global/workloadIdentityPools`;
export const SUBJECT = "system:serviceaccount:payments:loader";

export const one = (type: string, args: Args, name = "it"): Stack => ({ resource: { [type]: { [name]: args } } });
export const principal = (subject = SUBJECT, pool = "west") => `principal://${POOL}/${pool}/subject/${subject}`;
export const principalSet = (rest: string, pool = "west") => `principalSet://${POOL}/${pool}/${rest}`;

/** A provider of a pool, as Google's documentation writes them. */
export function provider(issuer: string, others: Args = {}, name = "it", pool = "west"): Stack {
  return merged(
    { provider: { google: { project: PROJECT } } },
    one(
      "google_iam_workload_identity_pool_provider",
      {
        ...{ workload_identity_pool_id: pool, workload_identity_pool_provider_id: name },
        ...{ attribute_mapping: { "google.subject": "assertion.sub" }, oidc: { issuer_uri: `https://${issuer}` } },
        ...others,
      },
      name,
    ),
  );
}

/** A member of a role on the project. */
export function onProject(role: string, member: string, others: Args = {}): Stack {
  return one("google_project_iam_member", { project: PROJECT, role, member, ...others });
}

/** A member of a role on a service account. */
export function onAccount(role: string, member: string): Stack {
  const service_account_id = `projects/${PROJECT}/serviceAccounts/loader@${PROJECT}.iam.gserviceaccount.com`;
  return one("google_service_account_iam_member", { service_account_id, role, member }, "on_account");
}
