import { uniqueId } from '../uniqueId';

import { messageOf } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import type { FlyClient } from '../../api/client';
import type { FlyConfig } from '../../api/types';
import { deployedDigest, withDigest } from '../../state/deployedImage';
import { releaseIdOf } from '../../state/marks';
import { changeOfNew, type MachineChange } from '../rolling/machineChange';
import { createMachineOnce } from '../machines/createMachineOnce';
import { destroyLaunched } from './destroyLaunched';

export interface WantedMachine {
	readonly group: string;
	readonly region: string | null;
	readonly config: FlyConfig;
	/** Whether Fly's proxy sends it requests from its start. */
	readonly serves: boolean;
}

/** The machines that this run made, so that none is left behind. */
export interface NewMachines {
	readonly changes: readonly MachineChange[];
	/** The image's digest, once Fly has reported it. */
	digest(): string | null;
	/** Makes them one after the other. Returns why it could not; null when all are there. */
	create(wanted: readonly WantedMachine[], minSecretsVersion: number | null): Promise<string | null>;
	/** Destroys all of them, also those whose create was never answered. Returns what could not be. */
	destroyAll(): Promise<string[]>;
}

/** `digest` is what the image must have; null to take the first one that Fly answers. */
export function newMachines(fly: FlyClient, app: string, digest: string | null): NewMachines {
	const changes: MachineChange[] = [];
	const launchIds = new Set<string>();
	return {
		changes,
		digest: () => digest,
		async create(wanted, minSecretsVersion) {
			for (const { group, region, config, serves } of wanted) {
				const launchId = `${releaseIdOf(config) ?? ''}/${uniqueId()}`;
				launchIds.add(launchId);
				const wantedConfig = withDigest(config, digest);
				const made = await attempt(
					createMachineOnce(fly, app, launchId, { config: wantedConfig, region, cordoned: !serves, minSecretsVersion }),
				);
				if (!made.ok) return `A new machine of group ${group} could not be made: ${messageOf(made.error)}`;
				const machine = made.value;
				const seen = deployedDigest(machine);
				digest ??= seen;
				changes.push(changeOfNew(machine, group, clock.now()));
				if (seen === null || seen !== digest) {
					return `Machine ${machine.id} (${group}) got image digest ${seen ?? '(not reported)'}, not ${digest ?? 'a known one'}`;
				}
			}
			return null;
		},
		async destroyAll() {
			return await destroyLaunched(
				fly,
				app,
				launchIds,
				changes.map(({ machine }) => machine.id),
			);
		},
	};
}
