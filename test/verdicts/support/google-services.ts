import { services } from "./documents";
import { audience, ISSUER, pools, principal, PROJECT, Provider, SUBJECT, tokenAudience } from "./google";

export type Objects = Readonly<Record<string, Readonly<Record<string, object>>>>;
/** The principal of `corp:deploy/deployer` by the pool `own`. */
export const ME = principal("own");
export const BUCKET = "//storage.googleapis.com/projects/_/buckets/acme-exports";
export const OBJECT = `${BUCKET}/objects/2027/a.csv`;
export const READ = { action: "storage.objects.get", resource: OBJECT };
/** A role on the bucket. */
export const on = (role: string, more: object = {}): Objects => ({
  google_storage_bucket_iam_member: { one: { bucket: "acme-exports", role, member: ME, ...more } },
});
/** A role on the project. */
export const onProject = (role: string, more: object = {}): Objects => ({
  google_project_iam_member: { one: { project: PROJECT, role, member: ME, ...more } },
});
export const when = (expression: string) => ({ condition: [{ title: "when", expression }] });
export const VIEWER = "roles/storage.objectViewer";

/** A deny policy for the read, in the project unless it is attached elsewhere. */
export const rule = (more: object, expression?: string, at = `projects%2F${PROJECT}`): Objects => ({
  google_iam_deny_policy: {
    no: {
      parent: `cloudresourcemanager.googleapis.com%2F${at}`,
      name: "no",
      rules: [
        {
          deny_rule: [
            {
              denied_principals: [ME],
              denied_permissions: ["storage.googleapis.com/objects.get"],
              ...(expression !== undefined && { denial_condition: [{ title: "when", expression }] }),
              ...more,
            },
          ],
        },
      ],
    },
  },
});

/** What stands beside a pool and a bucket, and how the use of them is declared. */
export interface Parts {
  readonly own?: Provider;
  readonly resource?: Objects;
  readonly data?: object;
  readonly bucket?: object;
  readonly use?: object;
}

/** A project with a bucket, and a use of it by `corp:deploy/deployer`. */
export function stack({ own, resource = {}, bucket, use, ...more }: Parts): object {
  const declared = {
    source: { cluster: "corp", issuer: ISSUER, subject: SUBJECT },
    account: { name: "account-google", cloud: "google", id: PROJECT },
    audience: tokenAudience("own"),
    principal: ME,
    client: { audience: audience("own") },
    grants: [{ words: "read", role: VIEWER, resources: [BUCKET] }],
    ...use,
  };
  return {
    provider: { google: [{ project: PROJECT }] },
    resource: {
      ...pools({ own: own ?? { condition: `assertion.sub == '${SUBJECT}'` } }),
      google_storage_bucket: {
        exports: {
          ...{ name: "acme-exports", location: "EU", project: PROJECT, uniform_bucket_level_access: true },
          ...bucket,
        },
      },
      ...resource,
    },
    ...more,
    output: { uses: services(declared) },
  };
}
