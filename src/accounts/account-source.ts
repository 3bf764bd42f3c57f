import { TerraformProvider } from "cdktf";
import { Repeatable } from "../common/repeated-source";

/** The data source that an account was declared by. */
export interface AccountSource extends Repeatable {
  readonly provider?: TerraformProvider;
}
