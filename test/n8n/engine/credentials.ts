import { readdirSync } from 'node:fs';
import path from 'node:path';

import type { ICredentialDataDecryptedObject, ICredentialType } from 'n8n-workflow';

import { sandboxCredentials } from '../../../tools/sandboxCredentials';
import { loadSource } from '../../loadSource';
import type { TestCredential } from '../nodeHarness';

const folder = path.resolve(__dirname, '..', '..', '..', 'credentials');

/** Every credential of ours by its type, with what makes the nodes talk to that sandbox. */
export function engineCredentials(
	sandboxOrigin: string,
): Map<string, { type: ICredentialType; data: ICredentialDataDecryptedObject }> {
	const seeds = new Map(sandboxCredentials(sandboxOrigin).map(({ type, data }) => [type, data]));
	return new Map(
		readdirSync(folder)
			.filter((file) => file.endsWith('.credentials.ts'))
			.map((file) => {
				const exported = loadSource(path.join(folder, file));
				const CredentialClass = exported[file.replace('.credentials.ts', '')] as new () => ICredentialType;
				const type = new CredentialClass();
				return [type.name, { type, data: { ...seeds.get(type.name) } as TestCredential['data'] }];
			}),
	);
}
