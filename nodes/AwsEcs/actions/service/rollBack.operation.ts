import type { Service } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/errors';
import type { Operation, OperationContext } from '../../../shared/operation';
import { switchParameter, textParameter, timeoutMsParameter } from '../../../shared/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/sharedProperties';
import { deployRevision, imagesOf, requireTasks } from '../../deployRevision';
import { primaryDeploymentOf } from '../../followDeployment';
import { clusterProperty, serviceParameter, serviceProperty } from '../../locators';
import { onBadEndProperty, outcomeJson, whenPausedProperty } from '../../outcome';
import { planJson } from '../../plan';
import { releaseJson } from '../../release';
import {
	chooseTarget,
	inFlightOf,
	isNamed,
	isRollback,
	type PastDeployment,
	readHistory,
	successes,
	wasRolledBack,
} from '../../rollbackHistory';
import { readServiceDeployments, readServiceRevisions } from '../../serviceDeployments';
import { readService, requireDeployable, type ServiceReference } from '../../services';
import { followRollback, requestRollback } from '../../stopServiceDeployment';
import { readTaskDefinition, revisionName, revisionNameOf } from '../../taskDefinitions';
import { type Ecs, ecsOf } from '../../transport';
import { verifiedReleasesParameter, verifiedReleasesProperty } from '../../verifiedReleases';

/** How many service deployments back a good one is looked for. */
const historyLength = 200;

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back a service',
	description: 'Stop the deployment that is under way, or put the last good revision before the live one in place again',
	properties: [
		clusterProperty,
		serviceProperty,
		{
			displayName: 'Only If Live',
			name: 'badRelease',
			type: 'string',
			default: '',
			placeholder: '={{ $json.version }}',
			description:
				'Version (family:revision), ID or deployment ID of the bad release. If another one is live by now, nothing is changed; if it was rolled back already, that is the answer. Makes it safe to run this twice.',
		},
		verifiedReleasesProperty,
		...waitProperties(1800),
		whenPausedProperty({ waitForCompletion: [true] }),
		onBadEndProperty({ waitForCompletion: [true] }),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const bad = textParameter(context, 'badRelease');
		const verified = verifiedReleasesParameter(context);
		const reference = serviceParameter(context);
		const ecs = await ecsOf(context);
		const service = await readService(ecs, reference);
		requireDeployable(service);
		const history = await readHistory(ecs, reference, historyLength);
		const rolling = inFlightOf(history);
		if (rolling) {
			requireIsBad(service, bad, rolling, history);
			const source = await sourceOf(ecs, rolling);
			// ECS itself goes back to what was live: good enough unless the ledger says otherwise.
			if (verified.length === 0 || (source && verified.some((entry) => isNamed(source, entry)))) {
				return await stopAndFollow(context, ecs, reference, service, rolling, source);
			}
			return await goBack(context, ecs, reference, service, rolling.taskDefinitionArn, history, verified);
		}
		const live = liveOf(service, history);
		const undone = history.find((past) => bad !== '' && isBad(service, bad, past) && wasRolledBack(past, history));
		const isLiveBad = bad === '' || isBadPrimary(service, bad) || (live !== undefined && isNamed(live, bad));
		if (undone && undone !== live) {
			return await proveLive(context, ecs, reference, service, undone);
		}
		if (!isLiveBad) {
			throw new OperationFailure(
				`Service ${service.serviceName ?? ''} does not run ${bad}, but ${revisionNameOf(service.taskDefinition)}, so it was not rolled back`,
				'Nothing is to be done if what is live now is good. Else choose a revision and use Deploy',
			);
		}
		const newest = history[0];
		const isLiveByRollback =
			newest?.status === 'ROLLBACK_SUCCESSFUL' || (live !== undefined && isRollback(live, history));
		if (isLiveByRollback) {
			throw new OperationFailure(
				`${revisionNameOf(service.taskDefinition)} of service ${service.serviceName ?? ''} is itself live by a roll back, and a roll back is not rolled back`,
				'Look at what is wrong first: it may not be the release. To go further back, choose a revision and use Deploy',
			);
		}
		return await goBack(context, ecs, reference, service, service.taskDefinition ?? '', history, verified);
	},
};

/** The success that made what is PRIMARY now; undefined when ECS's history does not reach back to it. */
function liveOf(service: Service, history: readonly PastDeployment[]): PastDeployment | undefined {
	return successes(history).find(({ taskDefinitionArn }) => taskDefinitionArn === service.taskDefinition);
}

function isBadPrimary(service: Service, bad: string): boolean {
	const primary = primaryDeploymentOf(service);
	return primary?.id === bad || primary?.taskDefinition === bad || revisionNameOf(primary?.taskDefinition) === bad;
}

/** A deployment id (`ecs-svc/...`) only names what the service still lists. */
function isBad(service: Service, bad: string, past: PastDeployment): boolean {
	const byId = service.deployments?.find(({ id }) => id === bad);
	return isNamed(past, bad) || (byId !== undefined && byId.taskDefinition === past.taskDefinitionArn);
}

