import { readPagePart } from '../kernel/page';
import type { SandboxPlatform, SandboxServices } from '../kernel/platform';
import type { GitHubContext } from './context';
import { controlRoutes } from './control/controlRoutes';
import { describeWorld } from './control/describeWorld';
import { createAccessControl } from './http/access';
import { apiRoutes } from './routes';
import { webPageRoutes } from './web';
import { createWebhookSender, type WebhookSenderOptions } from './webhooks/webhookSender';
import { SANDBOX_APP_TOKEN, SANDBOX_READ_ONLY_TOKEN, SANDBOX_TOKEN } from './world/accounts';
import { createGitData } from './world/gitData';
import { createGitHubWorld } from './world/world';

/** GitHub's REST API and webhooks, over the sandbox's repositories. Mounted at `/github`. */
export function createGitHubPlatform(services: SandboxServices, options: WebhookSenderOptions = {}): SandboxPlatform {
	const world = createGitHubWorld(services);
	const context: GitHubContext = {
		services,
		world,
		git: createGitData(services),
		webhooks: createWebhookSender(services, world, options),
	};
	const access = createAccessControl(services);
	return {
		name: 'github',
		page: readPagePart(__dirname),
		routes: apiRoutes(context, access),
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
			context.webhooks.lost.reset();
			world.reset();
			access.rateLimit.reset();
		},
		async close() {
			context.webhooks.abort();
			await context.webhooks.idle();
		},
	};
}
