import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Lab } from "../../../src/lab";
import { claimsOf, sourceName } from "../../../src/simulator";

interface Container {
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

/** What a pod of the lab has beside its wiring: its network, and whom it trusts there. */
function labVariables(lab: Lab): Readonly<Record<string, string>> {
  const trusted = ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"];
  const nobody = { AWS_EC2_METADATA_DISABLED: "true", NO_GCE_CHECK: "true", HOME: lab.folder };
  return { HTTPS_PROXY: lab.proxyUrl, ...nobody, ...Object.fromEntries(trusted.map((name) => [name, lab.caFile])) };
}

/**
 * A pod of the lab, as its Deployment and ConfigMap say. Mounts are in a folder of the lab, so paths in variables and files have that
 * folder in front of them; nothing else is changed.
 */
export class ServicePod {
  public readonly environment: Readonly<Record<string, string>>;
  private readonly folder: string;

  public constructor(
    private readonly lab: Lab,
    private readonly cluster: string,
  ) {
    this.folder = join(lab.folder, `pod-${cluster}`);
    const { configuration } = lab.world;
    const named = (type: string) => {
      const found = configuration.resources(type).find(({ address }) => address.includes(`.${cluster}-`));
      if (!found) throw new Error(`${cluster} has no ${type}.`);
      return found;
    };
    const spec = named("kubernetes_deployment_v1").argument("spec") as Record<string, unknown>;
    const { env } = containerIn(spec);
    const data = named("kubernetes_config_map_v1").argument("data") as Record<string, string>;
    for (const [name, content] of Object.entries(data)) this.write(`/etc/trust-mesh/${name}`, this.mounted(content));
    const wiring = Object.fromEntries(env.map(({ name, value }) => [name, this.mounted(value)]));
    this.environment = { ...wiring, ...labVariables(lab) };
  }

  /**
   * Projects new tokens, as the kubelet does when four fifths of the old ones' life are over.
   *
   * @param seconds how long they live. @default - an hour
   */
  public async rotate(seconds?: number): Promise<void> {
    for (const { declaration } of this.lab.world.services) {
      if (!sourceName(declaration).startsWith(`${this.cluster}:`)) continue;
      const { source, audience, target } = declaration;
      const issuer = this.lab.issuers.get(source.issuer);
      const { now } = this.lab.clock;
      const hour = claimsOf(source.issuer, source.subject, audience, now);
      const claims = seconds === undefined ? hour : { ...hour, exp: now + seconds };
      this.write(`/var/run/secrets/trust-mesh/${target.cluster}/token`, (await issuer?.issue(claims)) ?? "");
    }
  }

  private mounted(text: string): string {
    return text.replace(/\/(var\/run\/secrets|etc)\/trust-mesh\//g, (path) => `${this.folder}${path}`);
  }

  private write(path: string, content: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function containerIn(spec: unknown): Container {
  const [one] = [spec].flat() as { template: unknown }[];
  const [template] = [one.template].flat() as { spec: unknown }[];
  const [pod] = [template.spec].flat() as { container: Container[] }[];
  return pod.container[0];
}
