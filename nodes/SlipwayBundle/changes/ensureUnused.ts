import type { N8nApi } from '../api/n8nApi';
import type { RemoteCredential } from '../api/types';
import type { Bundle } from '../state/bundle';
import { emptyData, unusedName } from '../state/standIn';

/**
 * Makes the credentials of those roles that are not there, without anything in them. Raises for a role that the bundle
 * does not have. Gives all credentials that are there then.
 */
export async function ensureUnused(
	api: N8nApi,
	{ credentialNames }: Pick<Bundle, 'credentialNames'>,
	roles: readonly string[],
	say: (text: string) => void,
): Promise<readonly RemoteCredential[]> {
	const there = [...(await api.listCredentials())];
	for (const role of roles) {
		const name = credentialNames.get(role);
		if (name === undefined) {
			throw new Error(
				`--unused ${role}: the bundle has no such role. It has ${[...credentialNames.keys()].join(', ')}.`,
			);
		}
		const [type = ''] = role.split('/');
		const known = there.find(
			(credential) => credential.type === type && [name, unusedName(name)].includes(credential.name),
		);
		if (known !== undefined) {
			say(`Credential "${known.name}": is there already`);
			continue;
		}
		const schema = await api.credentialSchema(type);
		if (schema === undefined)
			throw new Error(`n8n does not know the credential type ${type}: is the package installed?`);
		const made = await api.createCredential({ name: unusedName(name), type, data: emptyData(schema) });
		say(`Credential "${made.name}": made, with nothing in it. Steps that need it fail, and say so`);
		there.push(made);
	}
	return there;
}
