import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { nameInArn } from '../../../shared/aws/arn';
import { adviceWithoutTarget, type VerifiedVersions } from '../../../shared/fields/verifiedVersions';
import { OperationFailure } from '../../../shared/operation/errors';
import { readTaskDefinition } from '../../api/taskDefinitions';
import type { Ecs } from '../../api/types';
import { readChangedContainers } from '../../changes/readChangedContainers';
import { markRolledBack } from '../../changes/rollbackMarks';
import { planJson } from '../../output/planJson';
import { mainContainerOf } from '../../state/containerRoles';
import { type PastDeployment, successes } from '../../state/history';
import { type MovedTag, movedTags } from '../../state/movedTags';
import { chooseTarget } from '../../state/rollbackCandidates';
import { type RollbackMarks, wasReplacedByEarlier } from '../../state/rolledBack';
import { revisionName } from '../../state/taskDefinitionName';
import { deployRevision } from './deployRevision';
import type { DeployTarget } from './deployTarget';
import { requireTasks } from './requirements';

/** What is rolled back, and what is known of the service's past. */
export interface Past {
	readonly taskDefinitionArn: string;
	readonly history: readonly PastDeployment[];
	readonly verified: VerifiedVersions;
	readonly marks: RollbackMarks;
	/** What was named to be rolled back to; undefined to choose it. */
	readonly target?: PastDeployment;
}

/** Puts the last good revision before a bad one, or the one that was named, in place again and, where asked to wait, verifies it by the digests of then. */
export async function rollBackLive(deployTarget: DeployTarget, past: Past): Promise<IDataObject> {
	const { ecs, reference, service, dryRun, choices } = deployTarget;
	const { taskDefinitionArn: fromArn, history } = past;
	const target = past.target ?? requireTarget(service, past);
	const definition = await readActiveRevision(ecs, service, target.taskDefinitionArn);
	const main = mainContainerOf(definition, service);
	const changed = await readChangedContainers(ecs, fromArn, definition);
	const verifiedContainers = new Set([...changed, ...(main === undefined ? [] : [main])]);
	const moved = movedTags(target, history);
	refuseMovedTag(
		service,
		definition,
		moved.find(({ container }) => verifiedContainers.has(container)),
	);
	const warnings = warningsOn(target, history, definition, moved);
	if (dryRun) {
		const plan = { action: 'rollBack', from: nameInArn(fromArn), target: revisionName(definition) };
		return planJson(ecs, service, plan, warnings);
	}
	requireTasks(service, choices);
	const bad = successes(history).find(({ taskDefinitionArn }) => taskDefinitionArn === fromArn);
	const unmarked = bad ? await markRolledBack(ecs, service, bad) : [];
	const revision = {
		definition,
		digests: digestsOfThen(target, verifiedContainers),
		force: 'never',
		verifiedContainers,
		warnings: [...warnings, ...unmarked],
	} as const;
	return await deployRevision(ecs, reference, service, revision, choices);
}

function requireTarget(service: Service, { taskDefinitionArn, history, verified, marks }: Past): PastDeployment {
	const choice = chooseTarget(taskDefinitionArn, history, verified, marks);
	if (choice.found) return choice.target;
	throw new OperationFailure(
		`Service ${nameOf(service)} cannot be rolled back: ${choice.reason}`,
		adviceWithoutTarget(verified, {
			listed:
				'Check that the list of verified versions holds versions such as nanda-workers:12 of this service, or choose a revision and use Deploy',
			unlisted: 'ECS keeps 90 days of deployments. Choose a revision and use Deploy, or deploy a good image',
		}),
	);
}

async function readActiveRevision(ecs: Ecs, service: Service, arn: string): Promise<TaskDefinition> {
	const { definition } = await readTaskDefinition(ecs, arn);
	if (definition.status !== 'INACTIVE') return definition;
	throw new OperationFailure(
		`Service ${nameOf(service)} cannot be rolled back to ${revisionName(definition)}: that revision was deregistered`,
		'Choose an active revision and use Deploy, or deploy a good image',
	);
}

function refuseMovedTag(service: Service, definition: TaskDefinition, moved: MovedTag | undefined): void {
	if (!moved) return;
	throw new OperationFailure(
		`Service ${nameOf(service)} was not rolled back: ${revisionName(definition)} names the image of container ${moved.container} by the tag ${moved.image}, which now points to another image (${moved.digestSince}), and that one would start`,
		`Use Deploy with the image that ran then, by its digest: ${moved.pinnedImage}`,
	);
}

function warningsOn(
	target: PastDeployment,
	history: readonly PastDeployment[],
	definition: TaskDefinition,
	moved: readonly MovedTag[],
): string[] {
	return [
		...moved.map(
			({ container, image }) =>
				`Container ${container} starts what ${image} stands for now, as before the roll back: it ran another image then`,
		),
		...(wasReplacedByEarlier(target, history)
			? [
					`${revisionName(definition)} was replaced by an earlier revision before, and not by Roll Back: ECS does not say why`,
				]
			: []),
	];
}

/** The digests of then: a tag that was pointed elsewhere since would start something else. */
function digestsOfThen({ revision }: PastDeployment, containers: ReadonlySet<string>): Map<string, string> {
	return new Map(
		(revision?.containerImages ?? []).flatMap(({ containerName, imageDigest }): [string, string][] =>
			containerName && imageDigest && containers.has(containerName) ? [[containerName, imageDigest]] : [],
		),
	);
}

function nameOf({ serviceName, serviceArn }: Service): string {
	return serviceName ?? serviceArn ?? '(not named)';
}
