import type { INodeProperties } from 'n8n-workflow';

import { textAt, valueAt } from '../../../deployment/values/jsonFields';
import { parseRepositoryName } from '../../../deployment/values/repositoryName';
import { gitHubClient } from '../../../GitHub/api/client';
import { OperationFailure } from '../../../shared/operation/errors';
import { enteredAs, locatorProperty, optionalLocatorValue } from '../../../shared/fields/locators';
import type { OperationContext } from '../../../shared/operation/operation';
import { listByPage } from '../../../shared/http/pagination';
import { locatorValue } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { attempt } from '../../../shared/waiting/attempt';
import { sealedBox } from './sealedBox';
import type { PresentKey } from '../../state/syncPlan';
import type { Target } from './target';

const show = { target: ['gitHub'] };
/** Of a repository, and of each of its environments (docs.github.com/en/actions/reference/security/secrets). */
const mostSecrets = 100;

/** Each (the same page). */
const mostBytes = 48 * 1024;

export const gitHubProperties: INodeProperties[] = [
	{
		...locatorProperty({
			displayName: 'Repository',
			name: 'repository',
			description: 'The repository whose Actions secrets to write',
			search: 'searchRepositories',
			enter: [enteredAs('name', 'By Name', 'candlefish-ai/paintbox')],
		}),
		displayOptions: { show },
	},
	{
		...locatorProperty({
			displayName: 'Environment',
			name: 'environment',
			description: 'The environment of the repository that gets the secrets; leave it empty for the repository itself',
			search: 'searchEnvironments',
			enter: [enteredAs('name', 'By Name', 'production')],
		}),
		required: false,
		displayOptions: { show },
	},
];

/** The Actions secrets of a repository or of one of its environments, each sealed to GitHub's public key. */
export async function gitHubTarget(context: OperationContext): Promise<Target> {
	const entered = locatorValue(context, 'repository', 'Repository');
	const repository = parseRepositoryName(entered);
	if (!repository) {
		throw new OperationFailure(
			`Repository is not of the form owner/name: ${entered}`,
			'Choose a repository from the list, or give owner/name',
		);
	}
	const { owner, name } = repository;
	const environment = optionalLocatorValue(context, 'environment');
	const base =
		environment === ''
			? path`/repos/${owner}/${name}/actions/secrets`
			: path`/repos/${owner}/${name}/environments/${environment}/secrets`;
	const client = gitHubClient(context);
	let present: ReadonlyMap<string, PresentKey> = new Map();
	const place = `${owner}/${name}${environment === '' ? '' : `, environment ${environment}`}`;
	return {
		name: `GitHub repository ${place}`,
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
			const secrets = await listByPage<unknown>(
				client,
				{ method: 'GET', path: base },
				{ limit: Infinity, pageSize: 100, select: (body) => valueAt(body, 'secrets') },
			);
			present = new Map(
				secrets.map((secret) => [
					textAt(secret, 'name') ?? '',
					{ values: null, mark: textAt(secret, 'updated_at') },
				]),
			);
			return present;
		},
		check(writes) {
			const added = writes.filter(({ key, value }) => value !== null && !present.has(key)).length;
			const removed = writes.filter(({ key, value }) => value === null && present.has(key)).length;
			if (added > 0 && present.size + added - removed > mostSecrets) {
				throw new OperationFailure(
					`${place} has ${present.size} secrets, and ${added} more would be above the ${mostSecrets} that GitHub keeps there`,
					'Nothing was written. Exclude keys that no workflow reads, or remove secrets that are not needed any more',
				);
			}
			const large = writes.find(({ value }) => Buffer.byteLength(value ?? '') > mostBytes);
			if (large === undefined) return;
			throw new OperationFailure(
				`The value of ${large.key} is larger than 48 KB, the most that GitHub takes for a secret`,
				'Nothing was written. Exclude that key, or keep its value elsewhere',
			);
		},
		async write(writes, done) {
			const key = writes.some(({ value }) => value !== null) ? await publicKey() : null;
			for (const { key: secret, value } of writes) {
				if (value === null || key === null) {
					await client.request({ method: 'DELETE', path: `${base}${path`/${secret}`}`, acceptStatuses: [404] });
					done(secret);
				} else {
					const sealed = sealedBox(Buffer.from(value), key.bytes);
					await client.request({
						method: 'PUT',
						path: `${base}${path`/${secret}`}`,
						body: { encrypted_value: Buffer.from(sealed).toString('base64'), key_id: key.id },
					});
					const written = await attempt(client.object({ method: 'GET', path: `${base}${path`/${secret}`}` }));
					done(secret, written.ok ? textAt(written.value, 'updated_at') : null);
				}
			}
			return {};
		},
	};

	async function publicKey(): Promise<{ readonly id: string; readonly bytes: Uint8Array }> {
		const body = await client.object({ method: 'GET', path: `${base}/public-key` });
		const id = textAt(body, 'key_id');
		const bytes = new Uint8Array(Buffer.from(textAt(body, 'key') ?? '', 'base64'));
		if (id !== null && bytes.length === 32) return { id, bytes };
		throw new OperationFailure(
			`GitHub gave no public key for the secrets of ${place}`,
			'Nothing was written. Check that the token may write Actions secrets of the repository',
		);
	}
}

/** GitHub keeps names in capitals. */
function secretName(key: string): string {
	const name = key.toUpperCase();
	if (/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/.test(name)) return name;
	throw new OperationFailure(
		`"${key}" cannot be the name of a GitHub Actions secret`,
		'Give it another name in Key Mapping, with letters, digits and underscores, the first no digit, not beginning with GITHUB_; or exclude it',
	);
}
