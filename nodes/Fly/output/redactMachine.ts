import { isRecord } from '../../deployment/values/jsonFields';
import type { FlyMachine } from '../api/types';

const redacted = '***';

/**
 * Strings of a configuration that cannot hold a credential, by their names. Whatever else is a string is
 * redacted: environment, files, words of a command, headers of a check, and what Fly may add.
 */
const openFields = new Set(
	[
		'autostop condition cpu_kind digest env_var error exited_at field_ref gpu_kind grace_period guest_path handlers',
		'image index_document interval kind method name path persist_rootfs policy port protocol region registry',
		'repository schedule scheme secret_name signal size standbys tag timeout type unhealthy url_prefix user volume',
	].flatMap((names) => names.split(' ')),
);

/** Maps whose names people choose, with the names in them that only flyctl, Docker and this package write. */
const maps = new Map([
	['env', /^$/],
	['headers', /^$/],
	['labels', /^(?:fly\.|org\.opencontainers\.image\.(?:revision|version|created)$)/],
	['metadata', /^(?:fly[_-]|slipway_|process_group$)/],
]);

/** Parts of a machine that hold a configuration, or what people wrote. */
const closedParts = new Set(['config', 'incomplete_config', 'events', 'image_ref']);

/** Fly's own answer without what may be a credential. The nonce of a lease is left out. */
export function redactMachine(machine: FlyMachine): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(machine).flatMap(([name, value]) => {
			if (name === 'nonce') return [];
			if (name === 'events') return [[name, redactEvents(value)]];
			return [[name, closedParts.has(name) ? redactValue(value, name) : value]];
		}),
	);
}

/** An event's own words are Fly's; what it was asked with may be a configuration. */
function redactEvents(events: unknown): unknown {
	if (!Array.isArray(events)) return events;
	return events.map((event: unknown) =>
		isRecord(event)
			? Object.fromEntries(
					Object.entries(event).map(([name, value]) => [name, name === 'request' ? redactValue(value, name) : value]),
				)
			: event,
	);
}

/** @param open matches the names that are open where people chose them; null where the names are Fly's. */
function redactValue(value: unknown, name: string, open: RegExp | null = null): unknown {
	if (Array.isArray(value)) {
		return value.map((entry: unknown) =>
			redactValue(entry, isRecord(entry) ? '' : name, isRecord(entry) ? null : open),
		);
	}
	if (isRecord(value)) {
		return Object.fromEntries(
			Object.entries(value).map(([key, inner]) => [key, redactValue(inner, key, maps.get(name) ?? null)]),
		);
	}
	const isOpen = open === null ? typeof value !== 'string' || openFields.has(name) : open.test(name);
	if (!isOpen) return redacted;
	return typeof value === 'string' ? redactQuery(value) : value;
}

/** The path of a check may carry a token in its query, an image's address a password. */
function redactQuery(value: string): string {
	return value.replace(/\?.*$/s, `?${redacted}`).replace(/\/\/[^/@]*@/, `//${redacted}@`);
}
