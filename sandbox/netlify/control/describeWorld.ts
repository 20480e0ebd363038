import { presentDeploy } from '../present/deploy';
import type { NetlifyContext } from '../context';
import { presentBuild, presentBuildHook } from '../present/build';
import { presentHook } from '../present/notificationHook';
import { presentSite } from '../present/site';

/** Everything this Netlify holds, without values of variables, secrets and file contents. */
export function describeWorld({ world, limits }: NetlifyContext): Record<string, unknown> {
	const deploys = [...world.deploys.values()].sort((left, right) => right.sequence - left.sequence);
	return {
		sites: [...world.sites.values()].map((site) => presentSite(world, site)),
		deploys: deploys.map((deploy) => ({
			...presentDeploy(world, deploy),
			required: deploy.required.size,
			required_functions: deploy.requiredFunctions.size,
			files: deploy.content.size,
			log: deploy.log,
		})),
		builds: [...world.builds.values()].map(presentBuild),
		build_hooks: [...world.buildHooks.values()].map((hook) => presentBuildHook(world, hook)),
		hooks: [...world.hooks.values()].map((hook) => ({
			...presentHook(hook),
			data: { ...hook.data, ...('signature_secret' in hook.data && { signature_secret: '***' }) },
		})),
		deliveries: world.deliveries,
		environment: world.environment.map((variable) => ({
			key: variable.key,
			site_id: variable.siteId,
			scopes: variable.scopes,
			is_secret: variable.isSecret,
			contexts: variable.values.map((entry) => entry.context_parameter ?? entry.context),
		})),
		stored_files: world.contents.size,
		limits: { enabled: limits.enabled },
	};
}
