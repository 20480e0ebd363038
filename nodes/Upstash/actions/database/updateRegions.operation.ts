import { switchParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashManagementClient } from '../../api/client';
import { findDatabase, setReadRegions } from '../../api/management/databases';
import { waitForDatabase } from '../../changes/waitForDatabase';
import { databaseParameter, databaseProperty } from '../../fields/database';
import { readRegionOptions, readRegionsParameter } from '../../fields/regions';
import { databaseJson } from '../../output/databaseJson';
import { planJson } from '../../output/planJson';
import { databaseName } from '../../state/database';
import { hasReadRegions, regionChange } from '../../state/regions';

export const updateRegions: Operation = {
	value: 'updateRegions',
	name: 'Update Regions',
	action: 'Update the read regions of a database',
	description: 'Set in which regions a database can be read, and wait until it is so',
	properties: [
		databaseProperty,
		{
			displayName: 'Read Regions',
			name: 'readRegions',
			type: 'multiOptions',
			options: readRegionOptions,
			default: [],
			description: 'All of them: a region that is not named loses its replica',
		},
		timeoutProperty(600),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = upstashManagementClient(context);
		const wanted = readRegionsParameter(context);
		const timeoutMs = timeoutMsParameter(context);
		const before = await findDatabase(client, databaseParameter(context));
		const name = databaseName(before);
		if (before.primary_region && wanted.includes(before.primary_region)) {
			throw new OperationFailure(
				`${before.primary_region} is the primary region of database ${name}`,
				'Take it out of Read Regions: it is read there anyway',
			);
		}
		const change = regionChange(before, wanted);
		if (switchParameter(context, 'dryRun')) return planJson({ action: 'updateRegions', ...change }, name);
		const shape = { simplify: switchParameter(context, 'simplify'), reveal: false };
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
