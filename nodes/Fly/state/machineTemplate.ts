import type { IDataObject } from 'n8n-workflow';

import { isRecord, listAt } from '../../deployment/values/jsonFields';
import type { FlyConfig, FlyMachine } from '../api/types';
import { servingConfig } from './canaryConfig';
import { managedMachines, type DeployableMachine } from './managedMachines';
import { defaultGroup, platformVersion } from './processGroup';
import { wasRunning } from './machineRest';

/** What an app's first machine is made from: another app's, without what is that one's alone. */
export interface MachineTemplate {
	/** The other app's machine, with the configuration of the new one. */
	readonly managed: DeployableMachine;
	/** Names of variables that were left out, since their values give access to something. */
	readonly leftOut: readonly string[];
}

/** From the group `app`, else one that serves, else the first; a machine that runs where there is one. Null where there is none. */
export function machineTemplate(machines: readonly FlyMachine[]): MachineTemplate | null {
	const known = managedMachines(machines).flatMap(({ machine, group }) =>
		machine.config ? [{ machine, group, config: machine.config }] : [],
	);
	const ranked = known.map((managed) => ({ managed, rank: rankOf(managed) }));
	const [best] = ranked.sort((left, right) => right.rank - left.rank);
	if (!best) return null;
	const { machine, group, config } = best.managed;
	const env = variablesWithoutAccess(config.env);
	const containers = listAt(config, 'containers').map((container) => {
		const kept = variablesWithoutAccess(isRecord(container) ? container.env : undefined);
		return { container, ...kept };
	});
	return {
		managed: {
			machine: { ...machine, state: 'started', events: [], checks: [] },
			group,
			config: {
				...firstConfig(config, group),
				env: { ...env.variables, FLY_PROCESS_GROUP: group },
				...(containers.length > 0 && {
					containers: containers.map(({ container, variables }) => ({
						...(isRecord(container) ? container : {}),
						env: variables,
					})) as IDataObject[],
				}),
			},
		},
		leftOut: [...new Set([...env.leftOut, ...containers.flatMap(({ leftOut }) => leftOut)])].sort(),
	};
}

function rankOf({ machine, group, config }: DeployableMachine): number {
	const isDefault = group === defaultGroup ? 4 : 0;
	const serves = listAt(config, 'services').length > 0 ? 2 : 0;
	return isDefault + serves + (wasRunning(machine) ? 1 : 0);
}

/**
 * Guest, program, checks and services as they are, in the shape that flyctl gives a first machine
 * (superfly/flyctl, `launchInputForLaunch`): no mark of a release yet. Without volumes, metrics, standbys and
 * schedules; Fly's proxy stops it while nobody calls.
 */
function firstConfig(config: FlyConfig, group: string): FlyConfig {
	const {
		mounts,
		volumes,
		metrics,
		standbys,
		schedule,
		auto_destroy: destroysItself,
		disable_machine_autostart: noAutostart,
		metadata,
		...kept
	} = servingConfig(config);
	void [mounts, volumes, metrics, standbys, schedule, destroysItself, noAutostart, metadata];
	const services = listAt(config, 'services').map((service) => ({
		...(isRecord(service) ? service : {}),
		autostop: 'stop',
		autostart: true,
		min_machines_running: 0,
	}));
	return {
		...kept,
		...(services.length > 0 && { services: services as IDataObject[] }),
		metadata: { fly_platform_version: platformVersion, fly_process_group: group },
	};
}

const accessName =
	/(?:^|_)(?:SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|DSN|(?:API|PRIVATE|ACCESS|ENCRYPTION|SIGNING|SERVICE|SESSION)_?KEY)(?:_|$)/i;

/** An address with a password in it, or one of a store of data. */
const accessAddress =
	/^(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|kafka):\/\/|:\/\/[^/\s]*:[^/\s]*@/i;

/** What a variable gives access to is the other app's: a preview gets its own secrets. */
function variablesWithoutAccess(env: unknown): { readonly variables: IDataObject; readonly leftOut: string[] } {
	const entries = Object.entries(isRecord(env) ? (env as IDataObject) : {});
	const isAccess = ([name, value]: [string, unknown]): boolean =>
		accessName.test(name) || (typeof value === 'string' && accessAddress.test(value));
	return {
		variables: Object.fromEntries(entries.filter((entry) => !isAccess(entry))),
		leftOut: entries.filter(isAccess).map(([name]) => name),
	};
}
