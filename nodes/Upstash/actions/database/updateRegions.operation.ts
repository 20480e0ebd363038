import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashManagementClient } from '../../api/client';
import { findDatabase, setReadRegions } from '../../api/management/databases';
import { waitForDatabase } from '../../changes/waitForDatabase';
import { databaseField } from '../../fields/database';
import { readRegionsField } from '../../fields/regions';
import { databaseJson } from '../../output/databaseJson';
import { planJson } from '../../output/planJson';
import { databaseName } from '../../state/database';
import { hasReadRegions, regionChange } from '../../state/regions';

const regionsField = readRegionsField({
	description: 'The complete list: a region that is not named loses its replica',
});
const timeoutField = timeoutProperty(600);

export const updateRegions: Operation = {
	value: 'updateRegions',
	name: 'Update Regions',
	action: 'Update the read regions of a database',
	description: 'Set the regions in which a database can be read, and wait until they are in place',
	properties: [databaseField, regionsField, timeoutField, dryRunProperty, simplifyProperty],
	async execute(context) {
		const client = upstashManagementClient(context);
		const wanted = regionsField.read(context);
		const timeoutMs = timeoutField.read(context);
		const before = await findDatabase(client, databaseField.read(context));
		const name = databaseName(before);
		if (before.primary_region && wanted.includes(before.primary_region)) {
			throw new ConfigurationError(
				`${before.primary_region} is the primary region of database ${name}`,
				'Take it out of Read Regions: it is read there anyway',
			);
		}
		const change = regionChange(before, wanted);
		if (dryRunProperty.read(context)) return planJson({ action: 'updateRegions', ...change }, name);
		const shape = { simplify: simplifyProperty.read(context), reveal: false };
		const changed = change.added.length + change.removed.length > 0;
		if (!changed) return { ...databaseJson(before, shape), ...change, changed };
		await setReadRegions(client, before.database_id, wanted);
		const after = await waitForDatabase(client, {
			database: before,
			what: `the new read regions of database ${name}`,
			timeoutMs,
			isAsAsked: (database) => hasReadRegions(database, wanted),
			cancelSignal: cancelSignalOf(context),
		});
		return { ...databaseJson(after, shape), ...change, changed };
	},
};
