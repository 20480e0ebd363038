import type { GitHubContext } from '../context';
import { requireLength } from '../http/textLimits';
import type { EnvironmentRecord, RepositoryRecord } from '../model';

const MAX_NAME_LENGTH = 255;

/** The environment of that name, made when it is new: a deployment to it is enough. */
export function ensureEnvironment(context: GitHubContext, record: RepositoryRecord, name: string): EnvironmentRecord {
	const known = record.environments.get(name);
	if (known) return known;
	requireLength({ resource: 'Environment', field: 'name' }, name, MAX_NAME_LENGTH);
	const nowMs = context.services.clock.now();
	const environment: EnvironmentRecord = {
		id: context.services.ids.integer(),
		name,
		createdAtMs: nowMs,
		updatedAtMs: nowMs,
	};
	record.environments.set(name, environment);
	return environment;
}
