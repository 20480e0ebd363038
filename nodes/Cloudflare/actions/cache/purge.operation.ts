import { choiceField, namesField, option } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { postPurge } from '../../api/cache';
import { cloudflareClient } from '../../api/client';
import { chosenZone } from '../../fields/chosenZone';
import { zoneField } from '../../fields/locators';

/** So many in one call, below Enterprise (developers.cloudflare.com/cache/how-to/purge-cache). */
const mostInOneCall = 30;

const whatField = choiceField('What', 'what', [
	option('Addresses', 'files', 'Whole URLs of this zone'),
	option('Everything', 'purge_everything', 'All that is cached of this zone: visitors then wait for the origin'),
	option('Hosts', 'hosts', 'All of a host name (Enterprise)'),
	option('Prefixes', 'prefixes', 'All below a path (Enterprise)'),
	option('Tags', 'tags', 'All with a Cache-Tag (Enterprise)'),
]);

const entriesField = namesField('Entries', 'entries', {
	placeholder: 'https://candlefish.ai/index.html',
	description: 'Parted by commas, spaces or new lines',
	displayOptions: { show: { what: ['files', 'hosts', 'prefixes', 'tags'] } },
});

export const purge: Operation = {
	value: 'purge',
	name: 'Purge',
	action: 'Purge the cache',
	description: 'Make Cloudflare fetch from the origin again',
	properties: [zoneField, whatField, entriesField, dryRunProperty],
	async execute(context) {
		const what = whatField.read(context);
		const entries = what === 'purge_everything' ? [] : entriesField.read(context);
		if (what !== 'purge_everything' && entries.length === 0) {
			throw new ConfigurationError('Entries is empty', 'Fill in Entries, or correct its expression');
		}
		const client = cloudflareClient(context);
		const zone = await chosenZone(context, client);
		const purged = { zone: zone.name, what, entries: entries.length };
		if (dryRunProperty.read(context)) return { dryRun: true, ...purged };
		if (what === 'purge_everything') await postPurge(client, zone, { purge_everything: true });
		for (let first = 0; first < entries.length; first += mostInOneCall) {
			await postPurge(client, zone, { [what]: entries.slice(first, first + mostInOneCall) });
		}
		return { ...purged, purged: true };
	},
};
