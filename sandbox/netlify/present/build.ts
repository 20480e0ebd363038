import type { Build, BuildHook } from '../model';
import type { NetlifyWorld } from '../world/world';
import { isoTime, withNulls } from './withNulls';

export function presentBuild(build: Build): Record<string, unknown> {
	return withNulls({
		id: build.id,
		deploy_id: build.deployId,
		sha: build.sha,
		done: build.done,
		error: build.error,
		created_at: isoTime(build.createdAtMs),
	});
}

export function presentBuildHook(world: NetlifyWorld, hook: BuildHook): Record<string, unknown> {
	return {
		id: hook.id,
		title: hook.title,
		branch: hook.branch,
		url: `${world.services.origin()}/netlify/build_hooks/${hook.id}`,
		site_id: hook.siteId,
		created_at: isoTime(hook.createdAtMs),
	};
}
