import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';

import { isWrittenNumber } from '../../deployment/values/json';

/** Whether both would run the same: the order of variables and empty fields do not count. */
export function isSameWork(left: RegisterTaskDefinitionRequest, right: RegisterTaskDefinitionRequest): boolean {
	return canonical({ ...left, tags: undefined }) === canonical({ ...right, tags: undefined });
}

function canonical(value: unknown): string {
	if (Array.isArray(value)) {
		const entries = value.map(canonical);
		// Variables and mounts have no order; the words of a command do.
		const isUnordered = value.every((entry) => typeof entry === 'object' && entry !== null);
		return `[${(isUnordered ? entries.sort() : entries).join(',')}]`;
	}
	if (isWrittenNumber(value)) return value.value;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
	const fields = Object.entries(value)
		.filter(([, field]) => !isEmpty(field))
		.sort(([left], [right]) => (left < right ? -1 : 1))
		.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
	return `{${fields.join(',')}}`;
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
