import { readdirSync } from 'node:fs';
import path from 'node:path';

import type { ICredentialType, INodeType } from 'n8n-workflow';

import { loadSource } from './loadSource';

const root = path.resolve(__dirname, '..');

function isClass<Instance>(value: unknown): value is new () => Instance {
	return typeof value === 'function';
}

/** The file of every node of the package: its class's name and its path. A room may hold a node and a trigger. */
export const nodeFiles: ReadonlyArray<{ readonly className: string; readonly file: string }> = readdirSync(
	path.join(root, 'nodes'),
).flatMap((room) =>
	readdirSync(path.join(root, 'nodes', room))
		.filter((name) => name.endsWith('.node.ts'))
		.map((name) => ({ className: name.replace('.node.ts', ''), file: path.join(root, 'nodes', room, name) })),
);

/** Every node of the package, as n8n's loader would make it. */
export function allNodes(): INodeType[] {
	return nodeFiles.flatMap(({ className, file }) => {
		const exported = loadSource(file);
		const nodeClass = exported[className];
		return isClass<INodeType>(nodeClass) ? [new nodeClass()] : [];
	});
}

/** Every credential type of the package. */
export function allCredentials(): ICredentialType[] {
	return readdirSync(path.join(root, 'credentials'))
		.filter((file) => file.endsWith('.credentials.ts'))
		.flatMap((file) => {
			const exported = loadSource(path.join(root, 'credentials', file));
			const credentialClass = exported[file.replace('.credentials.ts', '')];
			return isClass<ICredentialType>(credentialClass) ? [new credentialClass()] : [];
		});
}
