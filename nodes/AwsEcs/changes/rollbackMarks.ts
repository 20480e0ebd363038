import { createHash } from 'node:crypto';

import type { Service } from '@aws-sdk/client-ecs';

import { nameInArn } from '../../shared/aws/arn';
import { AwsRequestError } from '../../shared/aws/awsRequestError';
import { attempt } from '../../shared/waiting/attempt';
import { mapConcurrently } from '../../shared/waiting/mapConcurrently';
import { readTaskDefinition, tagTaskDefinition } from '../api/taskDefinitions';
import type { Ecs } from '../api/types';
import type { PastDeployment } from '../state/history';
import { rollbackTagPrefix } from '../state/registrable';
import type { RollbackMarks } from '../state/rolledBack';

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
	const marks = await mapConcurrently(
		revisions.slice(0, revisionsRead),
		4,
		async (arn): Promise<[string, string][]> => {
			const read = await attempt(readTaskDefinition(ecs, arn));
			// A revision that was deleted has no mark any more, and cannot be rolled back to.
			if (!read.ok && read.error instanceof AwsRequestError && read.error.code === 'ClientException') return [];
			if (!read.ok) throw read.error;
			const mark = read.value.tags.find(({ key }) => key === tagKey)?.value;
			return mark === undefined ? [] : [[arn, mark]];
		},
	);
	return new Map(marks.flat());
}

/**
 * Marks the deployment that is about to be rolled back. Gives what a person should know where that is not allowed:
 * nothing may stop a roll back.
 */
export async function markRolledBack(ecs: Ecs, service: Service, rolledBack: PastDeployment): Promise<string[]> {
	const tags = [{ key: tagKeyOf(service), value: nameInArn(rolledBack.arn) }];
	const tagged = await attempt(tagTaskDefinition(ecs, rolledBack.taskDefinitionArn, tags));
	if (tagged.ok) return [];
	if (!(tagged.error instanceof AwsRequestError)) throw tagged.error;
	const revision = nameInArn(rolledBack.taskDefinitionArn);
	return [
		`${revision} could not be marked as rolled back (${tagged.error.code ?? 'no answer'}), so a later Roll Back may choose it: allow ecs:TagResource, or name it in Only If Live`,
	];
}

/** One task definition may run in many services; a tag's key has room for no ARN. */
function tagKeyOf({ serviceArn = '' }: Service): string {
	return `${rollbackTagPrefix}${createHash('sha256').update(serviceArn).digest('hex').slice(0, 16)}`;
}
