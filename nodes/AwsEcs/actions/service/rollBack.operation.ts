import type { Service } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { switchParameter, textParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { verifiedVersionsParameter, verifiedVersionsProperty } from '../../../shared/fields/verifiedVersions';
import { deployRevision } from '../../deployRevision';
import { primaryDeploymentOf } from '../../followDeployment';
import { goBack } from '../../goBack';
import { clusterProperty, serviceParameter, serviceProperty } from '../../locators';
import { badEndWhenWaitingProperty, whenPausedProperty } from '../../outcome';
import { planJson } from '../../plan';
import { rollBackInFlight, sourceOf } from '../../rollBackInFlight';
import {
	inFlightOf,
	isNamed,
	isRollback,
	type PastDeployment,
	readHistory,
	successes,
	wasPutBack,
} from '../../rollbackHistory';
import { readRollbackMarks } from '../../rollbackMarks';
import { readService, requireDeployable, type ServiceReference } from '../../services';
import { readTaskDefinition, revisionNameOf } from '../../taskDefinitions';
import { type Ecs, ecsOf } from '../../transport';

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
		{
			...verifiedVersionsProperty('Releases', '={{ $json.verifiedVersions }}'),
			description:
				'Releases which are known to be good, from the ledger: their version (family:revision), commit, ID or image digest, as a list or a text with commas. When given, only these are gone back to: an expression that finds none leaves nothing to go back to.',
		},
		...waitProperties(1800),
		whenPausedProperty({ waitForCompletion: [true] }),
		badEndWhenWaitingProperty,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const bad = textParameter(context, 'badRelease');
		const verified = verifiedVersionsParameter(
			context,
			'Give versions such as nanda-workers:12, for example {{ $json.rows.map(row => row.version) }}',
		);
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
			if (verified === null || (source && verified.some((entry) => isNamed(source, entry)))) {
				return await rollBackInFlight(context, ecs, reference, service, rolling, source);
			}
			const marks = await readRollbackMarks(ecs, service, history);
			const past = { taskDefinitionArn: rolling.taskDefinitionArn, history, verified, marks };
			return await goBack(context, ecs, reference, service, past);
		}
		const live = liveOf(service, history);
		const ended = history.filter(({ status }) => status === 'SUCCESSFUL' || status === 'ROLLBACK_SUCCESSFUL');
		const named = bad === '' ? undefined : ended.find((past) => isBad(service, bad, past));
		const undone = named && wasPutBack(named, history) ? named : undefined;
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
		const marks = await readRollbackMarks(ecs, service, history);
		const isLiveByRollback =
			history[0]?.status === 'ROLLBACK_SUCCESSFUL' || (live !== undefined && isRollback(live, history, marks));
		if (isLiveByRollback) {
			throw new OperationFailure(
				`${revisionNameOf(service.taskDefinition)} of service ${service.serviceName ?? ''} is itself live by a roll back, and a roll back is not rolled back`,
				'Look at what is wrong first: it may not be the release. To go further back, choose a revision and use Deploy',
			);
		}
		const past = { taskDefinitionArn: service.taskDefinition ?? '', history, verified, marks };
		return await goBack(context, ecs, reference, service, past);
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
	const isDone = history.some((past) => isNamed(past, bad) && wasPutBack(past, history));
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} is just rolling out ${revisionNameOf(rolling.taskDefinitionArn)}, not ${bad}${isDone ? ', which was rolled back already' : ''}, so nothing was rolled back`,
		'Wait for that deployment, or name it in Only If Live to roll it back',
	);
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
	const { definition } = await readTaskDefinition(ecs, service.taskDefinition ?? '');
	return await deployRevision(context, ecs, reference, service, {
		definition,
		digests: new Map(),
		force: 'never',
	});
}
