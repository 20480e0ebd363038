import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { readBody, readBoolean, readString } from '../http/requestBody';
import type { AlertRecord, JsonObject, ScanRecord } from '../model';
import { namedRepository } from './namedRepository';

const scans = ['dependabot', 'codeScanning', 'secretScanning'] as const;

/**
 * `POST /_sandbox/github/security`: `{repository, protected?, twoFactor?, dependabot?, codeScanning?, secretScanning?}`,
 * each scan `{access?: on | off | hidden, alerts?: [{severity, name}]}`, the newest first.
 */
export function setSecurity(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const body = readBody(request);
	const record = namedRepository(context, body);
	record.security.isProtected = readBoolean(body, 'protected') ?? record.security.isProtected;
	const twoFactor = readBoolean(body, 'twoFactor');
	if (twoFactor === true) context.world.withoutTwoFactor.delete(record.owner.toLowerCase());
	if (twoFactor === false) context.world.withoutTwoFactor.add(record.owner.toLowerCase());
	for (const name of scans) change(context, record.security[name], body[name]);
	return { status: 200, body: record.security };
}

function change({ services }: GitHubContext, scan: ScanRecord, wanted: unknown): void {
	if (!isObject(wanted)) return;
	const { access, alerts } = wanted;
	if (access === 'on' || access === 'off' || access === 'hidden') scan.access = access;
	if (!Array.isArray(alerts)) return;
	scan.alerts = alerts.filter(isObject).map((alert, index): AlertRecord => ({
		number: alerts.length - index,
		createdAtMs: services.clock.now(),
		severity: readString(alert, 'severity') ?? 'medium',
		name: readString(alert, 'name') ?? 'lodash',
	}));
}

function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
