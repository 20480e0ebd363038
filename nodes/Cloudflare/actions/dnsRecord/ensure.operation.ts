import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { cloudflareClient } from '../../api/client';
import type { CloudflareZone } from '../../api/types';
import { ensureRecord } from '../../changes/ensureRecord';
import { namedRecord } from '../../changes/namedRecord';
import { chosenName, chosenZone } from '../../fields/chosenZone';
import { zoneField } from '../../fields/locators';
import { commentField, contentField, nameField, proxiedField, ttlField, typeField } from '../../fields/record';
import { recordJson } from '../../output/recordJson';
import { differences, type RecordWish } from '../../state/recordWish';

export const ensure: Operation = {
	value: 'ensure',
	name: 'Ensure',
	action: 'Ensure a DNS record',
	description: 'Make a record, or change the one of that name and type, and read it back',
	properties: [zoneField, typeField, nameField, contentField, proxiedField, ttlField, commentField, dryRunProperty],
	async execute(context) {
		const client = cloudflareClient(context);
		const zone = await chosenZone(context, client);
		const wish = wishIn(context, zone);
		if (dryRunProperty.read(context)) {
			const found = await namedRecord(client, zone, wish.name, wish.type);
			const changes = found === undefined ? [] : differences(found, wish);
			const action = found === undefined ? 'create' : changes.length > 0 ? 'change' : 'nothing';
			return { dryRun: true, zone: zone.name, ...wish, action, changes, previousContent: found?.content ?? null };
		}
		const { record, action, previousContent } = await ensureRecord(client, zone, wish);
		return { ...recordJson(zone, record), action, previousContent };
	},
};

/** @throws ConfigurationError for what no record can be. */
function wishIn(context: OperationContext, zone: CloudflareZone): RecordWish {
	const type = typeField.read(context);
	const ttl = ttlField.read(context);
	const proxied = proxiedField.read(context);
	const comment = commentField.read(context);
	if (proxied && type === 'TXT') {
		throw new ConfigurationError('A TXT record cannot be proxied', 'Turn Proxied off: only A, AAAA and CNAME can be');
	}
	if (proxied && ttl !== 1) {
		throw new ConfigurationError(
			`A proxied record has the automatic TTL (300 s), and ${ttl} s would be left out without a word`,
			'Set TTL to 1, or turn Proxied off. A change of a proxied record reaches visitors at once, whatever the TTL',
		);
	}
	if (ttl > 1 && ttl < 30) {
		throw new ConfigurationError(
			`TTL (Seconds) cannot be ${ttl}`,
			'Use 1 (automatic) or 60 to 86,400; from 30 only Enterprise zones may',
		);
	}
	return {
		name: chosenName(context, zone),
		type,
		content: contentField.read(context),
		ttl,
		proxied,
		...(comment !== '' && { comment }),
	};
}
