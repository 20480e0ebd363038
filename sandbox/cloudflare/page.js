platformPage({
	name: 'cloudflare',
	label: 'Cloudflare',
	sections: [
		{ rank: 66, id: 'cloudflareRecords', title: 'Cloudflare DNS records' },
		{ rank: 67, id: 'cloudflareOrigins', title: 'Cloudflare pool origins' },
	],
	faults: [['Cloudflare: 2 times 500', { platform: 'cloudflare', kind: 'status', status: 500, times: 2 }]],
	show(cloudflare) {
		table(
			'cloudflareRecords',
			[
				['Name', (record) => record.name, 'grow'],
				['Type', (record) => record.type],
				['Content', (record) => record.content, 'grow'],
				['TTL', (record) => (record.ttl === 1 ? 'automatic' : `${record.ttl} s`)],
				['Proxied', (record) => (record.proxied ? 'yes' : 'no')],
				['Changed', (record) => time(Date.parse(record.modified_on))],
			],
			list(cloudflare.records),
			'No DNS records',
		);
		table(
			'cloudflareOrigins',
			[
				['Pool', (origin) => origin.pool],
				['Origin', (origin) => origin.name],
				['Address', (origin) => origin.address, 'grow'],
				['Enabled', (origin) => (origin.enabled ? 'yes' : 'no')],
				['Seen', (origin) => chip(origin.healthy ? 'up' : 'down')],
			],
			list(cloudflare.pools).flatMap((pool) => list(pool.origins).map((origin) => ({ ...origin, pool: pool.name }))),
			'No pools',
		);
	},
});
