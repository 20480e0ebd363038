import type { SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { routesByNumber } from '../context';
import type { AccessControl } from '../http/access';
import { accountRoutes } from './accountRoutes';
import { branchRoutes } from './branchRoutes';
import { checkRunRoutes } from './checkRunRoutes';
import { commentRoutes } from './commentRoutes';
import { commitRoutes } from './commitRoutes';
import { commitStatusRoutes } from './commitStatusRoutes';
import { contentRoutes } from './contentRoutes';
import { deliveryRoutes } from './deliveryRoutes';
import { deploymentRoutes } from './deploymentRoutes';
import { deploymentStatusRoutes } from './deploymentStatusRoutes';
import { dispatchRoutes } from './dispatchRoutes';
import { environmentRoutes } from './environmentRoutes';
import { hookRoutes } from './hookRoutes';
import { pullRequestRoutes } from './pullRequestRoutes';
import { referenceRoutes } from './referenceRoutes';
import { releaseRoutes } from './releaseRoutes';
import { secretRoutes } from './secretRoutes';
import { securityRoutes } from './securityRoutes';
import { workflowRoutes } from './workflowRoutes';
import { workflowRunRoutes } from './workflowRunRoutes';

/** All that the simulated API answers, in the order in which patterns are tried. */
export function apiRoutes(context: GitHubContext, access: AccessControl): SandboxRoute[] {
	const routes = [
		...accountRoutes(context, access),
		...branchRoutes(context),
		...referenceRoutes(context),
		...commitRoutes(context),
		...contentRoutes(context),
		...pullRequestRoutes(context),
		...releaseRoutes(context),
		...deploymentRoutes(context),
		...deploymentStatusRoutes(context),
		...environmentRoutes(context),
		...commitStatusRoutes(context),
		...checkRunRoutes(context),
		...commentRoutes(context),
		...workflowRoutes(context),
		...workflowRunRoutes(context),
		...secretRoutes(context),
		...securityRoutes(context),
		...hookRoutes(context),
		...deliveryRoutes(context),
		...dispatchRoutes(context),
	];
	return [...routes, ...routesByNumber(context, routes)].map((route) => access.guard(route));
}
