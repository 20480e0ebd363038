import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { type INodeType, type INodeTypes, type IVersionedNodeType, NodeHelpers } from 'n8n-workflow';

import { loadN8nNode } from './installedN8n';

const OURS = 'n8n-nodes-slipway.';
const nodesFolder = path.resolve(__dirname, '..', '..', '..', 'nodes');

/** By the folder's name with a small first letter, as in a node type. */
const ourFolders = new Map(
	readdirSync(nodesFolder)
		.filter((folder) => existsSync(path.join(nodesFolder, folder, `${folder}.node.ts`)))
		.map((folder) => [folder.charAt(0).toLowerCase() + folder.slice(1), folder]),
);

function loadOurs(name: string): INodeType {
	const folder = ourFolders.get(name);
	if (folder === undefined) throw new Error(`There is no node ${OURS}${name}`);
	const exported: Record<string, unknown> = jest.requireActual(path.join(nodesFolder, folder, `${folder}.node.ts`));
	const NodeClass = exported[folder] as new () => INodeType;
	return new NodeClass();
}

const loaded = new Map<string, INodeType | IVersionedNodeType>();

function load(type: string): INodeType | IVersionedNodeType {
	let found = loaded.get(type);
	if (!found) {
		found = type.startsWith(OURS) ? loadOurs(type.slice(OURS.length)) : loadN8nNode(type.split('.').at(-1) ?? '');
		loaded.set(type, found);
	}
	return found;
}

/** Our nodes from their sources, and n8n's own from its installation. */
export const engineNodeTypes: INodeTypes = {
	getByName: load,
	getByNameAndVersion: (type, version) => NodeHelpers.getVersionedNodeType(load(type), version),
	getKnownTypes: () => ({}),
};

/** One of our nodes as its source has it now. */
export const ourNode = (type: string): INodeType => loadOurs(type.slice(OURS.length));
