/** The package of each node, by the node's name. */
export function packageOfNode(): ReadonlyMap<string, string>;

/** The names of the vendors' packages. */
export const packageNames: readonly string[];

/** Nodes that are no vendor's, and in no vendor's package. */
export const nodesOfTheWholePackage: readonly string[];

/** Where the packages are made. */
export const packagesDirectory: string;
