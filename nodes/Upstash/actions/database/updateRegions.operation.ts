import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { switchParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { awaitDatabase } from '../../changes/waitForDatabase';
import {
	databaseName,
	databaseParameter,
	databaseProperty,
	isSettled,
	shownDatabase,
} from '../../api/management/databases';
import { readRegionOptions } from '../../fields/regions';
import { managementClient } from '../../api/client';

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
		const client = managementClient(context);
		const wanted = regionsParameter(context);
		const timeoutMs = timeoutMsParameter(context);
		const before = await databaseParameter(context, client);
		const name = databaseName(before);
		const had = before.read_regions ?? [];
		if (before.primary_region && wanted.includes(before.primary_region)) {
			throw new OperationFailure(
				`${before.primary_region} is the primary region of database ${name}`,
				'Take it out of Read Regions: it is read there anyway',
			);
		}
		const change = {
			added: wanted.filter((region) => !had.includes(region)),
			removed: had.filter((region) => !wanted.includes(region)),
		};
		const changed = change.added.length + change.removed.length > 0;
		if (switchParameter(context, 'dryRun')) {
			return { dryRun: true, platform: 'upstash', target: name, plan: { action: 'updateRegions', ...change } };
		}
		if (!changed) return { ...shownDatabase(context, before, false), ...change, changed };
		await client.request({
			method: 'POST',
			path: path`/redis/update-regions/${before.database_id}`,
			body: { read_regions: wanted },
			// The whole list, set to the same again.
			safeToRepeat: true,
		});
		const after = await awaitDatabase(context, client, {
			database: before,
			what: `the new read regions of database ${name}`,
			timeoutMs,
			isAsAsked: (database) =>
				isSettled(database) && sameTexts(database.read_regions ?? [], wanted),
			reveal: false,
		});
		return { ...shownDatabase(context, after, false), ...change, changed };
	},
};

function regionsParameter({ functions, itemIndex }: OperationContext): string[] {
	const value: unknown = functions.getNodeParameter('readRegions', itemIndex, []);
	const regions = (Array.isArray(value) ? value : String(value ?? '').split(','))
		.map((region: unknown) => String(region).trim())
		.filter(Boolean);
	const unknown = regions.find((region) => readRegionOptions.every((each) => each.value !== region));
	if (unknown === undefined) return [...new Set(regions)];
	throw new OperationFailure(
		`"${unknown}" is not a read region`,
		`Use ${readRegionOptions.map(({ value: region }) => String(region)).join(', ')}`,
	);
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
	return [...left].sort().join() === [...right].sort().join();
}
