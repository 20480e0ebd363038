import type { SandboxPlatform, SandboxServices } from '../kernel/platform';
import { createAccessControl } from './http/access';
import type { GitHubContext } from './context';
import { routesByNumber } from './context';
import { controlRoutes } from './control/controlRoutes';
import { createGitData } from './world/gitData';
import { branchRoutes } from './routes/branchRoutes';
import { checkRunRoutes } from './routes/checkRunRoutes';
import { commentRoutes } from './routes/commentRoutes';
import { commitRoutes } from './routes/commitRoutes';
import { commitStatusRoutes } from './routes/commitStatusRoutes';
import { deliveryRoutes } from './routes/deliveryRoutes';
import { deploymentRoutes } from './routes/deploymentRoutes';
import { deploymentStatusRoutes } from './routes/deploymentStatusRoutes';
import { dispatchRoutes } from './routes/dispatchRoutes';
import { environmentRoutes } from './routes/environmentRoutes';
import { hookRoutes } from './routes/hookRoutes';
import { pullRequestRoutes } from './routes/pullRequestRoutes';
import { referenceRoutes } from './routes/referenceRoutes';
import { releaseRoutes } from './routes/releaseRoutes';
import { repositoryRoutes } from './routes/repositoryRoutes';
import { secretRoutes } from './routes/secretRoutes';
import { workflowRoutes } from './routes/workflowRoutes';
import { SANDBOX_APP_TOKEN, SANDBOX_READ_ONLY_TOKEN, SANDBOX_TOKEN } from './world/accounts';
import { webPageRoutes } from './webPage';
import type { WebhookSenderOptions } from './webhooks/webhookSender';
import { createWebhookSender } from './webhooks/webhookSender';
import { createGitHubWorld } from './world/world';
import { describeWorld } from './control/describeWorld';

/** GitHub's REST API and webhooks, over the sandbox's repositories. Mounted at `/github`. */
export function createGitHubPlatform(
	services: SandboxServices,
	options: WebhookSenderOptions = {},
): SandboxPlatform {
	const world = createGitHubWorld(services);
	const context: GitHubContext = {
		services,
		world,
		git: createGitData(services),
		webhooks: createWebhookSender(services, world, options),
	};
	const access = createAccessControl(services);
	const routes = [
		...repositoryRoutes(context, access),
		...branchRoutes(context),
		...referenceRoutes(context),
		...commitRoutes(context),
		...pullRequestRoutes(context),
		...releaseRoutes(context),
		...deploymentRoutes(context),
		...deploymentStatusRoutes(context),
		...environmentRoutes(context),
		...commitStatusRoutes(context),
		...checkRunRoutes(context),
		...commentRoutes(context),
		...workflowRoutes(context),
		...secretRoutes(context),
		...hookRoutes(context),
		...deliveryRoutes(context),
		...dispatchRoutes(context),
	];
	return {
		name: 'github',
		routes: [...routes, ...routesByNumber(context, routes)].map((route) => access.guard(route)),
		controlRoutes: controlRoutes(context, access),
		publicRoutes: webPageRoutes(context),
		// Not GitHub's 404, by which a client would take what is only not simulated for not there.
		notFound: ({ method, path }) => ({
			status: 501,
			body: {
				message: `The sandbox does not simulate ${method} ${path}. GitHub itself may well have it`,
				documentation_url: 'https://docs.github.com/rest',
				status: '501',
			},
		}),
		secrets: [SANDBOX_TOKEN, SANDBOX_READ_ONLY_TOKEN, SANDBOX_APP_TOKEN],
		secretFields: ['encrypted_value', 'privateKey'],
		state: () => describeWorld(context),
		reset() {
			context.webhooks.abort();
			world.reset();
			access.reset();
		},
		async close() {
			context.webhooks.abort();
			await context.webhooks.idle();
		},
	};
}
