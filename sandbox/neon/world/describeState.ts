import { isoTime } from '../http/time';
import type { Neon } from '../neon';
import { presentBranch } from '../present/branch';
import { presentEndpoint } from '../present/endpoint';
import { presentOperation } from '../present/operation';
import { presentProject } from '../present/project';
import { presentSnapshot } from '../present/snapshot';

/** Everything this Neon holds, without passwords and rows. */
export function describeState(neon: Neon): Record<string, unknown> {
	const { world, operations } = neon;
	const projects = [...world.projects.values()];
	return {
		projects: projects.map((project) => ({ ...presentProject(project), locked: project.locked })),
		branches: [...world.branches.values()].map((branch) => ({
			...presentBranch(branch),
			roles: [...branch.roles.keys()],
			databases: [...branch.databases.values()].map(({ name, ownerName, live }) => ({
				name,
				owner_name: ownerName,
				postgres_running: live.running,
				connections: live.connections,
				history: live.pointTimesMs.map(isoTime),
			})),
		})),
		endpoints: projects.flatMap((project) =>
			[...world.endpoints.values()]
				.filter((endpoint) => endpoint.projectId === project.id)
				.map((endpoint) => ({
					...presentEndpoint(project, endpoint),
					connections: endpoint.connections,
				})),
		),
		operations: [...operations.all.values()]
			.sort((left, right) => right.sequence - left.sequence)
			.map(presentOperation),
		snapshots: [...world.snapshots.values()].map(presentSnapshot),
		limits: { enabled: neon.limits.enabled, branches_per_project: neon.limits.branchesPerProject },
		token_expired: neon.tokenExpired,
	};
}
