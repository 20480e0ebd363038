import { SandboxHttpError } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { readString } from '../http/requestBody';
import type { JsonObject, RepositoryRecord } from '../model';

/** The repository that a control request names; says which there are when it is none of them. */
export function namedRepository(context: GitHubContext, body: JsonObject): RepositoryRecord {
	const name = readString(body, 'repository') ?? '';
	const record = context.world.repository(name);
	if (!record) {
		const known = context.services.repositories.list().join(', ');
		throw new SandboxHttpError(404, {
			message: `No repository "${name}"; there are: ${known}`,
		});
	}
	return record;
}
