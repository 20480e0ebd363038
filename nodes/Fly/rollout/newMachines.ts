import { randomUUID } from 'node:crypto';

import { pinnedImage } from '../../deployment/imageReference';
import { textAt } from '../../deployment/jsonFields';
import { clock } from '../../shared/clock';
import { messageOf } from '../../shared/errors';
import { settled } from '../../shared/settled';
import { createMachine, destroyMachine, launchIdKey, listMachines } from '../machines';
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
	/** Makes them one after the other, out of Fly's proxy and DNS. Returns why it could not; null when all are there. */
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
				const image = pinnedImage(textAt(config, 'image') ?? '', digest);
				const made = await settled(
					createMachine(fly, app, {
						config: { ...config, image },
						region,
						launchId,
						cordoned: true,
						minSecretsVersion,
					}),
				);
				if (!made.ok) return `A new machine of group ${group} could not be made: ${messageOf(made.error)}`;
				const machine = made.value;
				const seen = machine.image_ref?.digest ?? null;
				digest ??= seen;
				changes.push(changeOfNew(machine, group, clock.now()));
				if (seen === null || seen !== digest) {
					return `Machine ${machine.id} (${group}) got image digest ${seen ?? '(not told)'}, not ${digest ?? 'a known one'}`;
				}
			}
			return null;
		},
		async destroyAll() {
			const listed = await settled(listMachines(fly, app));
			const found = listed.ok
				? listed.value.filter((machine) =>
						launchIds.has(textAt(machine.config, 'metadata', launchIdKey) ?? ''),
					)
				: [];
			const ids = new Set([...found, ...changes.map(({ machine }) => machine)].map(({ id }) => id));
			const failures: string[] = [];
			for (const id of ids) {
				const destroyed = await settled(destroyMachine(fly, app, id));
				if (!destroyed.ok) failures.push(`machine ${id} is left over: ${messageOf(destroyed.error)}`);
			}
			if (!listed.ok) failures.push('whether more of this run\'s machines are left over could not be read');
			return failures;
		},
	};
}
