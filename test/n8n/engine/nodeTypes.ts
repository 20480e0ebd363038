import { type INodeType, type INodeTypes, type IVersionedNodeType, NodeHelpers } from 'n8n-workflow';

import { loadSource } from '../../loadSource';
import { nodeFiles } from '../../nodeClasses';
import { loadN8nNode } from './installedN8n';

const OURS = 'n8n-nodes-slipway.';

/** By the class's name with a small first letter, as in a node type. */
const ourFiles = new Map(
	nodeFiles.map((node) => [node.className.charAt(0).toLowerCase() + node.className.slice(1), node]),
);

function loadOurs(name: string): INodeType {
	const node = ourFiles.get(name);
	if (!node) throw new Error(`There is no node ${OURS}${name}`);
	const exported = loadSource(node.file);
	const NodeClass = exported[node.className] as new () => INodeType;
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
