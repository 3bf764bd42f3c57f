import { bearerNamed, explain as explanationOf, explainService } from "../../rights";
import { ArgumentChange, Edge, readWorld, ServiceEdge, World } from "../../simulator";
import { isInto, known } from "../choose-edges";
import { Define, PATHS } from "../command";
import { json } from "../escape";
import { explanationText } from "../printers/explain";
import { UsageFault } from "../usage-fault";
import { defineVariables, VariableOptions, variablesOf } from "../variables";

const [REACHED, REFUSED] = [0, 1];

/** `trust-mesh explain`: how a service account gets to a cluster, or where it ends. */
export const explain: Define = (program, chosen) => {
  const command = program
    .command("explain")
    .summary("tell how a service account gets to a cluster, or what refuses it")
    .description(
      "Tells the hops with the object that decides at each, or the first that refuses and what would let it through, and the audit queries that show what the subject did.",
    )
    .argument("<subject>", "the service account: cluster:namespace/name")
    .argument("<target>", "the cluster or account, by its construct id or its name in its cloud")
    .argument("<path...>", PATHS)
    .option("--json", "print JSON")
    .addHelpText("after", "\nExit codes:\n  0 it gets in, 1 it is refused, 2 cannot be followed\n");
  defineVariables(command).action(
    (subject: string, target: string, paths: string[], options: VariableOptions & { json?: true }) =>
      chosen((terminal, version) => {
        const variables = variablesOf(options);
        const world = readWorld(paths, variables);
        const into = clustersIn(world, target);
        const services = servicesIn(world, target);
        if (into.length === 0 && services.length === 0) {
          throw new UsageFault(`explain: no edge leads into "${target}". ${known(world.everyEdge)}`);
        }
        const asked = bearerNamed(world.everyEdge, subject);
        if (!asked) {
          const reason = `"${subject}" is no service account of a source, CLUSTER:NAMESPACE/NAME`;
          throw new UsageFault(`explain: ${reason}. ${known(world.everyEdge)}`);
        }
        const now = Date.now() / 1000;
        const changed = (changes: readonly ArgumentChange[]) => {
          const other = readWorld(paths, variables, { changes });
          return { world: other, into: into.length ? clustersIn(other, target) : servicesIn(other, target) };
        };
        const told = into.length
          ? explanationOf(world, into, asked, version, now, changed)
          : explainService(world, services, asked, version, now, changed);
        terminal.out(options.json ? `${json(told)}\n` : explanationText(told, terminal.columns));
        return told.reached ? REACHED : REFUSED;
      }),
  );
};

function clustersIn({ edges }: World, target: string): readonly Edge[] {
  return edges.filter((edge) => isInto(edge, target));
}

function servicesIn({ services }: World, target: string): readonly ServiceEdge[] {
  return services.filter((edge) => isInto(edge, target) || edge.service.account.id === target);
}
