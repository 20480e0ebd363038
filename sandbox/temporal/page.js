platformPage({
	name: 'temporal',
	label: 'Temporal',
	sections: [{ rank: 66, id: 'temporalVersions', title: 'Temporal worker versions' }],
	faults: [['Temporal: 2 times 503', { platform: 'temporal', kind: 'status', status: 503, times: 2 }]],
	show({ namespaces }) {
		table(
			'temporalVersions',
			[
				['Deployment', (version) => version.deployment],
				['Build', (version) => short(version.buildId), 'grow'],
				['State', (version) => chip(version.status)],
				['Takes', (version) => version.share],
				['Workers', (version) => String(version.workers)],
			],
			list(namespaces).flatMap(({ name, deployments }) =>
				deployments.flatMap(({ name: deployment, ramp, versions }) =>
					versions.map((version) => ({
						...version,
						deployment: `${name}/${deployment}`,
						share:
							ramp !== null && ramp.buildId === version.buildId
								? `${ramp.percentage} %`
								: version.status === 'current'
									? `${100 - (ramp === null ? 0 : ramp.percentage)} %`
									: '',
					})),
				),
			),
			'No worker deployments',
		);
	},
});
