import { App } from "cdktf";
import { ServiceAccount, TrustMesh } from "cdktf-trust-mesh";
import { declare } from "./declare";
import { declareAccount } from "./declare-account";
import { fleet } from "./fleet";

/** A mesh whose edges lead into accounts, and who is at their beginnings. */
export interface AccountMesh {
  readonly mesh: TrustMesh;
  readonly loaders: readonly ServiceAccount[];
}

/** The fleet's edges into accounts: the loader of every member's cluster in the account of every other member. */
export function allowAccounts(app: App, size: number): AccountMesh {
  const members = fleet(app, size);
  const loaders = members.map((member) => declare(app, member).serviceAccount("etl", "loader"));
  const destinations = members.map((member) => declareAccount(app, member));
  const mesh = new TrustMesh(app, "mesh");
  // Loops as the program by hand has them: the frames of callbacks would be in the call stack of every token.
  for (const [to, { account, access }] of destinations.entries()) {
    for (const [from, loader] of loaders.entries()) if (from !== to) mesh.allow(loader, account, access);
  }
  return { mesh, loaders };
}
