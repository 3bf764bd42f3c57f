import { ownClaims } from "../../pods/own-identity";
import { actsAs } from "./acts-as";
import { serviceTrial } from "./context";

/** Its own service account's token becomes the declared identity, as a vendor's SDK exchanges it. */
export const serviceIdentity = serviceTrial({
  code: "own-identity",
  category: "own",
  way: "direct",
  find: async ({ bench }, edge) => await actsAs(bench, edge, ownClaims(bench.lab, edge)),
});
