import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { choiceField, option } from '../../../shared/fields/fields';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { flyClient } from '../../api/client';
import { listMachines } from '../../api/machines';
import { listSecrets } from '../../api/secrets';
import { deployableMachines } from '../../changes/deploy/deployableMachines';
import { bringToMachines } from '../../changes/secrets/bringToMachines';
import { changeSecrets } from '../../changes/secrets/changeSecrets';
import { requireSecretName } from '../../fields/secretName';
import { leftOutMachines } from '../../state/managedMachines';
import { secretChanges } from '../../state/secretChanges';

const applyField = choiceField(
	'Apply',
	'apply',
	[
		option('Deploy Now', 'deploy', 'Boot every machine again, a share at a time, none with older secrets than these'),
		option('Stage', 'stage', 'Keep them for the next deploy: pass the version on to Minimum Secrets Version'),
	],
	{ description: 'When the machines get the change' },
);

const timeoutField = timeoutProperty(600);

/** The fields that Set and Unset have in common. */
export const applySecretsProperties: readonly INodeProperties[] = [applyField, timeoutField, dryRunProperty];

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
	if (names.length === 0) throw new ConfigurationError('No secret was given', 'Add at least one name');
	for (const name of names) requireSecretName(name);
	const apply = applyField.read(context);
	const wait = { timeoutMs: timeoutField.read(context), cancelSignal: cancelSignalOf(context) };
	const client = flyClient(context);
	const before = await listSecrets(client, app);
	const isThere = (name: string): boolean => before.some((secret) => secret.name === name);
	const fleet = apply === 'deploy' ? await listMachines(client, app) : [];
	const machines = apply === 'deploy' ? deployableMachines(app, fleet) : [];
	const leftOut = leftOutMachines(fleet);
	if (dryRunProperty.read(context)) {
		return {
			dryRun: true,
			app,
			secrets: names.map((name) => ({ name, isThere: isThere(name), plan: values[name] === null ? 'unset' : 'set' })),
			machines: machines.map(({ machine }) => machine.id),
			leftOut,
			apply,
		};
	}
	if (names.every((name) => values[name] === null && !isThere(name))) {
		const secrets = secretChanges(names, before, before);
		return { app, version: null, apply: 'nothing', verified: true, secrets, machines: [], warnings: [] };
	}
	const version = await changeSecrets(client, app, values);
	const secrets = secretChanges(names, before, await listSecrets(client, app));
	if (apply === 'stage') return { app, version, apply, verified: false, secrets, machines: [], warnings: [] };
	const { reports, warnings } = await bringToMachines(client, app, machines, { version, ...wait });
	return { app, version, apply, verified: true, secrets, machines: reports, leftOut, warnings };
}
