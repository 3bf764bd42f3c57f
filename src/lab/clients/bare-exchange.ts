import { Edge, flagOf, nativeSource, stsHosts } from "../../simulator";
import { AKS_SERVER_ID } from "../../vendor/azure/aks";
import { CLOUD_PLATFORM_SCOPE, DEFAULT_UNIVERSE } from "../../vendor/google/federation";
import { entraHost } from "../clouds/entra-hosts";
import { TunnelAnswer } from "./tunnel";
import { Tunnels } from "./tunnels";

/** What a cloud answers to a client that does not refuse by itself what the plugin refuses. */
interface BareAnswer {
  readonly accepted: boolean;
  readonly message: string;
}

/**
 * Shows a token to the cloud that an edge leads to, without the plugin: an intruder brings a client of their own.
 */
export async function bareExchange(tunnels: Tunnels, edge: Edge, token: string): Promise<BareAnswer> {
  const { host, path, form } = exchangeOf(edge, token);
  const answer: TunnelAnswer = await tunnels.to(host).send({
    method: "POST",
    path,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  });
  return { accepted: answer.status === 200, message: answer.body };
}

/** A request to a token endpoint. */
interface Exchange {
  readonly host: string;
  readonly path: string;
  readonly form: Record<string, string>;
}

function exchangeOf(edge: Edge, token: string): Exchange {
  const { request, declaration } = edge;
  const flag = (name: string) => flagOf(request, name) ?? "";
  switch (request.subcommand) {
    case "eks": {
      // A role that pods have by themselves is entered before the one that acts in the cluster.
      const entered = nativeSource(edge) === "irsa" ? declaration.principal : flag("role-arn");
      return {
        host: stsHosts(flag("region"))[0],
        path: "/",
        form: {
          ...{ Action: "AssumeRoleWithWebIdentity", Version: "2011-06-15", RoleArn: entered },
          ...{ RoleSessionName: "intruder", WebIdentityToken: token },
        },
      };
    }
    case "gke":
      return {
        host: `sts.${flag("universe-domain") || DEFAULT_UNIVERSE}`,
        path: "/v1/token",
        form: {
          grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
          audience: flag("audience"),
          scope: CLOUD_PLATFORM_SCOPE,
          requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
          subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
          subject_token: token,
        },
      };
    default:
      return {
        host: entraHost(flagOf(request, "cloud")),
        path: `/${flag("tenant-id")}/oauth2/v2.0/token`,
        form: {
          grant_type: "client_credentials",
          client_id: flag("client-id"),
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: token,
          scope: `${flag("server-id") || AKS_SERVER_ID}/.default`,
        },
      };
  }
}
