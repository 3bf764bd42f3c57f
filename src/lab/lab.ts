import { writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import {
  Edge,
  flagOf,
  nativeSource,
  STS_MINTED,
  stsHosts,
  UnresolvedValue,
  uploadedAlgorithmOf,
  World,
} from "../simulator";
import { Clock } from "./clock";
import { ApiServer } from "./cluster/api-server";
import { Authenticator } from "./cluster/authenticator";
import { AwsSessions } from "./clouds/aws-sessions";
import { AwsSts } from "./clouds/aws-sts";
import { Entra } from "./clouds/entra";
import { ENTRA_HOSTS } from "./clouds/entra-hosts";
import { GoogleTokens } from "./clouds/google";
import { Algorithm, Issuer } from "./clouds/issuer";
import { universesOf } from "./clouds/universes";
import { Journal } from "./journal";
import { LabFolder } from "./lab-folder";
import { CertificateAuthority } from "./network/certificate-authority";
import { LabNetwork } from "./network/lab-network";
import { Routes } from "./network/routes";
import { LAB_REGION } from "./pods/pod";
import { PodMetadata } from "./pods/metadata";
import { serviceRoutes } from "./services/routes";

/** How a lab is played. */
export interface LabOptions {
  /**
   * How long credentials live at most that its clouds hand out, in seconds, so that a client's renewal can be seen.
   *
   * @default - as long as in the clouds
   */
  readonly credentialSeconds?: number;
}

/**
 * The clouds and clusters of a world, on loopback: token endpoints, issuers and API servers under their real names, behind a
 * proxy with an authority of the lab's own. Clients need HTTPS_PROXY and that authority, and nothing else is changed.
 */
export class Lab {
  /**
   * Starts the lab.
   *
   * @throws UnusableFolder
   * @throws UnresolvedValue for a server that no client would reach through a proxy
   */
  public static async start(world: World, { credentialSeconds }: LabOptions = {}): Promise<Lab> {
    const folder = new LabFolder();
    try {
      const authority = await CertificateAuthority.create();
      writeFileSync(join(folder.path, "ca.pem"), authority.cert);
      const issuers = new Map<string, Issuer>();
      for (const url of new Set(world.everyEdge.map(({ declaration }) => declaration.source.issuer))) {
        if (url) issuers.set(url, new Issuer(url, algorithmOf(world, url)));
      }
      const clock = new Clock(credentialSeconds);
      const journal = new Journal();
      const sessions = new AwsSessions();
      const sts = new AwsSts(world, issuers, sessions, journal, clock);
      const google = new GoogleTokens(world, issuers, journal, clock);
      const entra = new Entra(world, issuers, journal, clock);
      const routes = new Routes();
      for (const host of awsHosts(world)) routes.host(host, sts.handler);
      for (const universe of universesOf(world)) {
        routes.host(`sts.${universe}`, google.sts);
        routes.host(`iamcredentials.${universe}`, google.iamCredentials);
      }
      for (const host of ENTRA_HOSTS) routes.host(host, entra.handler);
      for (const [url, issuer] of issuers) routes.url(url, issuer.handler);
      for (const [host, handler] of serviceRoutes({ world, sessions, google, entra, journal, clock })) {
        routes.host(host, handler);
      }
      const authenticator = new Authenticator(world, sessions, google, entra, clock);
      for (const cluster of world.clusters) {
        const { handler } = new ApiServer(world, cluster, authenticator, journal);
        for (const server of cluster.servers) routes.server(checkedServer(server, cluster.label), handler);
      }
      const network = await LabNetwork.start(authority, routes.handlers, serverNames(world.edges));
      const metadata = await PodMetadata.start(world, sessions, google, clock);
      return new Lab(world, folder, network, metadata, issuers, journal, clock);
    } catch (error) {
      folder.remove();
      throw error;
    }
  }

  private constructor(
    public readonly world: World,
    private readonly home: LabFolder,
    private readonly network: LabNetwork,
    public readonly metadata: PodMetadata,
    public readonly issuers: ReadonlyMap<string, Issuer>,
    public readonly journal: Journal,
    public readonly clock: Clock,
  ) {}

  /** A folder of the lab's own, which goes with it. */
  public get folder(): string {
    return this.home.path;
  }

  /** For HTTPS_PROXY. */
  public get proxyUrl(): string {
    return this.network.proxyUrl;
  }

  /** The authority's certificate, for SSL_CERT_FILE, NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE. */
  public get caFile(): string {
    return join(this.folder, "ca.pem");
  }

  /** The issuer of an edge's source cluster. */
  public issuerOf({ declaration }: Edge): Issuer {
    return this.issuers.get(declaration.source.issuer) as Issuer;
  }

  public async stop(): Promise<void> {
    await Promise.all([this.network.close(), this.metadata.close()]);
    this.home.remove();
  }
}

function awsHosts({ everyEdge, clusters }: World): ReadonlySet<string> {
  const regions = [
    ...everyEdge.flatMap(({ request }) => flagOf(request, "region") ?? []),
    ...(everyEdge.some((edge) => nativeSource(edge) === STS_MINTED) ? [LAB_REGION] : []),
    ...clusters.flatMap(({ kind, name }) => (kind === "eks" ? [name.split(":")[3]] : [])),
  ];
  return new Set(regions.flatMap((region) => stsHosts(region)));
}

/** Names that clients ask a server for, which are not in its URL. */
function serverNames(edges: readonly Edge[]): readonly string[] {
  return edges.flatMap(({ client }) => client.tlsServerName ?? []);
}

/** A server on loopback is never asked through a proxy, so the lab could not play it. */
function checkedServer(server: string, label: string): string {
  let host: string;
  try {
    host = new URL(server).hostname.replace(/^\[|\]$/g, "");
  } catch {
    throw new UnresolvedValue(label, `its server "${server}" is not a URL`, "Give the cluster its endpoint");
  }
  if (host === "localhost" || (isIP(host) && /^(127\.|::1$)/.test(host))) {
    const reason = `its server ${server} is a loopback address, which no client asks through a proxy`;
    throw new UnresolvedValue(label, reason, "Give the cluster the endpoint that its clients use");
  }
  return server;
}

/** How an issuer signs: as the keys are that were uploaded for it, and else as most issuers of clusters do. */
function algorithmOf({ google }: World, issuer: string): Algorithm {
  return uploadedAlgorithmOf(google, issuer) === "ES256" ? "ES256" : "RS256";
}
