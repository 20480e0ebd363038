platformPage({
	name: 'fly',
	label: 'Fly.io',
	sections: [{ rank: 30, id: 'flyMachines', title: 'Fly.io machines', wide: true }],
	faults: [['Fly.io: 3 times 429', { platform: 'fly', kind: 'status', status: 429, times: 3 }]],
	show(fly) {
		const checks = (machine) => {
			const found = list(machine.checks);
			if (found.length === 0) return chip('no checks', 'warn');
			const passing = found.filter((check) => check.status === 'passing').length;
			return chip(`${passing} of ${found.length} passing`, passing === found.length ? 'good' : 'bad');
		};
		const rows = list(fly.machines).filter((machine) => machine.state !== 'destroyed');
		table(
			'flyMachines',
			[
				['App', (machine) => machine.app_name],
				['Group', (machine) => machine.metadata?.fly_process_group ?? 'not deployed'],
				['Machine', (machine) => mono(machine.id)],
				['State', (machine) => stateChip(machine.state)],
				[
					'Runs',
					(machine) =>
						mono(
							`${imageName(machine.running?.image ?? machine.image)} ${shortDigest(machine.running?.digest ?? machine.image_ref?.digest)}`,
						),
					'grow',
				],
				[
					'Release',
					(machine) => (machine.metadata?.fly_release_version ? `v${machine.metadata.fly_release_version}` : ''),
				],
				['Checks', checks],
			],
			rows.map(({ app_name, id, state, metadata, running, image, image_ref, checks: found }) => ({
				app_name,
				id,
				state,
				metadata,
				running,
				image,
				image_ref,
				checks: list(found).map(({ status }) => ({ status })),
			})),
			'No machines',
		);
	},
});
