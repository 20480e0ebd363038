import { isUnhealthyAt } from '../../kernel/builtImage';
import type { RepositoryCommit } from '../../kernel/platform';
import { treeContent } from '../world/deployContent';
import { type DeployLifecycle, NO_CONTENT_CHANGE } from './deployLifecycle';
import type { Build, Deploy, Site } from '../model';
import { hasEnded } from '../model';
import { unprocessable } from '../http/errors';
import type { NetlifyWorld } from '../world/world';

/** A build of about 40 s: queue, container, build command, upload, post-processing. */
const ENQUEUED_AFTER_MS = 500;
const START_AFTER_MS = 2000;
const BUILD_FAILS_AFTER_MS = 22_000;
const UPLOADING_AFTER_MS = 30_000;
const PROCESSING_AFTER_MS = 34_000;
const READY_AFTER_MS = 38_000;

export interface BuildRequest {
	readonly branch?: string | undefined;
	readonly title?: string | undefined;
	readonly clearCache?: boolean;
}

/** Builds from the linked repository: one at a time for a site, sites side by side. */
export class BuildQueue {
	private readonly waiting = new Map<string, Build[]>();
	private readonly running = new Map<string, Build>();

	constructor(
		private readonly world: NetlifyWorld,
		private readonly lifecycle: DeployLifecycle,
	) {
		lifecycle.onEnd((deploy) => this.release(deploy));
	}

	/** Raises 422 when the site has no repository or its builds are stopped. */
	enqueue(site: Site, request: BuildRequest): Build {
		const repository = site.repository;
		if (!repository) throw unprocessable('Site has no linked repository to build from');
		if (repository.stop_builds) throw unprocessable('Builds are stopped for this site');
		const deploy = this.world.addDeploy(site, request);
		const build: Build = {
			id: this.world.services.ids.hex(24),
			siteId: site.id,
			deployId: deploy.id,
			createdAtMs: this.world.now(),
			sha: undefined,
			done: false,
			error: undefined,
		};
		deploy.buildId = build.id;
		this.world.builds.set(build.id, build);
		const willBegin = deploy.context === 'production' || site.branchDeploys;
		if (willBegin) this.waiting.set(site.id, [...(this.waiting.get(site.id) ?? []), build]);
		this.lifecycle.schedule(deploy, ENQUEUED_AFTER_MS, () => this.lifecycle.moveTo(deploy, 'enqueued'));
		this.lifecycle.schedule(deploy, START_AFTER_MS, () => this.startNext(site.id));
		return build;
	}

	/** Builds that wait behind the running one, oldest first. */
	waitingFor(siteId: string): readonly Build[] {
		return this.waiting.get(siteId) ?? [];
	}

	/** How many of all sites' builds run, and how many wait. */
	counts(): { readonly active: number; readonly enqueued: number } {
		const waiting = [...this.waiting.values()].flat();
		return { active: this.running.size, enqueued: waiting.length };
	}

	/** Forgets a deleted site's builds. */
	forget(siteId: string): void {
		this.waiting.delete(siteId);
		this.running.delete(siteId);
	}

	private startNext(siteId: string): void {
		if (this.running.has(siteId)) return;
		const queue = this.waiting.get(siteId) ?? [];
		const build = queue[0];
		const deploy = build && this.world.deploys.get(build.deployId);
		const site = this.world.sites.get(siteId);
		if (!build || !deploy || !site || deploy.state !== 'enqueued') return;
		queue.shift();
		this.running.set(siteId, build);
		this.start(site, build, deploy);
	}

