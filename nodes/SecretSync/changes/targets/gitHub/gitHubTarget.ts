import type { PlatformClient } from '../../../../shared/http/platformClient';
import { OperationFailure } from '../../../../shared/operation/errors';
import { attempt } from '../../../../shared/waiting/attempt';
import {
	deleteGitHubSecret,
	type GitHubPublicKey,
	type GitHubSecretsPlace,
	listGitHubSecrets,
	putGitHubSecret,
	readPublicKey,
	readUpdatedAt,
} from '../../../api/gitHubSecrets';
import type { KeyWrite, PresentKey } from '../../../state/syncPlan';
import type { Target } from '../target';
import { sealedBox } from './sealedBox';

/** Of a repository, and of each of its environments (docs.github.com/en/actions/reference/security/secrets). */
const mostSecrets = 100;

/** Each (the same page). */
const mostBytes = 48 * 1024;

/** The Actions secrets of a repository or of one of its environments, each sealed to GitHub's public key. */
export function gitHubTarget(client: PlatformClient, place: GitHubSecretsPlace): Target {
	const { owner, name, environment } = place;
	const placeName = `${owner}/${name}${environment === '' ? '' : `, environment ${environment}`}`;
	let present: ReadonlyMap<string, PresentKey> = new Map();
	return {
		name: `GitHub repository ${placeName}`,
		identity: `gitHub ${owner}/${name} ${environment}`.toLowerCase(),
		credentialType: 'slipwayGitHubApi',
		summary: { platform: 'gitHub', repository: `${owner}/${name}`, environment: environment || null },
		neededAccess:
			environment === ''
				? `Give the token the repository permission "Secrets: Read and write" for ${owner}/${name} (a classic one: the scope "repo")`
				: `Give the token the repository permission "Environments: Read and write" for ${owner}/${name} (a classic one: the scope "repo"), and check that the environment ${environment} exists`,
		takesEffect: 'with the next workflow run',
		marksAreDigests: false,
		takesReferences: false,
		keyInTarget: secretName,
		async read() {
			const secrets = await listGitHubSecrets(client, place);
			present = new Map(secrets.map((secret) => [secret.name, { values: null, mark: secret.updatedAt }]));
			return present;
		},
		check(writes) {
			requireRoom(placeName, present, writes);
			requireSmall(writes);
		},
		async write(writes, done) {
			const isAnyGiven = writes.some(({ value }) => value !== null);
			const publicKey = isAnyGiven ? await requirePublicKey(client, place, placeName) : null;
			for (const { key, value } of writes) {
				if (value === null || publicKey === null) {
					await deleteGitHubSecret(client, place, key);
					done(key);
				} else {
					done(key, await putSealed(client, place, key, value, publicKey));
				}
			}
			return {};
		},
	};
}

/** @returns the mark that the write left, where it can be read. */
async function putSealed(
	client: PlatformClient,
	place: GitHubSecretsPlace,
	key: string,
	value: string,
	publicKey: GitHubPublicKey,
): Promise<string | null> {
	await putGitHubSecret(client, place, key, {
		bytes: sealedBox(Buffer.from(value), publicKey.bytes),
		keyId: publicKey.id,
	});
	const written = await attempt(readUpdatedAt(client, place, key));
	return written.ok ? written.value : null;
}

async function requirePublicKey(
	client: PlatformClient,
	place: GitHubSecretsPlace,
	placeName: string,
): Promise<GitHubPublicKey> {
	const key = await readPublicKey(client, place);
	if (key) return key;
	throw new OperationFailure(
		`GitHub returned no public key for the secrets of ${placeName}`,
		'Nothing was written. Check that the token may write Actions secrets of the repository',
	);
}

function requireRoom(placeName: string, present: ReadonlyMap<string, PresentKey>, writes: readonly KeyWrite[]): void {
	const added = writes.filter(({ key, value }) => value !== null && !present.has(key)).length;
	const removed = writes.filter(({ key, value }) => value === null && present.has(key)).length;
	if (added === 0 || present.size + added - removed <= mostSecrets) return;
	throw new OperationFailure(
		`${placeName} has ${present.size} secrets, and ${added} more would exceed the ${mostSecrets} that GitHub allows there`,
		'Nothing was written. Exclude keys that no workflow reads, or remove secrets that are no longer needed',
	);
}

function requireSmall(writes: readonly KeyWrite[]): void {
	const large = writes.find(({ value }) => Buffer.byteLength(value ?? '') > mostBytes);
	if (large === undefined) return;
	throw new OperationFailure(
		`The value of ${large.key} is larger than 48 KB, the most that GitHub accepts for a secret`,
		'Nothing was written. Exclude that key, or keep its value elsewhere',
	);
}

/** GitHub keeps names in capitals. */
function secretName(key: string): string {
	const name = key.toUpperCase();
	if (/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/.test(name)) return name;
	throw new OperationFailure(
		`"${key}" cannot be the name of a GitHub Actions secret`,
		'Rename it in Key Mapping, with letters, digits and underscores, not beginning with a digit or GITHUB_; or exclude it',
	);
}
