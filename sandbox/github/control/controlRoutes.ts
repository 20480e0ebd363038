import { SandboxHttpError, type SandboxRoute } from '../../kernel/platform';
import type { AccessControl } from '../http/access';
import type { GitHubContext } from '../context';
import { representDelivery } from '../present/delivery';
import { registryPackagePayload } from '../present/payloads/registryPackage';
import { eventPayload } from '../present/payloads/eventPayload';
import { readBody, readBoolean, readInteger, readString } from '../http/requestBody';
import { TOKEN_LOGIN } from '../world/accounts';
import { startRun } from '../lifecycle/workflowRuns';
import { findWorkflow, workflowsOf } from '../world/workflows';
import { controlDeliver } from './deliverControl';
import { controlPullRequest } from './pullRequestControl';
import { controlPush, namedRepository } from './pushControl';

/** What a test or the demo does behind the API's back, under `/_sandbox/github`. */
export function controlRoutes(context: GitHubContext, access: AccessControl): SandboxRoute[] {
	return [
		{ method: 'POST', pattern: '/push', handle: (request) => controlPush(context, request) },
		{
			method: 'POST',
			pattern: '/pull-requests',
			handle: (request) => controlPullRequest(context, request),
		},
		{ method: 'POST', pattern: '/deliver', handle: (request) => controlDeliver(context, request) },
		{
			method: 'POST',
			pattern: '/deliveries/:guid/redeliver',
			handle: async (request) => {
				const guid = request.params['guid'];
				const known = context.world.deliveries.find((delivery) => delivery.guid === guid);
				const hook = context.world.hooks.find((candidate) => candidate.id === known?.hookId);
				if (!known || !hook) {
					throw new SandboxHttpError(404, {
						message: `No delivery ${guid ?? ''}, or its hook is gone`,
					});
				}
				const delivery = await context.webhooks.deliver(
					hook,
					known.event,
					known.request.payload,
					{ guid: known.guid, redelivery: true },
				);
				return {
					status: 200,
					body: { ...representDelivery(delivery), response: delivery.response.payload },
				};
			},
		},
		{
			method: 'POST',
			pattern: '/workflow-runs',
			handle: (request) => {
				const body = readBody(request);
				const record = namedRepository(context, body);
				const branch =
					readString(body, 'branch') ?? context.services.repositories.defaultBranch;
				const head = context.git.branchHead(record, branch);
				const name = readString(body, 'workflow');
				const workflow =
					name === undefined
						? workflowsOf(context, record)[0]
						: findWorkflow(context, record, name);
				if (!head || !workflow) {
					throw new SandboxHttpError(404, {
						message: `${record.fullName} has no ${head ? `workflow "${name ?? ''}"` : `branch "${branch}"`}`,
					});
				}
				const conclusion = readString(body, 'conclusion');
				const run = startRun(context, record, {
					workflow,
					event: readString(body, 'event') ?? 'push',
					branch,
					sha: head.sha,
					...(conclusion === undefined ? {} : { conclusion }),
				});
				return { status: 201, body: { id: run.id, sha: run.sha } };
			},
		},
		{
			method: 'POST',
			pattern: '/registry-packages',
			handle: async (request) => {
				const body = readBody(request);
				const record = namedRepository(context, body);
				const payload = registryPackagePayload(context, record, {
					name: readString(body, 'name') ?? record.name,
					tag: readString(body, 'tag') ?? 'latest',
					digest: readString(body, 'digest') ?? `sha256:${context.services.ids.hex(64)}`,
				});
				const deliveries = await context.webhooks.emit(record, 'registry_package', payload);
				return {
					status: 201,
					body: { deliveries: deliveries.map(representDelivery), payload },
				};
			},
		},
		{
			method: 'POST',
			pattern: '/rename',
			handle: (request) => {
				const body = readBody(request);
				const record = namedRepository(context, body);
				const before = record.name;
				const name = readString(body, 'name') ?? '';
				if (!/^[\w.-]+$/.test(name) || context.world.repository(`${record.owner}/${name}`)) {
					throw new SandboxHttpError(400, { message: `name must be one that ${record.owner} has not used, not "${name}"` });
				}
				context.world.rename(record, `${record.owner}/${name}`);
				const changes = { repository: { name: { from: before } } };
				context.webhooks.emitLater(
					record,
					'repository',
					eventPayload(context, record, 'repository', TOKEN_LOGIN, { action: 'renamed', changes }),
				);
				return { status: 200, body: { id: record.id, full_name: record.fullName } };
			},
		},
		{
			method: 'POST',
			pattern: '/rate-limit',
			handle: (request) => {
				const body = readBody(request);
				const remaining = readInteger(body, 'remaining');
				if (remaining !== undefined) access.setRemaining(remaining);
				const count = readInteger(body, 'secondaryCount');
				if (count !== undefined) {
					access.setSecondaryLimit({
						count,
						status: readInteger(body, 'status') === 429 ? 429 : 403,
						// Null, unlike nothing, is for no such header.
						retryAfterSeconds: body['retryAfterSeconds'] === null ? null : (readInteger(body, 'retryAfterSeconds') ?? 60),
						writesOnly: readBoolean(body, 'writesOnly') ?? false,
					});
				}
				return { status: 200, body: access.rateLimit() };
			},
		},
		{
			// For a test that opens a sealed box as GitHub would: a sandbox key, worth nothing elsewhere.
			method: 'GET',
			pattern: '/secrets/:owner/:repo',
			handle: (request) => {
				const record = namedRepository(context, {
					repository: `${request.params['owner']}/${request.params['repo']}`,
				});
				const key = context.world.secretKeyOf(record);
				return {
					status: 200,
					body: {
						keyId: key.keyId,
						privateKey: key.privateKey.export({ format: 'pem', type: 'pkcs8' }),
						encryptedValues: Object.fromEntries(
							[...record.secrets.values()].map(({ name, encryptedValue }) => [
								name,
								encryptedValue,
							]),
						),
					},
				};
			},
		},
	];
}
