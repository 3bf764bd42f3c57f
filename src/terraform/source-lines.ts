import { findNodeAtLocation, Node, parseTree } from "jsonc-parser";
import { Resource } from "./configuration";

/** The lines of one synthesized document. */
export class SourceLines {
  private tree?: Node;

  public constructor(private readonly text: string) {}

  /** The line, counted from 1, on which an argument or else the resource stands; undefined in a document of one line. */
  public of({ mode, type, address }: Resource, argument?: string): number | undefined {
    if (!this.text.includes("\n")) return undefined;
    this.tree ??= parseTree(this.text);
    const name = address.slice(address.indexOf(`${type}.`) + type.length + 1).replace(/\[[^\]]*\]$/, "");
    const resource = [mode === "data" ? "data" : "resource", type, name];
    const path = argument === undefined ? resource : [...resource, ...argument.split(".")];
    for (let depth = path.length; depth >= resource.length; depth--) {
      const node = this.tree && findNodeAtLocation(this.tree, path.slice(0, depth));
      if (node) return this.text.slice(0, (node.parent ?? node).offset).split("\n").length;
    }
    return undefined;
  }
}
