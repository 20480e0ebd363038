platformPage({
	name: 'apollo',
	label: 'Apollo GraphOS',
	sections: [{ rank: 65, id: 'apolloLaunches', title: 'Apollo GraphOS launches', wide: true }],
	faults: [['GraphOS: 3 times 503', { platform: 'apollo', kind: 'status', status: 503, times: 3 }]],
	show({ variants }) {
		const words = {
			LAUNCH_COMPLETED: 'live',
			LAUNCH_FAILED: 'failed',
			LAUNCH_INITIATED: 'building',
			SUPERSEDED: 'superseded',
		};
		const rows = list(variants).flatMap(({ ref, launches, liveLaunch, live }) =>
			list(launches)
				.slice(0, 5)
				.map((launch) => ({ ref, ...launch, isLive: launch.id === liveLaunch, live })),
		);
		table(
			'apolloLaunches',
			[
				['Variant', (launch) => launch.ref],
				['Launch', (launch) => mono(launch.id.slice(0, 8))],
				[
					'State',
					(launch) =>
						stateChip(
							launch.status === 'LAUNCH_COMPLETED' && !launch.isLive
								? 'complete'
								: (words[launch.status] ?? launch.status),
						),
				],
				['Subgraphs', (launch) => launch.changes.join(', ') || 'filtered', 'grow'],
				[
					'Routers have',
					(launch) =>
						launch.isLive
							? mono(
									list(launch.live)
										.map(({ subgraph, revision }) => `${subgraph} ${(revision ?? '').slice(0, 7)}`)
										.join(', '),
								)
							: '',
				],
				['Why', (launch) => launch.problems.join(' ')],
			],
			rows,
			'No launches',
		);
	},
});
