import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../../deployment/values/jsonFields';
import type { FlyConfig, FlyMachine } from '../api/types';

/** Metadata that names the release a machine belongs to, as flyctl writes it. */
export const releaseIdKey = 'fly_release_id';

/** Metadata that names the run which changed a machine last. */
export const runIdKey = 'slipway_release_id';

/** Metadata of a machine made here, `<release id>/<its own id>`: to find it after a lost answer, or after a run that died. */
export const launchIdKey = 'slipway_launch_id';

/** The configuration of a machine, or the part of it that is known while its host does not answer. */
export function knownConfig({ config, incomplete_config: incomplete }: FlyMachine): FlyConfig | null | undefined {
	return config ?? incomplete;
}

export function markOn(config: FlyConfig | null | undefined, key: string): string | null {
	return textAt(config, 'metadata', key);
}

/** The id of the release that gave a machine its configuration. */
export function releaseIdOf(config: FlyConfig | null | undefined): string | null {
	return markOn(config, releaseIdKey);
}

/** Whether a run changed a machine last, also while its host does not answer. */
export function isOfRun(machine: FlyMachine, runId: string): boolean {
	return markOn(knownConfig(machine), runIdKey) === runId;
}

/** A configuration with these marks beside those it has. */
export function withMarks(config: FlyConfig, marks: Readonly<Record<string, string>>): FlyConfig {
	return { ...config, metadata: { ...(config.metadata as IDataObject | undefined), ...marks } };
}
