import { Claims, Edge, nativeSource, showsToken, STS_MINTED } from "../../simulator";
import { ownClaims } from "../pods/own-identity";
import { tryNatively } from "./native-intruder";
import { tryDirectly, tryWithClient } from "./refusal";
import { Attempt, Found, Trial, TrialContext } from "./trial";

/** A token that must be refused. */
export interface Forgery {
  /** What tells it apart from others of the trial. */
  readonly variant?: string;
  /** A new token with a name of its own in the journal, for each attempt. */
  readonly issue: () => Promise<string>;
}

/** What the tokens of a trial are made from. */
export interface Forge extends TrialContext {
  readonly edge: Edge;
  /** The claims of a good token. */
  readonly own: Claims;
}

/** How a trial makes its tokens, and where they must be refused. */
interface Forging {
  readonly code: string;
  /** Whether the plugin itself refuses the token; the cloud is asked without it, too. */
  readonly refusedBySource?: (edge: Edge) => boolean;
  readonly tokens: (forge: Forge) => readonly Forgery[];
  /** The claims of the pod that acts where the edge takes no token; undefined where no other pod acts. @default - no pod acts without a token */
  readonly native?: (edge: Edge, own: Claims) => Claims | undefined;
}

/**
 * A trial that shows tokens of other identities to an edge. Where its pods show none, their own cloud looks at who they are, and no
 * setting lets it take a forged token: other service accounts are what there is to try.
 */
export function intruderTrial({ code, refusedBySource, tokens, native }: Forging): Trial {
  return {
    ...{ code, category: "intruder", way: "direct" },
    at: (context, edge) => {
      const own = ownClaims(context.bench.lab, edge);
      if (!showsToken(edge)) {
        const claims = native?.(edge, own);
        return claims ? [nativeAttempt(context, edge, claims)] : [];
      }
      // Where AWS STS mints the token, no pod can bring another one to the plugin; one that uses services has no plugin.
      const hasPlugin = !edge.service && nativeSource(edge) !== STS_MINTED;
      const atSource = hasPlugin && (refusedBySource?.(edge) ?? false);
      return tokens({ ...context, edge, own }).flatMap((forgery) => attempts(context, edge, code, forgery, atSource));
    },
  };
}

/** With IRSA the plugin takes the audience as the pod's own cloud projects it, and Entra's as Entra writes it. */
export function checksAudience(edge: Edge): boolean {
  return !["irsa", "azure-managed-identity"].includes(nativeSource(edge) ?? "");
}

function nativeAttempt(context: TrialContext, edge: Edge, claims: Claims): Attempt {
  const run = () =>
    assumption(context, edge) ?? { ...tryNatively(context.bench, edge, claims), way: "simulator" as const };
  return { run: async () => await Promise.resolve(run()) };
}

function attempts(
  context: TrialContext,
  edge: Edge,
  code: string,
  { variant, issue }: Forgery,
  atSource: boolean,
): Attempt[] {
  const told = variant === undefined ? {} : { variant };
  const assumed = assumption(context, edge);
  if (assumed) return [{ ...told, run: async () => await Promise.resolve(assumed) }];
  const direct = { ...told, run: async () => await tryDirectly(context.bench, edge, await issue()) };
  // The same plugin with the same arguments refuses the same token wherever it would have led.
  const key = JSON.stringify([code, variant, sourceOf(edge)]);
  const refuse = async () => await tryWithClient(context.bench, edge, await issue(), "source");
  return atSource ? [{ ...told, run: async () => await context.bench.once(key, refuse) }, direct] : [direct];
}

/** What the plugin looks at before it asks a cloud. */
function sourceOf({ request, declaration, client }: Edge) {
  const { subcommand, flags } = request;
  const { env, apiVersion, command } = client.stanza;
  const own = Object.entries(flags).filter(([name]) => !TARGET_FLAGS.includes(name));
  return [subcommand, own, env, apiVersion, command, declaration.source, declaration.audience];
}

/** Flags that say where an accepted token leads. */
const TARGET_FLAGS: readonly string[] = ["cluster-name", "role-arn", "client-id", "service-account"];

/** Where admission rests on an assumption, an intruder's refusal would prove the assumption and nothing else. */
export function assumption({ bench }: TrialContext, edge: Edge): Found | undefined {
  const decisive = bench.world.assumptionsOf(edge).find(({ decidesExchange }) => decidesExchange);
  if (!decisive) return undefined;
  const observed = { kind: "assumed", assumption: decisive.belief } as const;
  return { expected: { kind: "refused" }, observed, verdict: "not tried", milliseconds: 0 };
}
