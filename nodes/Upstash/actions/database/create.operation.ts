import { requiredText, switchParameter, textParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashManagementClient } from '../../api/client';
import { listDatabases } from '../../api/management/databases';
import { createDatabase } from '../../changes/createDatabase';
import { waitForDatabase } from '../../changes/waitForDatabase';
import { revealProperty } from '../../fields/database';
import { newDatabaseParameter, newDatabaseProperties } from '../../fields/newDatabase';
import { databaseJson } from '../../output/databaseJson';
import { planJson } from '../../output/planJson';
import { isStable } from '../../state/database';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a database',
	description: 'Make a database, unless the account has one of that name, and wait until it is active',
	properties: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'paintbox-locks',
		},
		newDatabaseProperties.region,
		{
			displayName: 'If It Exists',
			name: 'ifExists',
			type: 'options',
			options: [
				{ name: 'Fail', value: 'fail' },
				{ name: 'Return It', value: 'return', description: 'Return the database as it is' },
			],
			default: 'fail',
			description: 'What to do when the account has a database of that name already',
		},
		newDatabaseProperties.settings,
		timeoutProperty(120),
		revealProperty,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = upstashManagementClient(context);
		const name = requiredText(context, 'name', 'Name');
		const timeoutMs = timeoutMsParameter(context);
		const reveal = switchParameter(context, 'reveal');
		const body = newDatabaseParameter(context, name);
		const existing = (await listDatabases(client)).filter(({ database_name: other }) => other === name);
		assertMayExist(name, existing.length, textParameter(context, 'ifExists') === 'return');
		const [first] = existing;
		if (switchParameter(context, 'dryRun')) return planJson({ action: 'create', exists: first !== undefined, ...body });
		const database = await waitForDatabase(client, {
			database: first ?? (await createDatabase(client, name, body)),
			what: `database ${name}`,
			timeoutMs,
			isAsAsked: isStable,
			reveal,
			cancelSignal: cancelSignalOf(context),
		});
		const shape = { simplify: switchParameter(context, 'simplify'), reveal };
		return { ...databaseJson(database, shape), created: first === undefined };
	},
};

function assertMayExist(name: string, count: number, isReturned: boolean): void {
	if (count === 0 || (count === 1 && isReturned)) return;
	throw new OperationFailure(
		count > 1 ? `The account has ${count} databases of the name "${name}"` : `The account has a database "${name}" already`,
		'Choose another name, or set If It Exists to Return It',
	);
}
