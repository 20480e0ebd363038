import type { CredentialSeed } from '../sandboxCredentials';
import type { PublicApi } from './publicApi';
import type { RemoteCredential } from './publicApiShapes';

/**
 * Makes or updates one credential for each seed. Raises when n8n has no such type (the package did not
 * load) or refuses the data, and names the type.
 */
export async function ensureCredentials(
	api: PublicApi,
	seeds: readonly CredentialSeed[],
): Promise<RemoteCredential[]> {
	const existing = await api.listCredentials();
	const ensured: RemoteCredential[] = [];
	for (const seed of seeds) {
		const known = existing.find(({ type, name }) => type === seed.type && name === seed.name);
		if (known) {
			ensured.push(await api.updateCredential(known.id, { name: seed.name, data: { ...seed.data } }));
			continue;
		}
		if ((await api.credentialSchema(seed.type)) === undefined) {
			throw new Error(
				`n8n does not know the credential type ${seed.type}: the package was not loaded. Run npm run build and look in n8n's log for its name.`,
			);
		}
		ensured.push(await api.createCredential({ ...seed, data: { ...seed.data } }));
	}
	return ensured;
}
