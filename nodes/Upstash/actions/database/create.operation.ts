import { choiceField, option, requiredTextField } from '../../../shared/fields/fields';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashManagementClient } from '../../api/client';
import { listDatabases } from '../../api/management/databases';
import { createDatabase } from '../../changes/createDatabase';
import { waitForDatabase } from '../../changes/waitForDatabase';
import { revealField } from '../../fields/database';
import { newDatabaseRequest, primaryRegionField, settingsField } from '../../fields/newDatabase';
import { databaseJson } from '../../output/databaseJson';
import { planJson } from '../../output/planJson';
import { isStable } from '../../state/database';

const nameField = requiredTextField('Name', 'name', { placeholder: 'paintbox-locks' });

const ifExistsField = choiceField(
	'If It Exists',
	'ifExists',
	[option('Fail', 'fail'), option('Return It', 'return', 'Return the database as it is')],
	{ description: 'What to do when the account has a database of that name already' },
);

const timeoutField = timeoutProperty(120);

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a database',
	description: 'Create a database, unless the account has one of that name, and wait until it is active',
	properties: [
		nameField,
		primaryRegionField,
		ifExistsField,
		settingsField,
		timeoutField,
		revealField,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = upstashManagementClient(context);
		const name = nameField.read(context);
		const timeoutMs = timeoutField.read(context);
		const reveal = revealField.read(context);
		const body = newDatabaseRequest(context, name);
		const existing = (await listDatabases(client)).filter(({ database_name: other }) => other === name);
		assertMayExist(name, existing.length, ifExistsField.read(context) === 'return');
		const [first] = existing;
		if (dryRunProperty.read(context)) return planJson({ action: 'create', exists: first !== undefined, ...body });
		const database = await waitForDatabase(client, {
			database: first ?? (await createDatabase(client, name, body)),
			what: `database ${name}`,
			timeoutMs,
			isAsAsked: isStable,
			reveal,
			cancelSignal: cancelSignalOf(context),
		});
		const shape = { simplify: simplifyProperty.read(context), reveal };
		return { ...databaseJson(database, shape), created: first === undefined };
	},
};

function assertMayExist(name: string, count: number, isReturned: boolean): void {
	if (count === 0 || (count === 1 && isReturned)) return;
	throw new OperationFailure(
		count > 1
			? `The account has ${count} databases of the name "${name}"`
			: `The account has a database "${name}" already`,
		'Choose another name, or set If It Exists to Return It',
	);
}
