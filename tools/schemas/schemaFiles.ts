import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** n8n looks for the schemas of a node's version 1 here, beside its file. */
export const VERSION_FOLDER = 'v1.0.0';

/** The room below `nodes/` that holds the action node of that type; undefined for another's node. */
export function roomOfNode(root: string, node: string): string | undefined {
	const file = `${node.charAt(0).toUpperCase()}${node.slice(1)}.node.ts`;
	return readdirSync(path.join(root, 'nodes')).find((room) => existsSync(path.join(root, 'nodes', room, file)));
}

/** The schema's file, relative to the project: `nodes/Fly/__schema__/v1.0.0/machine/get.json`. */
export function schemaFileOf(room: string, operation: string): string {
	return operation === ''
		? `nodes/${room}/__schema__/${VERSION_FOLDER}.json`
		: `nodes/${room}/__schema__/${VERSION_FOLDER}/${operation}.json`;
}
