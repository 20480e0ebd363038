import { randomUUID } from 'node:crypto';

import { pinnedImage } from '../../deployment/imageReference';
import { textAt } from '../../deployment/jsonFields';
import { clock } from '../../shared/clock';
import { settled } from '../../shared/settled';
import { createMachine, destroyMachine, launchIdKey, listMachines } from '../machines';
import type { Fly } from '../transport';
import type { FlyConfig } from '../types';
import { changeOfNew, type MachineChange } from './changes';
import { reasonOf } from './rollMachines';

export interface WantedMachine {
	readonly group: string;
	readonly region: string | null;
	readonly config: FlyConfig;
}

/** The machines that this run made, so that none is left behind. */
export class NewMachines {
	readonly changes: MachineChange[] = [];
	digest: string | null;
	private readonly launchIds = new Set<string>();

	constructor(
		private readonly fly: Fly,
		private readonly app: string,
		options: { readonly digest: string | null },
	) {
		this.digest = options.digest;
	}

	/** Makes them one after the other, out of Fly's proxy and DNS. Returns why it could not; null when all are there. */
	async create(
		wanted: readonly WantedMachine[],
		minSecretsVersion: number | null,
	): Promise<string | null> {
		for (const { group, region, config } of wanted) {
			const launchId = randomUUID();
			this.launchIds.add(launchId);
			const image = typeof config.image === 'string' ? config.image : '';
			const made = await settled(
				createMachine(this.fly, this.app, {
					config: { ...config, image: pinnedImage(image, this.digest) },
					region,
					launchId,
					cordoned: true,
					minSecretsVersion,
				}),
			);
			if (!made.ok) return `A new machine of group ${group} could not be made: ${reasonOf(made.error)}`;
			const machine = made.value;
			const digest = machine.image_ref?.digest ?? null;
			this.digest ??= digest;
			this.changes.push(changeOfNew(machine, group, clock.now()));
			if (digest === null || digest !== this.digest) {
				return `Machine ${machine.id} (${group}) got image digest ${digest ?? '(not told)'}, not ${this.digest ?? 'a known one'}`;
			}
		}
		return null;
	}

	/** Destroys all of them, also those whose create was never answered. Returns what could not be. */
	async destroyAll(): Promise<string[]> {
		const listed = await settled(listMachines(this.fly, this.app));
		const found = listed.ok
			? listed.value.filter((machine) =>
					this.launchIds.has(textAt(machine.config, 'metadata', launchIdKey) ?? ''),
				)
			: [];
		const ids = new Set([...found, ...this.changes.map(({ machine }) => machine)].map(({ id }) => id));
		const failures: string[] = [];
		for (const id of ids) {
			const destroyed = await settled(destroyMachine(this.fly, this.app, id));
			if (!destroyed.ok) failures.push(`machine ${id} is left over: ${reasonOf(destroyed.error)}`);
		}
		if (!listed.ok) failures.push('whether more of this run\'s machines are left over could not be read');
		return failures;
	}
}
