import type { Service } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { switchParameter } from '../shared/fields/parameters';
import { adviceWithoutTarget, type VerifiedVersions } from '../shared/fields/verifiedVersions';
import { mainContainerOf } from './containerRoles';
import { changedFrom, deployRevision, requireTasks } from './deployRevision';
import { planJson } from './plan';
import {
	chooseTarget,
	movedTags,
	type PastDeployment,
	type RollbackMarks,
	successes,
	wasPutBack,
} from './rollbackHistory';
import { markRolledBack } from './rollbackMarks';
import type { ServiceReference } from './services';
import { readTaskDefinition, revisionName, revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

/** What is gone back from, and what is known of the service's past. */
export interface Past {
	readonly taskDefinitionArn: string;
	readonly history: readonly PastDeployment[];
	readonly verified: VerifiedVersions;
	readonly marks: RollbackMarks;
}

/** Puts the last good revision before a bad one in place again and, where asked to wait, proves it by the digests of then. */
export async function goBack(
	context: OperationContext,
	ecs: Ecs,
	reference: ServiceReference,
	service: Service,
	{ taskDefinitionArn: fromArn, history, verified, marks }: Past,
): Promise<IDataObject> {
	const name = service.serviceName ?? service.serviceArn ?? '(not named)';
	const choice = chooseTarget(fromArn, history, verified, marks);
	if (!choice.found) {
		throw new OperationFailure(
			`Service ${name} cannot be rolled back: ${choice.reason}`,
			adviceWithoutTarget(verified, {
				listed: 'Check that Verified Releases holds versions such as nanda-workers:12 of this service, or choose a revision and use Deploy',
				unlisted: 'ECS keeps 90 days of deployments. Choose a revision and use Deploy, or deploy a good image',
			}),
		);
	}
	const { target } = choice;
	const { definition } = await readTaskDefinition(ecs, target.taskDefinitionArn);
	if (definition.status === 'INACTIVE') {
		throw new OperationFailure(
			`Service ${name} cannot be rolled back to ${revisionName(definition)}: that revision was deregistered`,
			'Choose an active revision and use Deploy, or deploy a good image',
		);
	}
	const main = mainContainerOf(definition, service);
	const changed = (await changedFrom(ecs, fromArn, definition)).proven ?? [];
	const proven = new Set([...changed, ...(main === undefined ? [] : [main])]);
	const allMoved = movedTags(target, history);
	const moved = allMoved.find(({ container }) => proven.has(container));
	if (moved) {
		throw new OperationFailure(
			`Service ${name} was not rolled back: ${revisionName(definition)} names the image of container ${moved.container} by the tag ${moved.image}, which has stood for another image since (${moved.digestSince}), and that is what would start`,
			`Use Deploy with the image that ran then, by its digest: ${moved.pinnedImage}`,
		);
	}
	const notes = [
		...allMoved.map(({ container, image }) => `Container ${container} starts what ${image} stands for now, as before the roll back: it ran another image then`),
		...(wasPutBack(target, history)
			? [`${revisionName(definition)} was replaced by an earlier revision before, and not by Roll Back: ECS does not tell why`]
			: []),
	];
	if (switchParameter(context, 'dryRun')) {
		const plan = { action: 'rollBack', from: revisionNameOf(fromArn), target: revisionName(definition) };
		return planJson(ecs, service, plan, notes);
	}
	requireTasks(context, service);
	// The digests of then: a tag that was pointed elsewhere since would bring back something else.
	const digests = new Map(
		(target.revision?.containerImages ?? []).flatMap(({ containerName, imageDigest }): [string, string][] =>
			containerName && imageDigest && proven.has(containerName) ? [[containerName, imageDigest]] : [],
		),
	);
	const bad = successes(history).find(({ taskDefinitionArn }) => taskDefinitionArn === fromArn);
	const unmarked = bad ? await markRolledBack(ecs, service, bad) : [];
	return await deployRevision(context, ecs, reference, service, {
		definition,
		digests,
		force: 'never',
		proven,
		notes: [...notes, ...unmarked],
	});
}
