import type { RepositoryStore } from '../kernel/platform';
import { monorepo } from '../kernel/seedRepositories';

/** Fixed, obviously fake, and worth nothing anywhere else. */
export const TEMPORAL_API_KEY = 'sandbox-temporal-key';
export const TEMPORAL_CLOUD_KEY = 'sandbox-temporal-cloud-key';

export const NAMESPACE = 'default';

/** The workers of the example catalog: `build-paintbox-workers.yml` builds them, and starts them beside the older ones. */
export const WORKERS = {
	deployment: 'paintbox',
	taskQueue: 'paintbox',
	workflow: 'build-paintbox-workers.yml',
} as const;

/** The commit whose workers are there at first. */
export function seedCommit(repositories: RepositoryStore): string {
	return repositories.resolve(monorepo, repositories.defaultBranch)?.sha ?? '0'.repeat(40);
}
