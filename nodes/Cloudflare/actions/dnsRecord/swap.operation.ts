import { requiredTextField, switchField } from '../../../shared/fields/fields';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { cloudflareFailoverClient, cloudflareResolver } from '../../api/client';
import { planSwap, swapRecord } from '../../changes/swapRecord';
import { waitUntilResolved } from '../../changes/waitUntilResolved';
import { chosenName, chosenZone } from '../../fields/chosenZone';
import { zoneField } from '../../fields/locators';
import { nameField, typeField } from '../../fields/record';
import { recordJson } from '../../output/recordJson';
import { contentOf, isSameContent } from '../../state/recordWish';

const fromField = requiredTextField('From', 'fromContent', {
	placeholder: 'paintbox-api.fly.dev',
	description: 'What the record must say now: where it says anything else, nothing is changed',
});

const toField = requiredTextField('To', 'toContent', {
	placeholder: 'paintbox-api-standby.fly.dev',
	description: 'What it shall say',
});

const waitField = switchField(
	'Wait Until It Resolves',
	'waitUntilResolved',
	'Whether to ask a public resolver until it gives the new content, as the TTL of the old one runs out. A proxied record needs no wait.',
	true,
);

const timeout = timeoutProperty(120, { waitUntilResolved: [true] });

export const swap: Operation = {
	value: 'swap',
	name: 'Swap',
	action: 'Swap the content of a DNS record',
	description:
		'Point a record from one content to another, only where it says the first. Uses the calls that are kept for failover.',
	properties: [zoneField, typeField, nameField, fromField, toField, waitField, timeout, dryRunProperty],
	async execute(context) {
		const client = cloudflareFailoverClient(context);
		const type = typeField.read(context);
		const [from, to] = [fromField.read(context), toField.read(context)];
		if (isSameContent(type, from, to)) {
			throw new ConfigurationError('From and To are the same', 'Give the content that the record shall have as To');
		}
		const zone = await chosenZone(context, client);
		const plan = await planSwap(client, zone, { name: chosenName(context, zone), type, from, to });
		const previousContent = contentOf(plan.record);
		if (dryRunProperty.read(context)) {
			const action = plan.isNeeded ? 'swap' : 'nothing';
			return { dryRun: true, ...recordJson(zone, plan.record), action, to, previousContent };
		}
		// Before the swap: a resolver that is entered wrongly must not make a failure of it.
		const resolver = await cloudflareResolver(context);
		const record = await swapRecord(client, zone, plan);
		const swapped = { ...recordJson(zone, record), swapped: plan.isNeeded, previousContent };
		if (!waitField.read(context)) return { ...swapped, resolved: null, resolvesTo: '', waitedMs: 0 };
		const resolution = await waitUntilResolved(resolver, record, timeout.read(context), cancelSignalOf(context));
		return {
			...swapped,
			resolved: resolution.isResolved,
			resolvesTo: resolution.seen,
			waitedMs: resolution.waitedMs,
		};
	},
};
