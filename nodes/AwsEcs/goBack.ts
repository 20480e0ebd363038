import type { Service } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { switchParameter } from '../shared/parameters';
import { adviceWithoutTarget, type VerifiedReleases } from '../shared/verifiedReleases';
import { deployRevision, requireTasks } from './deployRevision';
import { planJson } from './plan';
import { chooseTarget, movedTags, type PastDeployment } from './rollbackHistory';
import type { ServiceReference } from './services';
import { readTaskDefinition, revisionName, revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

/** Puts the last good revision before a bad one in place again and, where asked to wait, proves it by the digests of then. */
export async function goBack(
	context: OperationContext,
	ecs: Ecs,
	reference: ServiceReference,
	service: Service,
	fromTaskDefinitionArn: string,
	history: readonly PastDeployment[],
	verified: VerifiedReleases,
): Promise<IDataObject> {
	const choice = chooseTarget(fromTaskDefinitionArn, history, verified);
	if (!choice.found) {
		throw new OperationFailure(
			`Service ${service.serviceName ?? ''} cannot be rolled back: ${choice.reason}`,
			adviceWithoutTarget(verified, {
				listed: 'Check that Verified Releases holds versions such as nanda-workers:12 of this service, or choose a revision and use Deploy',
				unlisted: 'ECS keeps 90 days of deployments. Choose a revision and use Deploy, or deploy a good image',
			}),
		);
	}
	const { definition } = await readTaskDefinition(ecs, choice.target.taskDefinitionArn);
	if (definition.status === 'INACTIVE') {
		throw new OperationFailure(
			`Service ${service.serviceName ?? ''} cannot be rolled back to ${revisionName(definition)}: that revision was deregistered`,
			'Choose an active revision and use Deploy, or deploy a good image',
		);
	}
	const [moved] = movedTags(choice.target, history);
	if (moved) {
		throw new OperationFailure(
			`Service ${service.serviceName ?? ''} was not rolled back: ${revisionName(definition)} names the image of container ${moved.container} by the tag ${moved.image}, which has stood for another image since (${moved.digestSince}), and that is what would start`,
			`Use Deploy with the image that ran then, by its digest: ${moved.pinnedImage}`,
		);
	}
	if (switchParameter(context, 'dryRun')) {
		return planJson(ecs, service, {
			action: 'rollBack',
			from: revisionNameOf(fromTaskDefinitionArn),
			target: revisionName(definition),
		});
	}
	requireTasks(context, service);
	// The digests of then: a tag that was pointed elsewhere since would bring back something else.
	const digests = new Map(
		(choice.target.revision?.containerImages ?? []).flatMap(
			({ containerName, imageDigest }): [string, string][] =>
				containerName && imageDigest ? [[containerName, imageDigest]] : [],
		),
	);
	return await deployRevision(context, ecs, reference, service, { definition, digests, force: 'never' });
}
