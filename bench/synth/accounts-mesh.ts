/** The fleet's edges into accounts by the library. */
import { allowAccounts } from "./allow-accounts";
import { report } from "./report";

report(allowAccounts);
