import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { cancelSignalOf } from '../shared/waiting/cancelSignal';
import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { switchParameter, timeoutMsParameter } from '../shared/fields/parameters';
import { mainContainerOf } from './containerRoles';
import { followDeployment, primaryDeploymentOf } from './followDeployment';
import { parseImageReference } from './imageReference';
import { isReturningWhenPaused, outcomeJson } from './outcome';
import { releaseJson } from './release';
import type { ServiceReference } from './services';
import { readTaskDefinition, revisionName } from './taskDefinitions';
import type { Ecs } from './transport';
import { type StartedDeployment, updateServiceOnce } from './updateService';

export interface RevisionToDeploy {
	readonly definition: TaskDefinition;
	/** Container to the digest it must run, where one is asked for. */
	readonly digests: ReadonlyMap<string, string>;
	/** `always` starts new tasks even of the same revision; `ifDone` only when that revision is no longer rolling. */
	readonly force: 'never' | 'ifDone' | 'always';
	readonly mainContainer?: string;
	/** Containers whose image must be shown: those that this changes. The one the service is there for unless given. */
	readonly proven?: ReadonlySet<string>;
	/** What is worth knowing and stops nothing. */
	readonly notes?: readonly string[];
}

/** Container to image reference. */
export function imagesOf(definition: TaskDefinition): Map<string, string> {
	return new Map(
		(definition.containerDefinitions ?? []).map(({ name, image }) => [name ?? '', image ?? '']),
	);
}

/** The containers whose image is another than in what a service runs; none named where no image is. */
export async function changedFrom(
	ecs: Ecs,
	runningArn: string | undefined,
	definition: TaskDefinition,
): Promise<Pick<RevisionToDeploy, 'proven'>> {
	if (runningArn === undefined) return {};
	const before = imagesOf((await readTaskDefinition(ecs, runningArn)).definition);
	const changed = [...imagesOf(definition)].filter(([container, image]) => before.get(container) !== image);
	return changed.length > 0 ? { proven: new Set(changed.map(([container]) => container)) } : {};
}

/** Digests that the definition's own image references pin. */
export function pinnedDigests(definition: TaskDefinition): Map<string, string> {
	return new Map(
		[...imagesOf(definition)].flatMap(([container, image]): [string, string][] => {
			const digest = parseImageReference(image)?.digest;
			return digest ? [[container, digest]] : [];
		}),
	);
}

/** Id of what is live before something changes. */
export function liveIdOf(service: Service): string | null {
	return service.currentServiceDeployment ?? primaryDeploymentOf(service)?.id ?? null;
}

/** @throws OperationFailure when nothing runs, and so nothing could prove a deployment. */
export function requireTasks(context: OperationContext, service: Service): void {
	if ((service.desiredCount ?? 0) > 0 || !switchParameter(context, 'waitForCompletion')) return;
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} has a desired count of 0: no task would run, so nothing could show that the deployment works`,
		'Scale it up first, or turn Wait for Completion off to change it unproven',
	);
}

/** Puts a registered revision in place and, where asked to wait, proves it; joins a deployment of it that is under way. */
export async function deployRevision(
	context: OperationContext,
	ecs: Ecs,
	reference: ServiceReference,
	before: Service,
	revision: RevisionToDeploy,
): Promise<IDataObject> {
	const isWaiting = switchParameter(context, 'waitForCompletion');
	const timeoutMs = isWaiting ? timeoutMsParameter(context) : 0;
	const main = revision.mainContainer ?? mainContainerOf(revision.definition, before);
	const known = {
		images: imagesOf(revision.definition),
		previous: liveIdOf(before),
		notes: revision.notes ?? [],
		...(main !== undefined && { mainContainer: main }),
	};
	const start = await startDeployment(ecs, reference, before, revision);
	if (!isWaiting) {
		return releaseJson(
			ecs,
			start.service,
			{ ...known, deployment: start.deployment, record: undefined, state: 'rolling', reason: '', verified: false },
			!switchParameter(context, 'simplify'),
		);
	}
	const outcome = await followDeployment(
		ecs,
		{
			reference,
			service: start.service,
			deploymentId: start.deployment.id,
			deployment: start.deployment,
			...(start.recordArn !== undefined && { recordArn: start.recordArn }),
			expectation: {
				taskDefinitionArn: revision.definition.taskDefinitionArn ?? '',
				digests: revision.digests,
				newTasksOnly: start.isForced,
				proven: revision.proven ?? new Set(main === undefined ? [] : [main]),
			},
		},
		{
			timeoutMs,
			returnWhenPaused: isReturningWhenPaused(context),
			cancelSignal: cancelSignalOf(context),
		},
	);
	return await outcomeJson(context, ecs, reference, outcome, known);
}

async function startDeployment(
	ecs: Ecs,
	reference: ServiceReference,
	before: Service,
	{ definition, force }: RevisionToDeploy,
): Promise<StartedDeployment & { readonly isForced: boolean }> {
	const taskDefinitionArn = definition.taskDefinitionArn ?? revisionName(definition);
	const primary = primaryDeploymentOf(before);
	if (primary?.taskDefinition !== taskDefinitionArn) {
		const update = { taskDefinitionArn };
		return { ...(await updateServiceOnce(ecs, reference, before, update)), isForced: false };
	}
	const isForced =
		force === 'always' ||
		primary.rolloutState === 'FAILED' ||
		(force === 'ifDone' && primary.rolloutState !== 'IN_PROGRESS');
	if (!isForced) {
		return { service: before, deployment: primary, recordArn: undefined, isForced };
	}
	const update = { taskDefinitionArn, forceNewDeployment: true };
	return { ...(await updateServiceOnce(ecs, reference, before, update)), isForced };
}
