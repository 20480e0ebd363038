import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { cancelSignalOf } from '../shared/waiting/cancelSignal';
import { messageOf, OperationFailure } from '../shared/operation/errors';
import { option } from '../shared/fields/fields';
import type { OperationContext } from '../shared/operation/operation';
import { switchParameter, textParameter, timeoutMsParameter } from '../shared/fields/parameters';
import { attempt } from '../shared/waiting/attempt';
import { dryRunProperty, timeoutProperty } from '../shared/fields/sharedProperties';
import { bootWithSecrets } from './bootWithSecrets';
import { reportsJson, reportsOf, whatRunsWhere } from './fleet';
import { listMachines, listMachinesPatiently } from './machines';
import { leftOutMachines, managedMachines } from './processGroups';
import { changeSecrets, listSecrets, requireSecretName, secretChanges } from './secrets';
import { fly, type Fly } from './transport';

/** The fields that Set and Unset have in common. */
export const applySecretsProperties: readonly INodeProperties[] = [
	{
		displayName: 'Apply',
		name: 'apply',
		type: 'options',
		options: [
			option(
				'Deploy Now',
				'deploy',
				'Boot every machine again, a share at a time, none with older secrets than these',
			),
			option(
				'Stage',
				'stage',
				'Keep them for the next deploy: hand the version on to Minimum Secrets Version',
			),
		],
		default: 'deploy',
		description: 'When the machines get the change',
	},
	timeoutProperty(600),
	dryRunProperty,
];

/**
 * Changes secrets and, unless they are only staged, boots every machine with them: the same image by
 * its digest, the same configuration, and Fly's barrier that lets none boot with older ones. No
 * value comes out.
 */
export async function applySecrets(
	context: OperationContext,
	app: string,
	values: Readonly<Record<string, string | null>>,
): Promise<IDataObject> {
	const names = Object.keys(values);
	if (names.length === 0) {
		throw new OperationFailure('No secret was given', 'Add at least one name');
	}
	for (const name of names) requireSecretName(name);
	const deploys = textParameter(context, 'apply') !== 'stage';
	const timeoutMs = timeoutMsParameter(context);
	const client = fly(context);
	const before = await listSecrets(client, app);
	const fleet = deploys ? await listMachines(client, app) : [];
	const machines = deploys ? managedMachines(app, fleet, []) : [];
	const leftOut = leftOutMachines(fleet).map((machine) => ({ ...machine }));
	if (switchParameter(context, 'dryRun')) {
		return {
			dryRun: true,
			app,
			secrets: names.map((name) => ({
				name,
				isThere: before.some((secret) => secret.name === name),
				plan: values[name] === null ? 'unset' : 'set',
			})),
			machines: machines.map(({ machine }) => machine.id),
			leftOut,
			apply: deploys ? 'deploy' : 'stage',
		};
	}
	const isNothing = names.every(
		(name) => values[name] === null && !before.some((secret) => secret.name === name),
	);
	if (isNothing) {
		return { app, version: null, apply: 'nothing', verified: true, secrets: jsonOf(secretChanges(names, before, before)), machines: [], warnings: [] };
	}
	const version = await changeSecrets(client, app, values);
	const secrets = jsonOf(secretChanges(names, before, await listSecrets(client, app)));
	if (!deploys) {
		return { app, version, apply: 'stage', verified: false, secrets, machines: [], warnings: [] };
	}
	const { reports, warnings } = await bootWith(client, app, machines, version, {
		timeoutMs,
		cancelSignal: cancelSignalOf(context),
	});
	return { app, version, apply: 'deploy', verified: true, secrets, machines: reports, leftOut, warnings };
}

const jsonOf = (changes: ReturnType<typeof secretChanges>): IDataObject[] =>
	changes.map((change) => ({ ...change }));

async function bootWith(
	client: Fly,
	app: string,
	machines: ReturnType<typeof managedMachines>,
	version: number,
	wait: { readonly timeoutMs: number; readonly cancelSignal: AbortSignal | undefined },
): Promise<{ reports: IDataObject[]; warnings: string[] }> {
	const booted = await attempt(bootWithSecrets(client, app, machines, { version, ...wait }));
	const fleet = await attempt(listMachinesPatiently(client, app, lastLookMs));
	const reports = fleet.ok ? reportsOf(fleet.value, []) : [];
	const unread = fleet.ok ? [] : [`What runs now could not be read: ${messageOf(fleet.error)}`];
	if (booted.ok && booted.value.ok) {
		return { reports: reportsJson(reports), warnings: [...booted.value.warnings, ...unread] };
	}
	const why = booted.ok ? [booted.value.ok ? '' : booted.value.reason, ...booted.value.warnings] : [messageOf(booted.error)];
	throw new OperationFailure(
		`The secrets of app ${app} are set (version ${version}), but not every machine has them: ${[...why, ...(fleet.ok ? [whatRunsWhere(reports)] : unread)].join('. ')}`,
		'Machines that were not booted again have the former ones. Look at the machine named above, then deploy the app with Minimum Secrets Version set to that version, or set the former values',
		{ version, machines: reportsJson(reports) },
	);
}

/** How long the machines are looked for in the end, however often Fly does not answer. */
const lastLookMs = 60_000;
