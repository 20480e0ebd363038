import {
	choiceField,
	numberField,
	option,
	requiredTextField,
	switchField,
	textField,
} from '../../shared/fields/fields';

export const nameField = requiredTextField('Name', 'name', {
	placeholder: 'api.candlefish.ai',
	description: 'In full; @ is the zone itself',
});

export const typeField = choiceField('Type', 'type', [
	option('CNAME', 'CNAME', 'Another name'),
	option('A', 'A', 'An IPv4 address'),
	option('AAAA', 'AAAA', 'An IPv6 address'),
	option('TXT', 'TXT', 'Text'),
]);

export const contentField = requiredTextField('Content', 'content', {
	placeholder: 'paintbox-api.fly.dev',
	description: 'What the record says: a name, an address or text',
});

export const proxiedField = switchField(
	'Proxied',
	'proxied',
	"Whether visitors reach it through Cloudflare, which hides the record's content",
);

export const ttlField = numberField(
	'TTL (Seconds)',
	'ttl',
	1,
	{ minimum: 1, maximum: 86_400 },
	{
		description: 'How long resolvers keep it: 1 is automatic (300 s), else 60 to 86,400, from 30 in Enterprise zones',
	},
);

export const commentField = textField('Comment', 'comment', {
	description: 'A note on the record, which only its readers at Cloudflare see; empty leaves it as it is',
});
