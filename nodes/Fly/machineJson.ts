import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../deployment/jsonFields';
import { machineReport } from './fleet';
import type { FlyMachine } from './types';

const masked = '***';

/** A machine as an item's JSON; Fly's own answer too when asked for, its environment and files masked. */
export function machineJson(machine: FlyMachine, raw: boolean): IDataObject {
	return {
		...machineReport(machine),
		cordoned: machine.cordoned ?? null,
		createdAt: machine.created_at ?? null,
		updatedAt: machine.updated_at ?? null,
		...(raw && { raw: withoutValues(machine) }),
	};
}

/** What holds values that may be secret: environment, files, and the nonce of a lease. */
function withoutValues(machine: FlyMachine): IDataObject {
	return Object.fromEntries(
		Object.entries(machine)
			.filter(([name]) => name !== 'nonce')
			.map(([name, value]) => [
				name,
				name === 'config' || name === 'incomplete_config' ? maskedConfig(value) : value,
			]),
	);
}

function maskedConfig(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(maskedConfig);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => {
			if (name === 'env' && isRecord(inner)) {
				return [name, Object.fromEntries(Object.keys(inner).map((key) => [key, masked]))];
			}
			return [name, name === 'raw_value' || name === 'secret_value' ? masked : maskedConfig(inner)];
		}),
	);
}
