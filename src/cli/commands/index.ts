import { Define } from "../command";
import { canI } from "./can-i";
import { completion } from "./completion";
import { diff } from "./diff";
import { explain } from "./explain";
import { graph } from "./graph";
import { lab } from "./lab";
import { list } from "./list";
import { scan } from "./scan";
import { verify } from "./verify";

/** Every command, in the order of the help: a further command is a file and a line here. */
export const COMMANDS: readonly Define[] = [lab, verify, list, diff, graph, explain, canI, scan, completion];
