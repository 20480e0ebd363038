import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import { clock } from '../../../shared/waiting/clock';
import { readTaskDefinition } from '../../api/taskDefinitions';
import type { Ecs } from '../../api/types';
import { copyWithChanges } from '../../changes/copyTaskDefinition';
import { registerTaskDefinition } from '../../changes/registerTaskDefinition';
import { runMigration } from '../../changes/runMigration';
import type { RequestedChanges } from '../../fields/containerChanges';
import { planJson } from '../../output/planJson';
import type { ContainerChange } from '../../state/containerChange';
import { imagesOf } from '../../state/images';
import { revisionName } from '../../state/taskDefinitionName';
import { deployRevision } from './deployRevision';
import { mainContainerOf } from '../../state/containerRoles';
import type { Migration } from '../../state/migration';
import type { DeployTarget } from './deployTarget';

/** How long a migration may take before a deployment that nobody waits for. */
const unwaitedMigrationMs = 1_800_000;

/** Registers a copy of the running task definition with the changes in it, and puts that in place. */
export async function deployNewImages(
	target: DeployTarget,
	entered: RequestedChanges,
	migration: Migration | null,
): Promise<IDataObject> {
	const { ecs, reference, service, dryRun, choices } = target;
	const startedAtMs = clock.now();
	const wanted = await withContainers(ecs, service, entered);
	const { base, request, isSame, warnings } = await copyWithChanges(
		ecs,
		runningTaskDefinition(service),
		wanted.changes,
	);
	// A tag may stand for a new image by now: only new tasks would pull it.
	const forcesNewTasks = isSame && wanted.hasMovableTag;
	if (dryRun) {
		const plan = {
			action: 'deploy',
			copies: revisionName(base),
			registers: !isSame,
			forcesNewDeployment: forcesNewTasks,
			changes: changeList(base, wanted.changes),
			...(migration && { migration: migration.command.join(' ') }),
		};
		return planJson(ecs, service, plan, warnings);
	}
	const { definition } = isSame ? { definition: base } : await registerTaskDefinition(ecs, request);
	const notes = migration ? await migrate(target, definition, wanted, migration) : [];
	const changed = wanted.changes.filter(({ image }) => image !== undefined).map(({ container }) => container);
	const revision = {
		definition,
		digests: wanted.digests,
		force: forcesNewTasks ? 'ifDone' : 'never',
		verifiedContainers: new Set(changed),
		warnings: [...warnings, ...notes],
		mainContainer: wanted.mainContainer,
	} as const;
	return await deployRevision(ecs, reference, service, revision, {
		...choices,
		timeoutMs: leftOf(choices.timeoutMs, startedAtMs),
	});
}

/** An image without a container is for the one that the service is there for. */
async function withContainers(ecs: Ecs, service: Service, entered: RequestedChanges): Promise<RequestedChanges> {
	if (entered.changes.every(({ container }) => container !== '')) return entered;
	const { definition } = await readTaskDefinition(ecs, runningTaskDefinition(service));
	const main = mainContainerOf(definition, service) ?? '';
	const named = (container: string): string => (container === '' ? main : container);
	return {
		...entered,
		changes: entered.changes.map((change) => ({ ...change, container: named(change.container) })),
		digests: new Map([...entered.digests].map(([container, digest]) => [named(container), digest])),
		...(entered.mainContainer !== undefined && { mainContainer: named(entered.mainContainer) }),
	};
}

/** Also where nobody waits for the deployment: it must not begin before the migration has ended. */
async function migrate(
	{ ecs, service, choices }: DeployTarget,
	definition: TaskDefinition,
	{ mainContainer }: RequestedChanges,
	migration: Migration,
): Promise<string[]> {
	const container = mainContainer ?? mainContainerOf(definition, service) ?? '';
	const { timeoutMs, cancelSignal } = choices;
	const run = { service, definition, container, migration, cancelSignal };
	return await runMigration(ecs, { ...run, timeoutMs: timeoutMs ?? unwaitedMigrationMs });
}

/** What of the time is left, at least one look; null where nobody waits. */
function leftOf(timeoutMs: number | null, startedAtMs: number): number | null {
	return timeoutMs === null ? null : Math.max(1_000, timeoutMs - (clock.now() - startedAtMs));
}

function runningTaskDefinition(service: Service): string {
	if (service.taskDefinition) return service.taskDefinition;
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} has no task definition of its own: its task sets have`,
		'Use a service with the ECS deployment controller',
	);
}

/** What changes, by container: images from and to; of variables and secrets the names alone. */
function changeList(running: TaskDefinition, changes: readonly ContainerChange[]): IDataObject[] {
	const images = imagesOf(running);
	return changes.map(({ container, image, environment, secrets }) => ({
		container,
		...(image !== undefined && { image: { from: images.get(container) ?? null, to: image } }),
		...(environment && { environment: Object.keys(environment) }),
		...(secrets && { secrets: Object.keys(secrets) }),
	}));
}
