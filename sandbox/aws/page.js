platformPage({
	name: 'aws',
	label: 'AWS',
	sections: [
		{ rank: 40, id: 'ecsDeployments', title: 'AWS ECS deployments', wide: true },
		{ rank: 60, id: 'awsSecrets', title: 'AWS Secrets Manager' },
		{ rank: 65, id: 's3Objects', title: 'AWS S3', wide: true },
	],
	faults: [
		['AWS: lost reply', { platform: 'aws', kind: 'lostReply' }],
		['AWS: cut off', { platform: 'aws', kind: 'cutOff' }],
	],
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
		const inBuckets = (name) =>
			list(aws.buckets).flatMap((bucket) =>
				list(bucket[name]).map((entry) => ({ ...entry, bucket: bucket.name, region: bucket.region })),
			);
		table(
			's3Objects',
			[
				['Bucket', (row) => mono(`${row.bucket} (${row.region})`)],
				['Object', (row) => mono(row.key), 'grow'],
				['Size', (row) => `${row.bytes ?? row.size} bytes`],
				[
					'State',
					(row) => {
						if (row.started_at) return chip(`upload of ${row.parts} parts`, 'warn');
						if (row.is_delete_marker) return chip('delete marker', 'warn');
						return row.is_current ? chip('current', 'good') : chip('older version');
					},
				],
				['Checksum', (row) => mono(row.checksum ? `${row.checksum.algorithm} ${row.checksum.value}` : '')],
				['Kept until', (row) => (row.retained_until ? new Date(row.retained_until).toISOString().slice(0, 10) : '')],
			],
			[...inBuckets('uploads'), ...inBuckets('objects')],
			'No objects',
		);
	},
});
