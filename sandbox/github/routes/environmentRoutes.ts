import type { SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { requestedRepository, urlsOf } from '../context';
import { ensureEnvironment } from '../world/environments';
import { notFound } from '../http/errors';
import { countedResponse } from '../http/pagination';
import { repositoryApiUrl, repositoryWebUrl } from '../present/repository';
import { isoTime, nodeId } from '../present/urls';
import type { EnvironmentRecord, JsonObject, RepositoryRecord } from '../model';

/** Environments; they have no protection rules here. */
export function environmentRoutes(context: GitHubContext): SandboxRoute[] {
	function represent(record: RepositoryRecord, environment: EnvironmentRecord): JsonObject {
		const urls = urlsOf(context);
		const name = encodeURIComponent(environment.name);
		return {
			id: environment.id,
			node_id: nodeId('Environment', environment.id),
			name: environment.name,
			url: `${repositoryApiUrl(urls, record.fullName)}/environments/${name}`,
			html_url: `${repositoryWebUrl(urls, record.fullName)}/deployments/activity_log?environments_filter=${name}`,
			created_at: isoTime(environment.createdAtMs),
			updated_at: isoTime(environment.updatedAtMs),
			protection_rules: [],
			deployment_branch_policy: null,
		};
	}
	const pattern = '/repos/:owner/:repo/environments/:environment';
	return [
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/environments',
			handle: (request) => {
				const record = requestedRepository(context, request);
				return countedResponse(
					request,
					'environments',
					[...record.environments.values()],
					(environment) => represent(record, environment),
				);
			},
		},
		{
			method: 'GET',
			pattern,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const environment = record.environments.get(request.params['environment'] ?? '');
				if (!environment) throw notFound();
				return { status: 200, body: represent(record, environment) };
			},
		},
		{
			method: 'PUT',
			pattern,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const name = request.params['environment'] ?? '';
				const environment = ensureEnvironment(context, record, name);
				environment.updatedAtMs = context.services.clock.now();
				return { status: 200, body: represent(record, environment) };
			},
		},
		{
			method: 'DELETE',
			pattern,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const name = request.params['environment'] ?? '';
				if (!record.environments.delete(name)) throw notFound();
				record.environmentSecrets.delete(name);
				return { status: 204 };
			},
		},
	];
}
