import { randomUUID } from 'node:crypto';

import { textAt } from '../../deployment/values/jsonFields';
import { clock } from '../../shared/waiting/clock';
import { messageOf } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { deployedDigest, withDigest } from '../containers';
import { createMachine, destroyMachine, launchIdKey, listMachinesPatiently } from '../machines';
import type { Fly } from '../transport';
import type { FlyConfig } from '../types';
import { changeOfNew, type MachineChange } from './changes';

export interface WantedMachine {
	readonly group: string;
	readonly region: string | null;
	readonly config: FlyConfig;
}

/** The machines that this run made, so that none is left behind. */
export interface NewMachines {
	readonly changes: readonly MachineChange[];
	/** The image's digest, once Fly has told it. */
	digest(): string | null;
	/** Makes them one after the other, out of Fly's proxy. Returns why it could not; null when all are there. */
	create(wanted: readonly WantedMachine[], minSecretsVersion: number | null): Promise<string | null>;
	/** Destroys all of them, also those whose create was never answered. Returns what could not be. */
	destroyAll(): Promise<string[]>;
}

/** `digest` is what the image must have; null to take the first one that Fly answers. */
export function newMachines(fly: Fly, app: string, digest: string | null): NewMachines {
	const changes: MachineChange[] = [];
	const launchIds = new Set<string>();
	return {
		changes,
		digest: () => digest,
		async create(wanted, minSecretsVersion) {
			for (const { group, region, config } of wanted) {
				const launchId = `${textAt(config, 'metadata', 'fly_release_id') ?? ''}/${randomUUID()}`;
				launchIds.add(launchId);
				const made = await attempt(
					createMachine(fly, app, {
						config: withDigest(config, digest),
						region,
						launchId,
						cordoned: true,
						minSecretsVersion,
					}),
				);
				if (!made.ok) return `A new machine of group ${group} could not be made: ${messageOf(made.error)}`;
				const machine = made.value;
				const seen = deployedDigest(machine);
				digest ??= seen;
				changes.push(changeOfNew(machine, group, clock.now()));
				if (seen === null || seen !== digest) {
					return `Machine ${machine.id} (${group}) got image digest ${seen ?? '(not told)'}, not ${digest ?? 'a known one'}`;
				}
			}
			return null;
		},
		async destroyAll() {
			return await destroyLaunched(fly, app, launchIds, changes.map(({ machine }) => machine.id));
		},
	};
}

/** How long the app's machines are looked for, to remove what was made. */
const removalTimeoutMs = 60_000;

/**
 * Destroys machines that a run made: those it knows, and those whose create was never answered, by
 * their launch ids. Returns what could not be destroyed, or seen.
 */
export async function destroyLaunched(
	fly: Fly,
	app: string,
	launchIds: ReadonlySet<string>,
	known: readonly string[],
): Promise<string[]> {
	const listed = await attempt(listMachinesPatiently(fly, app, removalTimeoutMs));
	const found = listed.ok
		? listed.value.filter((machine) => launchIds.has(textAt(machine.config, 'metadata', launchIdKey) ?? ''))
		: [];
	const ids = new Set([...found.map(({ id }) => id), ...known]);
	const failures: string[] = [];
	for (const id of ids) {
		const destroyed = await attempt(destroyMachine(fly, app, id));
		if (!destroyed.ok) failures.push(`machine ${id} is left over: ${messageOf(destroyed.error)}`);
	}
	if (!listed.ok) {
		failures.push(`whether more machines are left over could not be read: ${messageOf(listed.error)}`);
	}
	return failures;
}
