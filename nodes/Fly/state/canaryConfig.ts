import type { IDataObject } from 'n8n-workflow';

import type { FlyConfig } from '../api/types';
import { markOn, withMarks } from './marks';

/** Metadata by which flyctl names a canary, too. */
const canaryKey = 'fly_canary';

export function isCanary(config: FlyConfig): boolean {
	return markOn(config, canaryKey) !== null;
}

/** A machine's configuration for its canary, which `.internal` does not list either. */
export function canaryConfig(config: FlyConfig): FlyConfig {
	return withMarks(
		{ ...config, dns: { ...(config.dns as IDataObject | undefined), skip_registration: true } },
		{ [canaryKey]: 'true' },
	);
}

/** The configuration of a machine that is to serve: what was left of a canary is listed in DNS again. */
export function servingConfig(config: FlyConfig): FlyConfig {
	if (!isCanary(config)) return config;
	const { [canaryKey]: mark, ...metadata } = config.metadata as IDataObject;
	const { skip_registration: skips, ...dns } = (config.dns ?? {}) as IDataObject;
	void [mark, skips];
	return { ...config, dns, metadata };
}
