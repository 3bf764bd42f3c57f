import type { AzureCloudName } from "./azure/clouds";
import { withoutHost } from "./google/full-names";

/** What a CI job signs in to: an account, and what its client needs there. */
export interface SignIn {
  readonly account: { readonly cloud: "aws" | "google" | "azure"; readonly id: string };
  /** The client's values by the flags of the exec plugin. */
  readonly client: { readonly [flag: string]: string | undefined };
  readonly audience: string;
}

/** The clouds of Azure Login; "azurecloud" unless told. */
const AZURE_ENVIRONMENTS: Readonly<Record<string, string | undefined>> = {
  usgovernment: "azureusgovernment",
  china: "azurechinacloud",
} satisfies Record<Exclude<AzureCloudName, "public">, string>;

/**
 * The inputs of each vendor's own action that signs a job in; undefined for one that the trust does not tell.
 *
 * @see https://github.com/aws-actions/configure-aws-credentials "Configure AWS Credentials"
 * @see https://github.com/google-github-actions/auth "Authenticate to Google Cloud"
 * @see https://github.com/Azure/login "Azure Login"
 */
export function signInInputs({ account, client, audience }: SignIn): { readonly [input: string]: string | undefined } {
  switch (account.cloud) {
    case "aws":
      return { "role-to-assume": client["role-arn"], "aws-region": client.region, audience };
    case "google":
      return {
        // The action takes the provider's name without the host that an audience has in front.
        workload_identity_provider: client.audience === undefined ? undefined : withoutHost(client.audience),
        project_id: account.id,
        service_account: client["service-account"],
        universe: client["universe-domain"],
        audience,
      };
    case "azure":
      return {
        "client-id": client["client-id"],
        "tenant-id": client["tenant-id"],
        "subscription-id": account.id,
        environment: client.cloud === undefined ? undefined : AZURE_ENVIRONMENTS[client.cloud],
        audience,
      };
  }
}
