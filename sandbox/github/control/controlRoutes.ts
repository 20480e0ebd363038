import type { SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import type { AccessControl } from '../http/access';
import { routeTable } from '../http/routeTable';
import { controlDeliver } from './deliverControl';
import { loseDeliveries } from './lostDeliveryControl';
import { publishPackage } from './packageControl';
import { controlPullRequest } from './pullRequestControl';
import { controlPush } from './pushControl';
import { setRateLimit } from './rateLimitControl';
import { redeliver } from './redeliverControl';
import { renameRepository } from './renameControl';
import { showSecrets } from './secretControl';
import { setSecurity } from './securityControl';
import { startWorkflowRun } from './workflowRunControl';

/** What a test or the demo does behind the API's back, under `/_sandbox/github`. */
export function controlRoutes(context: GitHubContext, { rateLimit }: AccessControl): SandboxRoute[] {
	return routeTable(context, [
		['POST', '/push', controlPush],
		['POST', '/pull-requests', controlPullRequest],
		['POST', '/deliver', controlDeliver],
		['POST', '/deliveries/:guid/redeliver', redeliver],
		['POST', '/lost-deliveries', loseDeliveries],
		['POST', '/workflow-runs', startWorkflowRun],
		['POST', '/registry-packages', publishPackage],
		['POST', '/rename', renameRepository],
		['POST', '/rate-limit', (_context, request) => setRateLimit(rateLimit, request)],
		['POST', '/security', setSecurity],
		['GET', '/secrets/:owner/:repo', showSecrets],
	]);
}
