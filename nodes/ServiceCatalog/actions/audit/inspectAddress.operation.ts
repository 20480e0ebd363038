import { numberField, requiredTextField } from '../../../shared/fields/fields';
import { checkedAddress } from '../../../shared/health/address';
import { inspectAddress as inspected } from '../../../shared/health/inspectAddress';
import type { Operation } from '../../../shared/operation/operation';

const addressField = requiredTextField('Address', 'address', {
	placeholder: 'https://paintbox.candlefish.ai/',
	description: 'A public address of a service of yours',
});

const burstField = numberField(
	'Requests in a Row',
	'burst',
	12,
	{ minimum: 0, maximum: 30 },
	{ description: 'So many at most look for a limit, one after the other, until one is answered 429; 0 for none' },
);

const requestTimeoutField = numberField(
	'Request Timeout (Seconds)',
	'requestTimeoutSeconds',
	10,
	{ minimum: 0.1, maximum: 60 },
	{ description: 'How long each request may take' },
);

export const inspectAddress: Operation = {
	value: 'inspectAddress',
	name: 'Inspect Address',
	action: 'Inspect a public address',
	description:
		'See its security headers, whom CORS lets in, whether it answers without TLS, and whether it limits requests; by reading alone',
	properties: [addressField, burstField, requestTimeoutField],
	async execute(context) {
		const sight = await inspected(context.functions, {
			address: checkedAddress(addressField.read(context), 'Address'),
			burst: Math.floor(burstField.read(context)),
			requestTimeoutMs: 1000 * requestTimeoutField.read(context),
		});
		return JSON.parse(JSON.stringify(sight));
	},
};
