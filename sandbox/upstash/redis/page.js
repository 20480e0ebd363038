const expiry = (milliseconds) =>
	milliseconds === null
		? 'never'
		: milliseconds > 120000
			? `${Math.round(milliseconds / 60000)} min`
			: `${(milliseconds / 1000).toFixed(0)} s`;

platformPage({
	name: 'upstash',
	label: 'Upstash',
	sections: [{ rank: 90, id: 'keys', title: 'Redis', note: 'redis' }],
	faults: [['Redis: down', { platform: 'upstash', kind: 'reset', times: 'always' }]],
	// Redis commands all go to one path: their first words say more.
	describeRequest: ({ body }) => (Array.isArray(body) ? body.flat().slice(0, 3).join(' ') : ''),
	show(upstash) {
		byId('redis').textContent = upstash.backend ?? '';
		const isLock = (key) => (/lock|fence|hold/i.test(key.key) ? 0 : 1);
		table(
			'keys',
			[
				['Key', (key) => mono(key.key)],
				['Type', (key) => key.type],
				['Expires', (key) => expiry(key.expiresInMs)],
				['Value', (key) => mono(key.preview), 'grow'],
			],
			[...list(upstash.keys)].sort((left, right) => isLock(left) - isLock(right)),
			'No locks or keys',
		);
	},
});
