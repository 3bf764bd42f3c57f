import { findNodeAtLocation, Node, parseTree } from "jsonc-parser";

/** The lines of one synthesized document. */
export class SourceLines {
  private tree?: Node;

  public constructor(private readonly text: string) {}

  /**
   * The line, counted from 1, on which a value stands, or what it is in where it is not there; undefined in a document of one
   * line.
   */
  public of(path: readonly string[]): number | undefined {
    if (!this.text.includes("\n")) return undefined;
    this.tree ??= parseTree(this.text);
    for (let depth = path.length; depth > 0; depth--) {
      const node = this.tree && findNodeAtLocation(this.tree, path.slice(0, depth));
      if (node) return this.text.slice(0, (node.parent ?? node).offset).split("\n").length;
    }
    return undefined;
  }
}
