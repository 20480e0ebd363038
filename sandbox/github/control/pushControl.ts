import { SandboxHttpError, type SandboxRequest, type SandboxResponse } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { representDelivery } from '../present/delivery';
import { NO_COMMIT, pushPayload } from '../present/payloads/push';
import { announceLife } from '../lifecycle/announceReference';
import { startPushedWorkflows } from '../lifecycle/pushedWorkflows';
import { commitToBranch, synchronizePullRequests } from '../lifecycle/pushing';
import { readBody, readBoolean, readInteger, readObject, readString } from '../http/requestBody';
import type { JsonObject, RepositoryRecord } from '../model';
import { namedRepository } from './namedRepository';

const BUILD_FAILS_FILE = '.sandbox/build-fails';
const UNHEALTHY_FILE = '.sandbox/unhealthy';
const SCENARIOS = ['good', 'bad-build', 'failing-health'];

type Files = Readonly<Record<string, string | null>>;

/** What a scenario does to the tree: its marker files, and a change of the site for a path filter to see. */
function scenarioFiles(record: RepositoryRecord, scenario: string, mark: string): Files {
	return {
		[BUILD_FAILS_FILE]: scenario === 'bad-build' ? "Error: Cannot find module './palette'\n" : null,
		[UNHEALTHY_FILE]: scenario === 'failing-health' ? 'The page throws on load.\n' : null,
		[`apps/${record.name}/index.html`]: `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${record.name}</title></head><body><h1>${record.name}</h1><p>Change ${mark}</p></body></html>\n`,
	};
}

function readFiles(body: JsonObject): Files {
	const files: Record<string, string | null> = {};
	for (const [path, text] of Object.entries(readObject(body, 'files') ?? {})) {
		if (typeof text !== 'string' && text !== null) {
			throw new SandboxHttpError(400, { message: `files["${path}"] must be text or null` });
		}
		files[path] = text;
	}
	return files;
}

/**
 * `POST /_sandbox/github/push`: adds commits to the shared repository and delivers the push. `ontoSha` (or
 * `forced`, which uses the head's parent) replaces the head; `commitCount` puts several commits in one push.
 */
export async function controlPush(context: GitHubContext, request: SandboxRequest): Promise<SandboxResponse> {
	const body = readBody(request);
	const record = namedRepository(context, body);
	const branch = readString(body, 'branch') ?? context.services.repositories.defaultBranch;
	const scenario = readString(body, 'scenario');
	if (scenario !== undefined && !SCENARIOS.includes(scenario)) {
		throw new SandboxHttpError(400, {
			message: `scenario must be one of ${SCENARIOS.join(', ')}, not "${scenario}"`,
		});
	}
	const previous = context.git.branchHead(record, branch);
	const isForced = readBoolean(body, 'forced') === true;
	const ontoSha = readString(body, 'ontoSha') ?? (isForced ? previous?.parents[0] : undefined);
	if (ontoSha !== undefined && !context.git.resolve(record, ontoSha)) {
		throw new SandboxHttpError(404, { message: `${record.fullName} has no commit ${ontoSha}` });
	}
	const givenFiles = readFiles(body);
	const author = readString(body, 'author');
	const commitCount = Math.max(1, readInteger(body, 'commitCount') ?? 1);
	let sha = previous?.sha ?? NO_COMMIT;
	for (let index = 0; index < commitCount; index++) {
		const mark = context.services.ids.hex(8);
		const hasOwnFiles = Object.keys(givenFiles).length > 0;
		const change = scenario === undefined && hasOwnFiles ? {} : scenarioFiles(record, scenario ?? 'good', mark);
		sha = commitToBranch(context, record, branch, {
			files: { ...change, ...givenFiles },
			message: readString(body, 'message') ?? `Change ${record.name} (${scenario ?? 'push'})`,
			...(author === undefined ? {} : { author }),
			...(index === 0 && ontoSha !== undefined ? { ontoSha } : {}),
		}).sha;
	}
	const before = previous?.sha ?? NO_COMMIT;
	const pushed = { reference: `refs/heads/${branch}`, before, after: sha };
	const payload = pushPayload(context, record, pushed);
	// Whether or not anybody hears of the push.
	startPushedWorkflows(context, record, pushed);
	const isDelivered = readBoolean(body, 'deliver') !== false;
	const deliveries = isDelivered
		? await context.webhooks.emit(record, 'push', payload, readString(body, 'deliveryId'))
		: [];
	if (isDelivered) announceLife(context, record, pushed);
	synchronizePullRequests(context, record, branch, isDelivered);
	return {
		status: 201,
		body: {
			sha,
			before,
			deliveryId: deliveries[0]?.guid ?? null,
			deliveries: deliveries.map((delivery) => ({
				...representDelivery(delivery),
				hook_id: delivery.hookId,
				response: delivery.response.payload,
			})),
			payload,
		},
	};
}
