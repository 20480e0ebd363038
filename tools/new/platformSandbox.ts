import type { NewFiles } from './files';
import { titleOf } from './names';

/** The sandbox of a new platform: a world with one deployment, and a life cycle for those that are made. */
export function sandboxFilesOf(platform: string): NewFiles {
	const folder = platform.toLowerCase();
	const title = titleOf(platform);
	const token = `${platform.toUpperCase()}_TOKEN`;
	const room = `sandbox/${folder}`;
	return {
		[`${room}/model.ts`]: `/** A deployment as the sandbox keeps it. */
export interface StoredDeployment {
	readonly id: string;
	readonly service: string;
	readonly commit: string | null;
	readonly startedAtMs: number;
}
`,
		[`${room}/seed.ts`]: `import type { StoredDeployment } from './model';

/** Fixed, obviously fake, and worth nothing anywhere else. */
export const ${token} = 'sandbox-${folder}-token';

/** What is there at first: one deployment that has been live for a day. */
export function seedDeployments(nowMs: number): StoredDeployment[] {
	return [{ id: 'dep-1', service: 'paintbox', commit: '0'.repeat(40), startedAtMs: nowMs - 86_400_000 }];
}
`,
		[`${room}/lifecycle.ts`]: `import type { StoredDeployment } from './model';

const queuedMs = 5_000;
const buildingMs = 60_000;

/** How far a deployment is by now: its age says it. */
export function statusAt({ startedAtMs }: StoredDeployment, nowMs: number): string {
	const ageMs = nowMs - startedAtMs;
	if (ageMs < queuedMs) return 'queued';
	return ageMs < queuedMs + buildingMs ? 'building' : 'live';
}
`,
		[`${room}/present.ts`]: `import { statusAt } from './lifecycle';
import type { StoredDeployment } from './model';

/** A deployment as the API answers it. */
export function deploymentBody(deployment: StoredDeployment, nowMs: number) {
	const { id, service, commit, startedAtMs } = deployment;
	return { id, service, commit, status: statusAt(deployment, nowMs), createdAt: new Date(startedAtMs).toISOString() };
}
`,
		[`${room}/routes/deploymentRoutes.ts`]: `import { type SandboxHandler, SandboxHttpError, type SandboxRoute } from '../../kernel/platform';
import { deploymentBody } from '../present';
import type { World } from '../world';

export function deploymentRoutes(world: World): SandboxRoute[] {
	const get: SandboxHandler = ({ params }) => {
		const found = world.deployments.find(({ id }) => id === params.id);
		if (!found) throw new SandboxHttpError(404, { message: 'Not found' });
		return { status: 200, body: deploymentBody(found, world.now()) };
	};
	return [{ method: 'GET', pattern: '/deployments/:id', handle: get }];
}
`,
		[`${room}/world.ts`]: `import type { SandboxClock } from '../kernel/clock';
import type { StoredDeployment } from './model';
import { seedDeployments } from './seed';

/** All that ${title} holds here. */
export class World {
	deployments: StoredDeployment[] = [];

	constructor(private readonly clock: SandboxClock) {
		this.reset();
	}

	now(): number {
		return this.clock.now();
	}

	start(service: string): StoredDeployment {
		const started = { id: \`dep-\${this.deployments.length + 1}\`, service, commit: null, startedAtMs: this.now() };
		this.deployments.push(started);
		return started;
	}

	reset(): void {
		this.deployments = seedDeployments(this.clock.now());
	}
}
`,
		[`${room}/control.ts`]: `import type { SandboxHandler, SandboxRoute } from '../kernel/platform';
import { deploymentBody } from './present';
import type { World } from './world';

/** What a test or the demo may do behind the API's back: \`POST /_sandbox/${folder}/deployments\` starts one. */
export function controlRoutes(world: World): SandboxRoute[] {
	const start: SandboxHandler = () => ({ status: 201, body: deploymentBody(world.start('paintbox'), world.now()) });
	return [{ method: 'POST', pattern: '/deployments', handle: start }];
}
`,
		[`${room}/page.js`]: `platformPage({
	name: '${folder}',
	label: '${title}',
	sections: [{ rank: 65, id: '${folder}Deployments', title: '${title} deployments' }],
	show({ deployments }) {
		table(
			'${folder}Deployments',
			[
				['Service', (deployment) => deployment.service, 'grow'],
				['State', (deployment) => stateChip(deployment.status)],
				['Commit', (deployment) => short(deployment.commit)],
			],
			deployments,
			'No deployments',
		);
	},
});
`,
		[`test/${room}/lifecycle.test.ts`]: `import { statusAt } from '../../../${room}/lifecycle';

it.each([
	[0, 'queued'],
	[6_000, 'building'],
	[70_000, 'live'],
])('after %d ms a deployment is %s', (ageMs, status) => {
	const deployment = { id: 'dep-2', service: 'paintbox', commit: null, startedAtMs: 1_000 };
	expect(statusAt(deployment, deployment.startedAtMs + ageMs)).toBe(status);
});
`,
		[`${room}/index.ts`]: `import { readPagePart } from '../kernel/page';
import { type SandboxHandler, SandboxHttpError, type SandboxPlatform, type SandboxRoute, type SandboxServices } from '../kernel/platform';
import { controlRoutes } from './control';
import { deploymentBody } from './present';
import { deploymentRoutes } from './routes/deploymentRoutes';
import { ${token} } from './seed';
import { World } from './world';

/** ${title}'s API at \`/${folder}\`. */
export function create${platform}Platform(services: SandboxServices): SandboxPlatform {
	const world = new World(services.clock);
	return {
		name: '${folder}',
		secrets: [${token}],
		page: readPagePart(__dirname),
		routes: deploymentRoutes(world).map(withToken),
		controlRoutes: controlRoutes(world),
		state: () => ({ deployments: world.deployments.map((deployment) => deploymentBody(deployment, world.now())) }),
		reset: () => world.reset(),
	};
}

function withToken(route: SandboxRoute): SandboxRoute {
	const handle: SandboxHandler = (request) => {
		if (request.headers.authorization !== \`Bearer \${${token}}\`) throw new SandboxHttpError(401, { message: 'Bad credentials' });
		return route.handle(request);
	};
	return { ...route, handle };
}
`,
	};
}
