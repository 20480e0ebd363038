import type { IDataObject } from 'n8n-workflow';

import { clock } from '../../../shared/waiting/clock';
import { mayHaveHappened, OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import {
	collectionParameter,
	requiredText,
	switchParameter,
	textParameter,
	timeoutMsParameter,
} from '../../../shared/fields/parameters';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { attempt } from '../../../shared/waiting/attempt';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { awaitDatabase } from '../../changes/waitForDatabase';
import { isSettled, listDatabases, revealProperty, shownDatabase } from '../../api/management/databases';
import { platformOf, primaryRegionOptions, readRegionOptions } from '../../fields/regions';
import { managementClient } from '../../api/client';
import type { UpstashDatabase } from '../../api/types';

/** Pauses before each look for a database whose making was not confirmed. */
const lookDelaysMs = [0, 2_000, 5_000];

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
		{
			displayName: 'Primary Region',
			name: 'primaryRegion',
			type: 'options',
			options: primaryRegionOptions,
			default: 'us-east-1',
			description: 'Where writes go',
		},
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
		{
			displayName: 'Settings',
			name: 'settings',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			options: [
				{
					displayName: 'Budget',
					name: 'budget',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 0,
					description: 'The most it may cost in a month, in US dollars',
				},
				{
					displayName: 'Eviction',
					name: 'eviction',
					type: 'boolean',
					default: false,
					description: 'Whether a full database drops old keys. Keep it off where locks are held: it would drop them too.',
				},
				{
					displayName: 'Plan',
					name: 'plan',
					type: 'options',
					options: [
						{ name: 'Fixed 1 GB', value: 'fixed_1gb' },
						{ name: 'Fixed 10 GB', value: 'fixed_10gb' },
						{ name: 'Fixed 100 GB', value: 'fixed_100gb' },
						{ name: 'Fixed 250 MB', value: 'fixed_250mb' },
						{ name: 'Fixed 5 GB', value: 'fixed_5gb' },
						{ name: 'Fixed 50 GB', value: 'fixed_50gb' },
						{ name: 'Fixed 500 GB', value: 'fixed_500gb' },
						{ name: 'Free', value: 'free' },
						{ name: 'Pay as You Go', value: 'payg' },
					],
					default: 'payg',
				},
				{
					displayName: 'Read Regions',
					name: 'readRegions',
					type: 'multiOptions',
					options: readRegionOptions,
					default: [],
				},
			],
		},
		timeoutProperty(120),
		revealProperty,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = managementClient(context);
		const name = requiredText(context, 'name', 'Name');
		const timeoutMs = timeoutMsParameter(context);
		const reveal = switchParameter(context, 'reveal');
		const body = requestBody(context, name);
		const existing = (await listDatabases(client)).filter(
			({ database_name: other }) => other === name,
		);
		const [first] = existing;
		if (existing.length > 1 || (first && textParameter(context, 'ifExists') !== 'return')) {
			throw new OperationFailure(
				existing.length > 1
					? `The account has ${existing.length} databases of the name "${name}"`
					: `The account has a database "${name}" already`,
				'Choose another name, or set If It Exists to Return It',
			);
		}
		if (switchParameter(context, 'dryRun')) {
			return { dryRun: true, platform: 'upstash', plan: { action: 'create', exists: first !== undefined, ...body } };
		}
		const made = first ?? (await createOnce(client, body, name));
		const database = await awaitDatabase(context, client, {
			database: made,
			what: `database ${name}`,
			timeoutMs,
			isAsAsked: isSettled,
			reveal,
		});
		return { ...shownDatabase(context, database, reveal), created: first === undefined };
	},
};

function requestBody(context: OperationContext, name: string): IDataObject {
	const region = requiredText(context, 'primaryRegion', 'Primary Region');
	const { readRegions, eviction, plan, budget } = collectionParameter(context, 'settings');
	const platform = platformOf(region);
	if (platform === 'gcp' && Array.isArray(readRegions) && readRegions.length > 0) {
		throw new OperationFailure(
			`Read regions are in AWS only, and ${region} is in Google Cloud`,
			'Leave Read Regions empty, or choose a primary region in AWS',
		);
	}
	return {
		database_name: name,
		platform,
		primary_region: region,
		...(Array.isArray(readRegions) && readRegions.length > 0 && { read_regions: readRegions }),
		...(eviction !== undefined && { eviction }),
		...(plan !== undefined && { plan }),
		...(typeof budget === 'number' && budget > 0 && { budget }),
	};
}

/** A lost answer is cleared up by looking for the name, which nothing had before. */
async function createOnce(
	client: PlatformClient,
	body: IDataObject,
	name: string,
): Promise<UpstashDatabase> {
	const send = async () =>
		await client.object<UpstashDatabase>({
			method: 'POST',
			path: '/redis/database',
			body,
		});
	const sent = await attempt(send());
	if (sent.ok) return sent.value;
	if (!mayHaveHappened(sent.error)) throw sent.error;
	for (const delayMs of lookDelaysMs) {
		await clock.sleep(delayMs);
		const made = (await listDatabases(client)).find(({ database_name: other }) => other === name);
		if (made) return made;
	}
	return await send();
}
