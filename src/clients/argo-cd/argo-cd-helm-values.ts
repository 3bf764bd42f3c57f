import { IResolvable, IResolveContext, Token } from "cdktf";
import { jsonDocument } from "../json-document";
import { yamlToken } from "../yaml-document";
import { PodWiring } from "../pods/pod-wiring";

/** The wiring of each component of Argo CD that talks to clusters. */
export interface ArgoCdComponents {
  /** The pods of the application controller, by default of the service account "argocd-application-controller". */
  readonly controller: PodWiring;
  /** The pods of the API server, by default of the service account "argocd-server". */
  readonly server: PodWiring;
  /**
   * The pods of the ApplicationSet controller, by default of the service account "argocd-applicationset-controller".
   *
   * @default - it is left alone: it talks to no cluster by itself
   */
  readonly applicationSet?: PodWiring;
}

/** How the chart calls the fields of a component. */
interface Fields {
  readonly volumes: string;
  readonly volumeMounts: string;
  readonly env: string;
}
const PLAIN: Fields = { volumes: "volumes", volumeMounts: "volumeMounts", env: "env" };
const EXTRA: Fields = { volumes: "extraVolumes", volumeMounts: "extraVolumeMounts", env: "extraEnv" };

/**
 * Values for Argo CD's community Helm chart (`argo-cd` of argoproj/argo-helm) that mount tokens, plugin and cache into
 * its components and name their service accounts. It is a value: as it is or by `toString()` it is JSON, which Helm
 * reads as YAML, for an output, a file, or `values` of a `helm_release`. Values for other things are merged by Helm; for
 * the same lists the last file wins.
 */
export class ArgoCdHelmValues implements IResolvable {
  /** The values for some components. */
  public static of(components: ArgoCdComponents): ArgoCdHelmValues {
    return new ArgoCdHelmValues(components);
  }

  /** Unused: the stack of calls that made this value. */
  public readonly creationStack: string[] = [];
  private readonly document: object;

  private constructor({ controller, server, applicationSet }: ArgoCdComponents) {
    this.document = {
      controller: component(controller, PLAIN),
      server: component(server, PLAIN),
      ...(applicationSet ? { applicationSet: component(applicationSet, EXTRA) } : {}),
    };
  }

  /** The values as an object; they may be tokens. */
  public toDocument(): object {
    return this.document;
  }

  /** Renders JSON; values that are unknown until apply are filled in by Terraform. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the type of the interface, which jsii wants as it is
  public resolve(_context: IResolveContext): any {
    return jsonDocument(this.toDocument());
  }

  /** The values as YAML in block style, as a token. */
  public toYaml(): string {
    return yamlToken(() => [this.toDocument()]);
  }

  /** The values' text, as a token. */
  public toString(): string {
    return Token.asString(this);
  }
}

function component(identity: PodWiring, fields: Fields): object {
  const pod = identity._pod();
  const { volumeMounts, env } = identity._container();
  return {
    serviceAccount: { name: pod.serviceAccountName },
    ...(pod.initContainers ? { initContainers: pod.initContainers } : {}),
    [fields.volumes]: pod.volumes,
    [fields.volumeMounts]: volumeMounts,
    ...(env ? { [fields.env]: env } : {}),
  };
}
