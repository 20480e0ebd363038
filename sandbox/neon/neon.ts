import type { SandboxRequest, SandboxResponse, SandboxRoute, SandboxServices } from '../kernel/platform';
import { neonError } from './http/errors';
import { RateLimits } from './http/rateLimits';
import { Branching } from './lifecycle/branching';
import { Computes } from './lifecycle/computes';
import { Operations } from './lifecycle/operations';
import type { Branch, Project } from './model';
import { seedWorld } from './seed';
import { NeonWorld } from './world/world';

export const NEON_TOKEN = 'sandbox-neon-token';

export type NeonHandler = (neon: Neon, request: SandboxRequest) => SandboxResponse | Promise<SandboxResponse>;

interface Parts {
	readonly world: NeonWorld;
	readonly operations: Operations;
	readonly computes: Computes;
	readonly branching: Branching;
	readonly limits: RateLimits;
}

function createParts(services: SandboxServices): Parts {
	const world = new NeonWorld(services);
	const operations = new Operations(services);
	const computes = new Computes(world, operations);
	const branching = new Branching(world, operations, computes);
	seedWorld(world, computes);
	return { world, operations, computes, branching, limits: new RateLimits(() => world.now()) };
}

/** One simulated Neon with its parts wired together; `reset` replaces them all. */
export class Neon {
	private parts: Parts;
	tokenExpired = false;

	constructor(private readonly services: SandboxServices) {
		this.parts = createParts(services);
	}

	get world(): NeonWorld {
		return this.parts.world;
	}
	get operations(): Operations {
		return this.parts.operations;
	}
	get computes(): Computes {
		return this.parts.computes;
	}
	get branching(): Branching {
		return this.parts.branching;
	}
	get limits(): RateLimits {
		return this.parts.limits;
	}

	async reset(): Promise<void> {
		await this.close();
		this.tokenExpired = false;
		this.parts = createParts(this.services);
	}

	/** Ends every Postgres and every port. */
	async close(): Promise<void> {
		const { world, computes } = this.parts;
		for (const endpoint of [...world.endpoints.values()]) await computes.remove(endpoint);
		for (const branch of [...world.branches.values()]) world.removeBranch(branch);
		await world.pool.close();
	}

	projectOf(request: SandboxRequest): Project {
		return this.world.project(request.params['projectId'] ?? '');
	}

	branchOf(request: SandboxRequest): Branch {
		return this.world.branch(this.projectOf(request), request.params['branchId'] ?? '');
	}

	/** Routes of the API, each as method, path and handler: they ask for the token and count the request. */
	apiRoutes(routes: ReadonlyArray<readonly [method: string, pattern: string, handle: NeonHandler]>): SandboxRoute[] {
		return routes.map(([method, pattern, handle]) => ({
			method,
			pattern: `/api/v2${pattern}`,
			handle: async (request) => {
				if (this.tokenExpired || request.headers.authorization !== `Bearer ${NEON_TOKEN}`) {
					throw neonError(401, 'supplied credentials do not pass authentication');
				}
				this.limits.count(`${method} ${pattern}`);
				return await handle(this, request);
			},
		}));
	}
}
