import { build as selfManagedSource } from "../../examples/self-managed-source/main";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { itTellsWhere, mistakesIn, resource } from "./support/mistakes";

jest.setTimeout(120_000);

const EURO = { example: threeCloudMesh, stack: "euro-access", edge: /^west:deploy\/deployer → euro$/ } as const;
const POOL_TEXT = "https://cloud.google.com/iam/docs/troubleshooting-workload-identity-federation";
const PRINCIPALS_TEXT = "https://cloud.google.com/iam/docs/principal-identifiers";

const provider = resource("google_iam_workload_identity_pool_provider", /pool-west/);
const PROVIDER = mistakesIn(
  { ...EURO, hop: "exchange", address: /^euro-access: google_iam_workload_identity_pool_provider\..*pool-west/ },
  [
    [
      "the project's id in the allowed audience",
      "https://github.com/google-github-actions/auth/issues/269",
      provider.replaced("oidc", /projects\/210987654321/, "projects/acme-euro"),
    ],
    [
      "an audience that is not the provider's",
      "https://github.com/google-github-actions/auth/issues/341",
      provider.replaced("oidc", /^https:\/\/iam\.googleapis\.com.*/, "sts.googleapis.com"),
    ],
    [
      "a slash behind the issuer",
      POOL_TEXT,
      provider.replaced(
        "oidc",
        /(id\/[0-9A-F]+)$/,
        "https://oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9/",
      ),
    ],
    [
      "another namespace in the attribute condition",
      POOL_TEXT,
      provider.replaced("attribute_condition", /serviceaccount:deploy:deployer/, "serviceaccount:default:deployer"),
    ],
    [
      "a condition on an attribute that is not mapped",
      POOL_TEXT,
      provider.given("attribute_condition", "attribute.namespace == 'deploy'"),
    ],
    [
      "a condition whose text has no quotes",
      "https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes#conditions",
      provider.given("attribute_condition", "assertion.sub == system:serviceaccount:deploy:deployer"),
    ],
    [
      "a mapping of a claim that the token lacks",
      POOL_TEXT,
      provider.given("attribute_mapping", { "google.subject": "assertion.email" }),
    ],
    ["the provider disabled", POOL_TEXT, provider.given("disabled", true)],
  ],
);

const POOL = mistakesIn(
  { ...EURO, hop: "exchange", address: /^euro-access: google_iam_workload_identity_pool\..*pool-west/ },
  [
    [
      "the pool disabled",
      POOL_TEXT,
      resource("google_iam_workload_identity_pool", /pool-west/).given("disabled", true),
    ],
  ],
);

const binding = resource("kubernetes_role_binding_v1", /west_.*in-payments/);
const BINDING = mistakesIn(
  { ...EURO, hop: "authorization", address: /^euro-access: kubernetes_role_binding_v1\.mesh_west_.*in-payments/ },
  [
    [
      "the binding of a user with the project's id",
      PRINCIPALS_TEXT,
      binding.replaced("subject", /210987654321/, "acme-euro"),
    ],
    [
      "the binding of another pool's user",
      PRINCIPALS_TEXT,
      binding.replaced("subject", /from-west-76a79620/, "from-corp-19f4c684"),
    ],
  ],
);

const BUCKET = mistakesIn(
  {
    ...EURO,
    edge: /^west:reports\/loader → account-google$/,
    hop: "authorization",
    address: /^euro-access: google_storage_bucket_iam_member\./,
  },
  [
    [
      "the member of another service account on the bucket",
      PRINCIPALS_TEXT,
      resource("google_storage_bucket_iam_member").replaced("member", /reports:loader$/, "reports:default"),
    ],
  ],
);

const SERVICE_ACCOUNT = mistakesIn(
  {
    example: selfManagedSource,
    stack: "self-managed-source",
    edge: / → euro$/,
    hop: "impersonation",
    address: /google_service_account_iam_member\./,
  },
  [
    [
      "the user's role on the service account under its old name",
      "https://github.com/google-github-actions/auth/issues/418",
      resource("google_service_account_iam_member").given("role", "roles/iam.serviceAccountUser"),
    ],
  ],
);

describe("a mistake of an engineer in Google Cloud", () =>
  itTellsWhere([...PROVIDER, ...POOL, ...BINDING, ...BUCKET, ...SERVICE_ACCOUNT]));
