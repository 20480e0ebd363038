import type { PlatformClient } from '../../../shared/http/platformClient';
import { OperationFailure } from '../../../shared/operation/errors';
import { readVariable, setValue, type ValueBody } from '../../api/environmentVariables';
import { type NetlifyEnvironmentVariable, type NetlifySite, siteName } from '../../api/types';
import { contextName, type DeployContext, effectiveValue, isReadable } from '../../state/environment/deployContexts';
import { lostValues } from '../../state/environment/keptValues';
import type { VariableChange } from './variableChange';

/** Checks what was written, and sets again what was lost by it. @throws OperationFailure when that does not help. */
export async function keepOthers(
	client: PlatformClient,
	site: NetlifySite,
	change: VariableChange,
	before: NetlifyEnvironmentVariable | null,
	after: NetlifyEnvironmentVariable,
): Promise<NetlifyEnvironmentVariable> {
	assertWritten(site, change, after);
	const lost = lostValues(before, after, change);
	if (lost.length === 0) return after;
	for (const { place, value } of lost) {
		if (value === null) {
			throw notAsRequested(
				site,
				change,
				`Netlify dropped the value of ${contextName(place)}, and does not report what it was`,
			);
		}
		await setValue(client, site, change.key, valueBody(place, value));
	}
	const repaired = await readVariable(client, site, change.key);
	if (repaired !== null && lostValues(before, repaired, change).length === 0) return repaired;
	throw notAsRequested(
		site,
		change,
		`Netlify does not keep the values of ${lost.map(({ place }) => contextName(place)).join(', ')}`,
	);
}

function assertWritten(site: NetlifySite, change: VariableChange, after: NetlifyEnvironmentVariable): void {
	for (const place of change.places) {
		const now = effectiveValue(after.values ?? [], place);
		const isRight = now && (!isReadable(after, now.context ?? 'all') || now.value === change.value);
		if (!isRight) throw notAsRequested(site, change, `${contextName(place)} has another value`);
	}
}

export function valueBody({ context, branch }: DeployContext, value: string): ValueBody {
	return { context, value, ...(branch !== null && { context_parameter: branch }) };
}

export function notAsRequested(site: NetlifySite, { key }: VariableChange, why: string): OperationFailure {
	return new OperationFailure(
		`Environment variable ${key} of site ${siteName(site)} is not what was asked for: ${why}`,
		'Look at the variable in Netlify before the next deploy, correct it there, and run this again',
	);
}
