import { ecsClient } from '../../../AwsEcs/api/client';
import { flyClient } from '../../../Fly/api/client';
import { gitHubClient } from '../../../GitHub/api/client';
import { netlifyClient } from '../../../Netlify/api/client';
import { findSite } from '../../../Netlify/api/sites';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import type { SourceReading } from '../../changes/sources/source';
import { ecsTarget } from '../../changes/targets/ecsTarget';
import { flyTarget } from '../../changes/targets/flyTarget';
import { gitHubTarget } from '../../changes/targets/gitHub/gitHubTarget';
import { netlifyTarget } from '../../changes/targets/netlify/netlifyTarget';
import type { Target } from '../../changes/targets/target';
import { targetField } from '../../fields/targetField';
import { containerField, readFamily } from '../../fields/targets/ecs';
import { appField, applyField, bootTimeoutField } from '../../fields/targets/fly';
import { readGitHubPlace } from '../../fields/targets/gitHub';
import { readNetlifyPlacing, siteField } from '../../fields/targets/netlify';

/**
 * Opens the chosen target, without reading its secrets yet.
 *
 * @throws ConfigurationError for ECS with a source that cannot be referred to.
 */
export async function openTarget(context: OperationContext, source: SourceReading): Promise<Target> {
	switch (targetField.read(context)) {
		case 'awsEcs':
			return await openEcs(context, source);
		case 'fly':
			return openFly(context, source);
		case 'gitHub':
			return gitHubTarget(gitHubClient(context), readGitHubPlace(context));
		case 'netlify':
			return await openNetlify(context);
	}
}

async function openEcs(context: OperationContext, source: SourceReading): Promise<Target> {
	if (!source.reference) {
		throw new ConfigurationError(
			`An ECS task definition takes references to secrets, and ${source.name} cannot be referred to`,
			'Put the value into AWS Secrets Manager first, and choose that as the source',
		);
	}
	const [family, container] = [readFamily(context), containerField.read(context)];
	return ecsTarget(await ecsClient(context), family, container);
}

function openFly(context: OperationContext, source: SourceReading): Target {
	const isDeployedNow = applyField.read(context) === 'deploy';
	return flyTarget(flyClient(context), {
		app: appField.read(context),
		// Each node and source for itself: two that took each other's mark away would boot the machines in turns.
		owner: `${context.functions.getNode().id} ${source.identity}`,
		boot: isDeployedNow ? { timeoutMs: bootTimeoutField.read(context), cancelSignal: cancelSignalOf(context) } : null,
	});
}

async function openNetlify(context: OperationContext): Promise<Target> {
	const placing = readNetlifyPlacing(context);
	const client = netlifyClient(context);
	return netlifyTarget({ client, site: await findSite(client, siteField.read(context)), placing });
}
