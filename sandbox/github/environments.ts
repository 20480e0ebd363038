import type { GitHubContext } from './context';
import type { EnvironmentRecord, RepositoryRecord } from './world';

/** The environment of that name, made when it is new: a deployment to it is enough. */
export function ensureEnvironment(
	context: GitHubContext,
	record: RepositoryRecord,
	name: string,
): EnvironmentRecord {
	const known = record.environments.get(name);
	if (known) return known;
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
