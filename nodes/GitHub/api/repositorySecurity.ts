import { textAt, valueAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { isTransient, messageOf, PlatformRequestError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import type { Repository } from './repositories';
import { lookAtAlerts } from './securityAlerts';
import type { AlertKind, AlertSight, OrganizationSight, RepositorySecurity } from './types';

/** @throws PlatformRequestError when the repository itself cannot be read. */
export async function readRepositorySecurity(
	client: PlatformClient,
	repository: Repository,
): Promise<RepositorySecurity> {
	const body = await client.object({ method: 'GET', path: repository.apiPath });
	const defaultBranch = textAt(body, 'default_branch') ?? '';
	return {
		fullName: textAt(body, 'full_name') ?? '',
		defaultBranch,
		isDefaultBranchProtected: await isProtected(client, repository, defaultBranch),
		organization: await lookAtOwner(client, body),
		dependencies: await seen(client, repository, 'dependabot'),
		code: await seen(client, repository, 'code-scanning'),
		secrets: await seen(client, repository, 'secret-scanning'),
	};
}

async function seen(client: PlatformClient, repository: Repository, kind: AlertKind): Promise<AlertSight> {
	const look = await attempt(lookAtAlerts(client, repository, kind));
	return look.ok ? look.value : { state: 'unseen', reason: reasonOf(look.error) };
}

async function isProtected(client: PlatformClient, { apiPath }: Repository, branch: string): Promise<boolean | null> {
	if (branch === '') return null;
	const look = await attempt(client.object({ method: 'GET', path: `${apiPath}${path`/branches/${branch}`}` }));
	if (!look.ok) return unseen(look.error, null);
	const value = valueAt(look.value, 'protected');
	return typeof value === 'boolean' ? value : null;
}

async function lookAtOwner(client: PlatformClient, repository: object): Promise<OrganizationSight> {
	const name = textAt(repository, 'owner', 'login') ?? '';
	if (textAt(repository, 'owner', 'type') !== 'Organization') {
		const reason = `${name} is a person's account, which no rule can ask for a second factor`;
		return { name, isTwoFactorRequired: null, reason };
	}
	const look = await attempt(client.object({ method: 'GET', path: path`/orgs/${name}` }));
	if (!look.ok) return { name, isTwoFactorRequired: null, reason: reasonOf(look.error) };
	const value = valueAt(look.value, 'two_factor_requirement_enabled');
	return typeof value === 'boolean'
		? { name, isTwoFactorRequired: value, reason: '' }
		: { name, isTwoFactorRequired: null, reason: 'GitHub tells it to owners of the organization only' };
}

function reasonOf(error: unknown): string {
	return unseen(error, messageOf(error));
}

/** A fault of this code is none of GitHub's. */
function unseen<Value>(error: unknown, value: Value): Value {
	if (error instanceof PlatformRequestError || isTransient(error)) return value;
	throw error;
}
