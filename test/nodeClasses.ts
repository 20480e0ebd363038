import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import type { ICredentialType, INodeType } from 'n8n-workflow';

const root = path.resolve(__dirname, '..');

function isClass<Instance>(value: unknown): value is new () => Instance {
	return typeof value === 'function';
}

/** Every node of the package, as n8n's loader would make it. */
export function allNodes(): INodeType[] {
	return readdirSync(path.join(root, 'nodes')).flatMap((folder) => {
		const file = path.join(root, 'nodes', folder, `${folder}.node.ts`);
		if (!existsSync(file)) return [];
		const exported: Record<string, unknown> = jest.requireActual(file);
		const nodeClass = exported[folder];
		return isClass<INodeType>(nodeClass) ? [new nodeClass()] : [];
	});
}

/** Every credential type of the package. */
export function allCredentials(): ICredentialType[] {
	return readdirSync(path.join(root, 'credentials'))
		.filter((file) => file.endsWith('.credentials.ts'))
		.flatMap((file) => {
			const exported: Record<string, unknown> = jest.requireActual(path.join(root, 'credentials', file));
			const credentialClass = exported[file.replace('.credentials.ts', '')];
			return isClass<ICredentialType>(credentialClass) ? [new credentialClass()] : [];
		});
}
