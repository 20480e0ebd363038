import { createHash } from 'node:crypto';

import { type Service, TagResourceCommand } from '@aws-sdk/client-ecs';

import { AwsRequestError } from '../shared/aws/awsRequestError';
import { mapConcurrently } from '../shared/waiting/mapConcurrently';
import { attempt } from '../shared/waiting/attempt';
import type { PastDeployment, RollbackMarks } from './rollbackHistory';
import { nameOf } from './services';
import { readTaskDefinition, revisionNameOf, rollbackTagPrefix } from './taskDefinitions';
import type { Ecs } from './transport';

/** Revisions, from the newest on, whose marks are read: no roll back goes further in practice. */
const revisionsRead = 20;

/**
 * Which deployments of a service were rolled back by Roll Back. ECS records its own roll backs alone: one that puts an
 * older revision in place is a deployment like any other, like `terraform apply` of an old state. So Roll Back tags the
 * revision that it rolls back with the deployment's ID, and only what has that mark was rolled back.
 */
export async function readRollbackMarks(
	ecs: Ecs,
	service: Service,
	history: readonly PastDeployment[],
): Promise<RollbackMarks> {
	const revisions = [...new Set(history.map(({ taskDefinitionArn }) => taskDefinitionArn))].filter(Boolean);
	const tagKey = tagKeyOf(service);
	const marks = await mapConcurrently(revisions.slice(0, revisionsRead), 4, async (arn): Promise<[string, string][]> => {
		const read = await attempt(readTaskDefinition(ecs, arn));
		// A revision that was deleted has no mark any more, and is nothing to go back to.
		if (!read.ok && read.error instanceof AwsRequestError && read.error.code === 'ClientException') return [];
		if (!read.ok) throw read.error;
		const mark = read.value.tags.find(({ key }) => key === tagKey)?.value;
		return mark === undefined ? [] : [[arn, mark]];
	});
	return new Map(marks.flat());
}

/**
 * Marks the deployment that is about to be rolled back. Gives what a person should know where that is not allowed:
 * nothing may stop a roll back.
 */
export async function markRolledBack(ecs: Ecs, service: Service, rolledBack: PastDeployment): Promise<string[]> {
	const tags = [{ key: tagKeyOf(service), value: nameOf(rolledBack.arn) }];
	const tagged = await attempt(
		ecs.call(
			'TagResource',
			async (client) => await client.send(new TagResourceCommand({ resourceArn: rolledBack.taskDefinitionArn, tags })),
			{ safeToRepeat: true },
		),
	);
	if (tagged.ok) return [];
	if (!(tagged.error instanceof AwsRequestError)) throw tagged.error;
	const revision = revisionNameOf(rolledBack.taskDefinitionArn);
	return [
		`${revision} could not be marked as rolled back (${tagged.error.code ?? 'no answer'}), so Roll Back may go to it again: allow ecs:TagResource, or name it in Only If Live`,
	];
}

/** One task definition may run in many services; a tag's key has room for no ARN. */
function tagKeyOf({ serviceArn = '' }: Service): string {
	return `${rollbackTagPrefix}${createHash('sha256').update(serviceArn).digest('hex').slice(0, 16)}`;
}