function requireIsBad(
	service: Service,
	bad: string,
	rolling: PastDeployment,
	history: readonly PastDeployment[],
): void {
	if (bad === '' || isBad(service, bad, rolling)) return;
	const isDone = history.some((past) => isNamed(past, bad) && wasRolledBack(past, history));
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} is just rolling out ${revisionNameOf(rolling.taskDefinitionArn)}, not ${bad}${isDone ? ', which was rolled back already' : ''}, so nothing was rolled back`,
		'Wait for that deployment, or name it in Only If Live to roll it back',
	);
}

/** What was live when a deployment in flight began. */
async function sourceOf(ecs: Ecs, rolling: PastDeployment): Promise<PastDeployment | undefined> {
	const [record] = await readServiceDeployments(ecs, [rolling.arn]);
	const arn = record?.sourceServiceRevisions?.[0]?.arn;
	const revision = arn ? (await readServiceRevisions(ecs, [arn])).get(arn) : undefined;
	return revision && {
		arn: '',
		createdAt: revision.createdAt?.toISOString() ?? '',
		status: 'SUCCESSFUL',
		taskDefinitionArn: revision.taskDefinition ?? '',
		revision,
	};
}

async function stopAndFollow(
	context: OperationContext,
	ecs: Ecs,
	reference: ServiceReference,
	service: Service,
	rolling: PastDeployment,
	source: PastDeployment | undefined,
): Promise<IDataObject> {
	if (switchParameter(context, 'dryRun')) {
		return planJson(ecs, service, {
			action: 'stopServiceDeployment',
			rollsBack: revisionNameOf(rolling.taskDefinitionArn),
			target: revisionNameOf(source?.taskDefinitionArn) || null,
		});
	}
	const [record] = await readServiceDeployments(ecs, [rolling.arn]);
	if (record) await requestRollback(ecs, record);
	return await rollbackJson(context, ecs, reference, service, rolling);
}

/** Follows a roll back that ECS does, where asked to wait. */
async function rollbackJson(
	context: OperationContext,
	ecs: Ecs,
	reference: ServiceReference,
	service: Service,
	rolling: PastDeployment,
): Promise<IDataObject> {
	if (!switchParameter(context, 'waitForCompletion')) {
		const deployment = primaryDeploymentOf(service) ?? {};
		return releaseJson(
			ecs,
			service,
			{
				deployment,
				record: undefined,
				state: 'rolling',
				reason: `ECS is rolling back ${revisionNameOf(rolling.taskDefinitionArn)}`,
				images: new Map(),
				previous: rolling.arn,
				verified: false,
			},
			!switchParameter(context, 'simplify'),
		);
	}
	const outcome = await followRollback(ecs, reference, rolling.arn, {
		timeoutMs: timeoutMsParameter(context),
		cancelSignal: context.functions.getExecutionCancelSignal(),
	});
	const live = outcome.deployment.taskDefinition;
	const images = live ? imagesOf((await readTaskDefinition(ecs, live)).definition) : new Map<string, string>();
	// The record is of the bad release; what is live now goes by its own deployment id.
	return outcomeJson(context, ecs, outcome.verified ? { ...outcome, record: undefined } : outcome, {
		images,
		previous: rolling.arn,
	});
}

/** It was rolled back already, by ECS, by an earlier try of this step or by a person: prove it, change nothing. */
async function proveLive(
	context: OperationContext,
	ecs: Ecs,
	reference: ServiceReference,
	service: Service,
	undone: PastDeployment,
): Promise<IDataObject> {
	if (switchParameter(context, 'dryRun')) {
		return planJson(ecs, service, {
			action: 'none',
			reason: `${revisionNameOf(undone.taskDefinitionArn)} was rolled back already`,
		});
	}
	if (undone.status === 'ROLLBACK_SUCCESSFUL') {
		return await rollbackJson(context, ecs, reference, service, undone);
	}
	const { definition } = await readTaskDefinition(ecs, service.taskDefinition ?? '');
	return await deployRevision(context, ecs, reference, service, {
		definition,
		digests: new Map(),
		force: 'never',
	});
}

async function goBack(
	context: OperationContext,
	ecs: Ecs,
	reference: ServiceReference,
	service: Service,
	fromTaskDefinitionArn: string,
	history: readonly PastDeployment[],
	verified: readonly string[],
): Promise<IDataObject> {
	const choice = chooseTarget(fromTaskDefinitionArn, history, verified);
	if (!choice.found) {
		throw new OperationFailure(
			`Service ${service.serviceName ?? ''} cannot be rolled back: ${choice.reason}`,
			verified.length > 0
				? 'Check that Verified Releases holds versions such as nanda-workers:12 of this service, or choose a revision and use Deploy'
				: 'ECS keeps 90 days of deployments. Choose a revision and use Deploy, or deploy a good image',
		);
	}
	const { definition } = await readTaskDefinition(ecs, choice.target.taskDefinitionArn);
	if (definition.status === 'INACTIVE') {
		throw new OperationFailure(
			`Service ${service.serviceName ?? ''} cannot be rolled back to ${revisionName(definition)}: that revision was deregistered`,
			'Choose an active revision and use Deploy, or deploy a good image',
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
