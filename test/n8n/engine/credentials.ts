import { readdirSync } from 'node:fs';
import path from 'node:path';

import type { ICredentialType } from 'n8n-workflow';

import { sandboxCredentials } from '../../../tools/sandboxCredentials';
import { loadSource } from '../../loadSource';
import type { TestCredential } from '../nodeHarness';

const folder = path.resolve(__dirname, '..', '..', '..', 'credentials');

/** Every credential of ours by its role in the bundle, with what makes the nodes talk to that sandbox. */
export function engineCredentials(sandboxOrigin: string): Map<string, TestCredential> {
	const seeds = sandboxCredentials(sandboxOrigin);
	const types = readdirSync(folder)
		.filter((file) => file.endsWith('.credentials.ts'))
		.map((file) => {
			const exported = loadSource(path.join(folder, file));
			const CredentialClass = exported[file.replace('.credentials.ts', '')] as new () => ICredentialType;
			return new CredentialClass();
		});
	return new Map(
		types.flatMap((type): Array<[string, TestCredential]> => {
			const ofType = seeds.filter((seed) => seed.type === type.name);
			const given = ofType.length > 0 ? ofType : [{ role: undefined, data: {} }];
			return given.map(({ role = type.name, data }) => [role, { type, role, data: data as TestCredential['data'] }]);
		}),
	);
}
