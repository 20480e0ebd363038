import { createHash } from 'node:crypto';

import { textAt } from '../deployment/values/jsonFields';
import { messageOf, OperationFailure } from '../shared/operation/errors';
import { attempt } from '../shared/waiting/attempt';
import { bootWithSecrets } from './bootWithSecrets';
import { crashText } from './exits';
import { machineReport, reportsJson, type MachineReport } from './fleet';
import { listMachines } from './machines';
import { isGone, managedGroup, managedMachines, type ManagedMachine } from './processGroups';
import { wasRunning } from './rollout/changes';
import { findingOn } from './machineFinding';
import type { Fly } from './transport';
import type { FlyMachine, FlySecret } from './types';

/** What a machine's metadata says of the secrets it was booted with: Fly itself does not tell. */
export interface SecretsMark {
	/** In the metadata. */
	readonly name: string;
	/** Of the secrets' names, Fly's own digests of them, and when each was set. */
	readonly content: string;
	/** The version of the app's secrets that a machine must have been booted with; null when any that has them will do. */
	readonly version: number | null;
}

/**
 * The mark for certain secrets as Fly has them. No value goes into it. When each was set does, since a
 * value that was another one for a while leaves machines behind which were booted in between.
 *
 * @param owner whose secrets these are: each marks the machines for itself.
 */
export function secretsMark(
	owner: string,
	secrets: readonly FlySecret[],
	names: readonly string[],
	version: number | null = null,
): SecretsMark {
	const known = secrets
		.filter(({ name }) => name != null && names.includes(name))
		.map(({ name, digest, updated_at: setAt }) => [name, digest, setAt])
		.sort(([left], [right]) => String(left).localeCompare(String(right)));
	return {
		name: `slipway_secrets_${digestOf(owner).slice(0, 8)}`,
		content: digestOf(JSON.stringify(known)).slice(0, 16),
		version,
	};
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The version of the secrets that a machine was booted with; null when it was not with those of the mark. */
function markedVersion({ config }: FlyMachine, { name, content }: SecretsMark): number | null {
	const [marked, version] = (textAt(config, 'metadata', name) ?? '').split('.');
	return marked === content ? Number(version) : null;
}

export interface MachineBehind extends ManagedMachine {
	readonly why: string;
}

export interface FleetSecrets {
	readonly machines: readonly ManagedMachine[];
	/** Those that are not shown to run well with the secrets. */
	readonly behind: readonly MachineBehind[];
	/** Ids of machines that no deploy manages, and this neither. */
	readonly unmanaged: readonly string[];
	/** The newest version that one of them is marked with; null when none is. */
	readonly version: number | null;
}

/**
 * Which machines of an app are not shown to have the secrets of a mark.
 *
 * @throws OperationFailure when the app has no machine that a deploy manages, or one cannot be read whole.
 */
export async function machinesBehind(fly: Fly, app: string, mark: SecretsMark): Promise<FleetSecrets> {
	const listed = await listMachines(fly, app);
	const machines = managedMachines(app, listed, []);
	const versions = machines.flatMap(({ machine }) => markedVersion(machine, mark) ?? []);
	const version = versions.length === 0 ? null : Math.max(...versions);
	return {
		machines,
		version,
		behind: machines.flatMap((managed) => {
			const why = reasonBehind(managed.machine, mark, mark.version ?? version ?? 0);
			return why === null ? [] : [{ ...managed, why }];
		}),
		unmanaged: listed
			.filter((machine) => !isGone(machine) && managedGroup(machine) === null)
			.map(({ id }) => id),
	};
}

function reasonBehind(machine: FlyMachine, mark: SecretsMark, leastVersion: number): string | null {
	const version = markedVersion(machine, mark);
	if (version === null || !(version >= leastVersion)) return 'not booted with these secrets';
	if (crashText(machine) !== null) return 'its program ended by itself, and it is stopped';
	const finding = findingOn(machine, {
		instanceId: machine.instance_id ?? '',
		instanceIdBefore: null,
		lastEventId: machine.events?.[0]?.id ?? null,
		digest: null,
		launches: wasRunning(machine),
	});
	return finding.phase === 'succeeded' ? null : finding.seen;
}

export interface FleetWithSecrets {
	readonly machines: readonly MachineReport[];
	readonly warnings: readonly string[];
}

/**
 * Boots every machine that is not shown to have the secrets, and looks at all of them once more: done
 * only if each has the mark and is well. One that rests has them with its next start.
 *
 * @throws OperationFailure that names each machine without them.
 */
export async function bringSecretsIntoEffect(
	fly: Fly,
	app: string,
	wanted: {
		readonly mark: SecretsMark & { readonly version: number };
		readonly timeoutMs: number;
		readonly cancelSignal: AbortSignal | undefined;
	},
): Promise<FleetWithSecrets> {
	const { mark, ...boot } = wanted;
	const { behind } = await machinesBehind(fly, app, mark);
	const booted = await attempt(
		bootWithSecrets(fly, app, behind, {
			...boot,
			version: mark.version,
			metadata: { [mark.name]: `${mark.content}.${mark.version}` },
			startsToo: new Set(behind.filter(({ machine }) => crashText(machine) !== null).map(({ machine }) => machine.id)),
		}),
	);
	const seen = await attempt(machinesBehind(fly, app, mark));
	const stopped = booted.ok ? (booted.value.ok ? null : booted.value.reason) : messageOf(booted.error);
	if (seen.ok && seen.value.behind.length === 0 && stopped === null) {
		return withWarnings(seen.value, booted.ok ? booted.value.warnings : []);
	}
	throw new OperationFailure(
		`The secrets of app ${app} are set (version ${mark.version}), but ${whatIsBehind(seen.ok ? seen.value : null)}${stopped === null ? '' : `. The boot stopped: ${stopped}`}`,
		'Machines without them run with the former secrets. Look at the machines named above, then run this again: it boots those that are not shown to have them',
		{
			version: mark.version,
			machines: seen.ok ? reportsJson(seen.value.machines.map(({ machine }) => machineReport(machine))) : [],
		},
	);
}

function whatIsBehind(fleet: FleetSecrets | null): string {
	if (fleet === null) return 'its machines cannot be read, so nothing shows which of them have them';
	if (fleet.behind.length === 0) return 'the boot of its machines did not end well';
	const named = fleet.behind.map(
		({ machine, group, why }) => `${machine.id} (${group}, ${machine.region ?? 'region not told'}): ${why}`,
	);
	return `${fleet.behind.length} of ${fleet.machines.length} machines are not shown to run with them: ${named.join('; ')}`;
}

function withWarnings({ machines, unmanaged }: FleetSecrets, warnings: readonly string[]): FleetWithSecrets {
	const resting = machines.filter(({ machine }) => machine.state !== 'started');
	return {
		machines: machines.map(({ machine }) => machineReport(machine)),
		warnings: [
			...warnings,
			...(resting.length > 0
				? [`${resting.length} of ${machines.length} machines do not run and get the secrets with their next start: ${resting.map(({ machine }) => machine.id).join(', ')}`]
				: []),
			...(unmanaged.length > 0
				? [`Machines that no deploy manages were not booted, and have the former secrets until they are: ${unmanaged.join(', ')}`]
				: []),
		],
	};
}
