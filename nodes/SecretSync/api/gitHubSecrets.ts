import { textAt, valueAt } from '../../deployment/values/jsonFields';
import type { Repository } from '../../GitHub/api/repositories';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';

/** Where GitHub Actions secrets are kept: a repository, or one of its environments. */
export interface GitHubSecretsPlace extends Repository {
	/** Empty for the repository itself. */
	readonly environment: string;
}

/** A secret as GitHub lists it: never with its value. */
export interface GitHubSecret {
	readonly name: string;
	readonly updatedAt: string | null;
}

/** What seals a secret for GitHub. */
export interface GitHubPublicKey {
	readonly id: string;
	readonly bytes: Uint8Array;
}

export async function listGitHubSecrets(client: PlatformClient, place: GitHubSecretsPlace): Promise<GitHubSecret[]> {
	const secrets = await listByPage<unknown>(
		client,
		{ method: 'GET', path: pathOf(place) },
		{ limit: Infinity, pageSize: 100, select: (body) => valueAt(body, 'secrets') },
	);
	return secrets.map((secret) => ({ name: textAt(secret, 'name') ?? '', updatedAt: textAt(secret, 'updated_at') }));
}

/** When a secret was last written; null when GitHub does not report it. */
export async function readUpdatedAt(
	client: PlatformClient,
	place: GitHubSecretsPlace,
	name: string,
): Promise<string | null> {
	return textAt(await client.object({ method: 'GET', path: pathOf(place, name) }), 'updated_at');
}

/** @returns null when GitHub gives no key of 32 bytes. */
export async function readPublicKey(
	client: PlatformClient,
	place: GitHubSecretsPlace,
): Promise<GitHubPublicKey | null> {
	const body = await client.object({ method: 'GET', path: `${pathOf(place)}/public-key` });
	const id = textAt(body, 'key_id');
	const bytes = new Uint8Array(Buffer.from(textAt(body, 'key') ?? '', 'base64'));
	return id !== null && bytes.length === 32 ? { id, bytes } : null;
}

export async function putGitHubSecret(
	client: PlatformClient,
	place: GitHubSecretsPlace,
	name: string,
	sealed: { readonly bytes: Uint8Array; readonly keyId: string },
): Promise<void> {
	await client.request({
		method: 'PUT',
		path: pathOf(place, name),
		body: { encrypted_value: Buffer.from(sealed.bytes).toString('base64'), key_id: sealed.keyId },
	});
}

/** Removes a secret; one that is gone already is no error. */
export async function deleteGitHubSecret(
	client: PlatformClient,
	place: GitHubSecretsPlace,
	name: string,
): Promise<void> {
	await client.request({ method: 'DELETE', path: pathOf(place, name), acceptStatuses: [404] });
}

function pathOf({ apiPath, environment }: GitHubSecretsPlace, secret?: string): string {
	const base =
		environment === '' ? `${apiPath}/actions/secrets` : `${apiPath}${path`/environments/${environment}/secrets`}`;
	return secret === undefined ? base : `${base}${path`/${secret}`}`;
}