	/** The head of the branch is read now, not when the build was asked for. */
	private start(site: Site, build: Build, deploy: Deploy): void {
		const { lifecycle } = this;
		const path = site.repository?.repo_path ?? '';
		lifecycle.moveTo(deploy, 'building');
		lifecycle.log(deploy, 'initializing', 'Build ready to start');
		const commit = this.world.services.repositories.has(path)
			? this.world.services.repositories.resolve(path, deploy.branch)
			: undefined;
		if (!commit) {
			lifecycle.emit('deploy_building', deploy);
			lifecycle.schedule(deploy, START_AFTER_MS, () =>
				lifecycle.fail(deploy, `Failed during stage 'preparing repo': branch ${deploy.branch} of ${path} not found`),
			);
			return;
		}
		build.sha = commit.sha;
		deploy.commitRef = commit.sha;
		deploy.commitUrl = `https://github.com/${path}/commit/${commit.sha}`;
		deploy.title ??= commit.message.split('\n')[0];
		lifecycle.log(deploy, 'initializing', `Preparing Git Reference refs/heads/${deploy.branch}`);
		lifecycle.log(deploy, 'building', `Checked out ${commit.sha}`);
		lifecycle.emit('deploy_building', deploy);
		this.run(site, deploy, commit);
	}

	private run(site: Site, deploy: Deploy, commit: RepositoryCommit): void {
		const { lifecycle } = this;
		const skipped = commit.files['.sandbox/build-skipped'];
		if (skipped !== undefined) {
			lifecycle.schedule(deploy, START_AFTER_MS, () => lifecycle.fail(deploy, NO_CONTENT_CHANGE, { skipped: true }));
			return;
		}
		const failure = commit.files['.sandbox/build-fails'];
		if (failure !== undefined) {
			lifecycle.schedule(deploy, BUILD_FAILS_AFTER_MS, () => {
				for (const line of failure.trim().split('\n')) {
					lifecycle.log(deploy, 'building', line, true);
				}
				const reason = failure.trim() === '' ? '' : `: ${failure.trim()}`;
				lifecycle.fail(deploy, `Build script returned non-zero exit code: 2${reason}`);
			});
			return;
		}
		lifecycle.schedule(deploy, UPLOADING_AFTER_MS, () => {
			applyCommit(site, deploy, commit);
			lifecycle.log(deploy, 'building', 'Build script success');
			lifecycle.log(deploy, 'deploying', `Uploading ${deploy.content.size} files`);
			lifecycle.moveTo(deploy, 'uploading');
		});
		lifecycle.schedule(deploy, PROCESSING_AFTER_MS, () => lifecycle.moveTo(deploy, 'processing'));
		lifecycle.schedule(deploy, READY_AFTER_MS, () => lifecycle.finish(deploy));
	}

	private release(deploy: Deploy): void {
		const build = deploy.buildId === undefined ? undefined : this.world.builds.get(deploy.buildId);
		if (!build) return;
		build.done = hasEnded(deploy.state);
		build.error = deploy.state === 'error' ? deploy.errorMessage : undefined;
		const queue = this.waiting.get(build.siteId) ?? [];
		this.waiting.set(
			build.siteId,
			queue.filter((other) => other !== build),
		);
		if (this.running.get(build.siteId) === build) this.running.delete(build.siteId);
		this.startNext(build.siteId);
	}
}

/** What a build of this commit publishes: the publish folder of the tree, or the whole of it. */
export function applyCommit(site: Site, deploy: Deploy, commit: RepositoryCommit): void {
	const folder = site.repository?.dir ? `${site.repository.dir.replace(/^\/|\/$/g, '')}/` : '';
	const all = Object.entries(commit.files).filter(([path]) => !path.startsWith('.sandbox/'));
	const inFolder = all.filter(([path]) => path.startsWith(folder));
	const served = inFolder.length > 0 ? inFolder.map(([path, text]) => [path.slice(folder.length), text] as const) : all;
	deploy.content = treeContent(Object.fromEntries(served), frontPage(site, deploy));
	deploy.unhealthy = isUnhealthyAt(commit, `netlify/${site.name}`);
}

function frontPage(site: Site, deploy: Deploy): string {
	const commit = deploy.commitRef ?? 'no commit';
	return [
		'<!doctype html>',
		`<html lang="en"><head><meta charset="utf-8"><title>${site.name}</title></head>`,
		`<body><h1>${site.name}</h1>`,
		`<p>Commit <code>${commit}</code>, deploy <code>${deploy.id}</code></p>`,
		'</body></html>',
		'',
	].join('\n');
}
