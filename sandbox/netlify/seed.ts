import type { RepositoryCommit, RepositoryStore } from '../kernel/platform';
import { monorepo } from '../kernel/seedRepositories';
import { applyCommit } from './lifecycle/buildQueue';
import type { DeployLifecycle } from './lifecycle/deployLifecycle';
import type { Site } from './model';
import { readRepositoryLink } from './world/repositoryLink';
import type { NetlifyWorld } from './world/world';

const SEED_SITES = [
	{
		id: '7a1e0001-5b0c-4c1f-9d00-000000000001',
		deployId: '7a1e0001d00000000000a001',
		buildId: '7a1e0001b00000000000b001',
		name: 'paintbox',
		repository: monorepo,
		customDomain: 'paintbox.candlefish.ai',
	},
	{
		id: '7a1e0002-5b0c-4c1f-9d00-000000000002',
		deployId: '7a1e0002d00000000000a002',
		buildId: '7a1e0002b00000000000b002',
		name: 'promoteros',
		repository: 'candlefish-ai/promoteros',
		customDomain: 'promoteros.candlefish.ai',
	},
	{
		id: '7a1e0003-5b0c-4c1f-9d00-000000000003',
		deployId: '7a1e0003d00000000000a003',
		buildId: '7a1e0003b00000000000b003',
		name: 'crown-trophy',
		repository: 'candlefish-ai/crown-trophy',
		customDomain: 'crown.candlefish.ai',
	},
] as const;

/** Candlefish's three sites, each with one published deploy of its main branch's first commit; paintbox with one of staging, too. */
export function seedWorld(world: NetlifyWorld, lifecycle: DeployLifecycle): void {
	const { repositories } = world.services;
	for (const seed of SEED_SITES) {
		const { repository: path } = seed;
		const site = world.addSite({
			...seed,
			repository: readRepositoryLink({
				repo_path: path,
				repo_branch: repositories.defaultBranch,
				cmd: 'npm run build',
				dir: `apps/${seed.name}`,
			}),
		});
		const commit = firstCommit(repositories, path);
		if (!commit) continue;
		seedDeploy(world, lifecycle, site, commit, { id: seed.deployId, buildId: seed.buildId });
	}
	seedStaging(world, lifecycle);
}

/** What the address of paintbox's staging branch serves. */
function seedStaging(world: NetlifyWorld, lifecycle: DeployLifecycle): void {
	const { repositories } = world.services;
	const site = [...world.sites.values()].find(({ repository }) => repository?.repo_path === monorepo);
	const commit = repositories.has(monorepo) ? repositories.resolve(monorepo, 'staging') : undefined;
	if (!site || !commit) return;
	const ids = { id: '7a1e0001d00000000000a0f1', buildId: '7a1e0001b00000000000b0f1' };
	seedDeploy(world, lifecycle, site, commit, { ...ids, branch: 'staging' });
}

function seedDeploy(
	world: NetlifyWorld,
	lifecycle: DeployLifecycle,
	site: Site,
	commit: RepositoryCommit,
	{ id, buildId, branch }: { readonly id: string; readonly buildId: string; readonly branch?: string },
): void {
	const deploy = world.addDeploy(site, { id, branch });
	deploy.buildId = buildId;
	deploy.commitRef = commit.sha;
	deploy.commitUrl = `https://github.com/${site.repository?.repo_path ?? ''}/commit/${commit.sha}`;
	deploy.title = commit.message.split('\n')[0];
	world.builds.set(buildId, {
		id: buildId,
		siteId: site.id,
		deployId: deploy.id,
		createdAtMs: world.now(),
		sha: commit.sha,
		done: true,
		error: undefined,
	});
	applyCommit(site, deploy, commit);
	lifecycle.finish(deploy);
}

function firstCommit(repositories: RepositoryStore, path: string): RepositoryCommit | undefined {
	if (!repositories.has(path)) return undefined;
	let commit = repositories.resolve(path, repositories.defaultBranch);
	for (;;) {
		const parent = commit?.parents[0];
		const before = parent === undefined ? undefined : repositories.resolve(path, parent);
		if (!before) return commit;
		commit = before;
	}
}
