import { SandboxHttpError, type SandboxRequest, type SandboxResponse } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { readBody, readString } from '../http/requestBody';
import { eventPayload } from '../present/payloads/eventPayload';
import { TOKEN_LOGIN } from '../world/accounts';
import { namedRepository } from './namedRepository';

/** `POST /_sandbox/github/rename`: gives a repository another name within its owner. */
export function renameRepository(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const body = readBody(request);
	const record = namedRepository(context, body);
	const before = record.name;
	const name = readString(body, 'name') ?? '';
	if (!/^[\w.-]+$/.test(name) || context.world.repository(`${record.owner}/${name}`)) {
		throw new SandboxHttpError(400, {
			message: `name must be one that ${record.owner} has not used, not "${name}"`,
		});
	}
	context.world.rename(record, `${record.owner}/${name}`);
	const changes = { repository: { name: { from: before } } };
	context.webhooks.emitLater(
		record,
		'repository',
		eventPayload(context, record, 'repository', TOKEN_LOGIN, { action: 'renamed', changes }),
	);
	return { status: 200, body: { id: record.id, full_name: record.fullName } };
}
