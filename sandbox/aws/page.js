platformPage({
	name: 'aws',
	label: 'AWS',
	sections: [
		{ rank: 40, id: 'ecsDeployments', title: 'AWS ECS deployments', wide: true },
		{ rank: 60, id: 'awsSecrets', title: 'AWS Secrets Manager' },
	],
	faults: [['AWS: lost reply', { platform: 'aws', kind: 'lostReply' }]],
	show(aws) {
		const tasks = list(aws.tasks);
		const rows = list(aws.services).flatMap((service) =>
			list(service.deployments).map((deployment) => ({
				...deployment,
				where: `${service.cluster}/${service.name}`,
				running: tasks.filter(
					(task) =>
						task.service === service.name &&
						task.cluster === service.cluster &&
						task.task_definition === deployment.task_definition &&
						task.status === 'RUNNING',
				).length,
			})),
		);
		table(
			'ecsDeployments',
			[
				['Service', (row) => row.where],
				['Deployment', (row) => stateChip(row.status === 'PRIMARY' ? row.rollout_state : row.status)],
				['Task definition', (row) => mono(row.task_definition)],
				[
					'Runs',
					(row) =>
						mono(
							list(row.images)
								.map(({ image, digest }) => `${imageName(image)} ${shortDigest(digest)}`)
								.join(', '),
						),
					'grow',
				],
				['Tasks', (row) => `${row.running} of ${row.desired_count}`],
				['Failed', (row) => (row.failed_tasks ? chip(String(row.failed_tasks), 'bad') : '0')],
			],
			rows,
			'No services',
		);
		table(
			'awsSecrets',
			[
				['Secret', (secret) => mono(secret.name)],
				[
					'Versions',
					(secret) =>
						list(secret.versions)
							.map(({ stages, digest }) => `${list(stages).join(', ') || 'no stage'} ${digest}`)
							.join(' · '),
					'grow',
				],
				['State', (secret) => (secret.deleted ? chip('to be deleted', 'warn') : chip('active', 'good'))],
			],
			list(aws.secrets),
			'No secrets',
		);
	},
});
