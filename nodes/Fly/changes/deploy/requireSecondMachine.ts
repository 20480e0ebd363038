import { listAt } from '../../../deployment/values/jsonFields';
import { OperationFailure } from '../../../shared/operation/errors';
import { configuredChecks } from '../../state/checks';
import type { Strategy } from '../../state/deployPace';
import type { DeployableMachine } from '../../state/managedMachines';

/** What a second machine beside the first could not share with it. */
const unshared = {
	mounts: 'has a volume, which no second machine can use',
	standbys: 'stands by for another one, which would be destroyed',
} as const;

/**
 * Bluegreen and canary boot a second machine beside one that serves.
 *
 * @throws OperationFailure when there can be none.
 */
export function requireSecondMachine(app: string, strategy: Strategy, machines: readonly DeployableMachine[]): void {
	for (const managed of machines) {
		if (strategy === 'canary') requireShareable('Canary', app, managed, 'mounts');
		if (strategy !== 'bluegreen') continue;
		requireCheck(app, managed);
		requireShareable('Bluegreen', app, managed, 'mounts');
		requireShareable('Bluegreen', app, managed, 'standbys');
	}
}

function requireCheck(app: string, { machine, group, config }: DeployableMachine): void {
	if (configuredChecks(config) > 0) return;
	throw new OperationFailure(
		`Bluegreen needs a health check, and process group "${group}" of app ${app} has none (machine ${machine.id})`,
		'Add one in fly.toml ([[http_service.checks]], [[services.tcp_checks]] or [checks]) and deploy it, or choose Rolling',
	);
}

function requireShareable(
	what: string,
	app: string,
	{ machine, group, config }: DeployableMachine,
	field: keyof typeof unshared,
): void {
	if (listAt(config, field).length === 0) return;
	throw new OperationFailure(
		`${what} is not possible for process group "${group}" of app ${app}: machine ${machine.id} ${unshared[field]}`,
		'Choose Rolling: its first machine is tried alone too',
	);
}
