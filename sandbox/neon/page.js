platformPage({
	name: 'neon',
	label: 'Neon',
	sections: [{ rank: 50, id: 'neonBranches', title: 'Neon branches' }],
	show(neon) {
		const projects = new Map(list(neon.projects).map(({ id, name }) => [id, name]));
		const branches = list(neon.branches);
		const nameOf = new Map(branches.map(({ id, name }) => [id, name]));
		const endpoints = new Map(list(neon.endpoints).map((endpoint) => [endpoint.branch_id, endpoint]));
		table(
			'neonBranches',
			[
				['Project', (branch) => branch.project],
				['Branch', (branch) => branch.name, 'grow'],
				['From', (branch) => branch.parent],
				['State', (branch) => stateChip(branch.state)],
				['Compute', (branch) => (branch.compute ? stateChip(branch.compute) : 'none')],
				[
					'Kind',
					(branch) =>
						[branch.isDefault ? 'default' : '', branch.isProtected ? 'protected' : ''].filter(Boolean).join(', '),
				],
				['Expires', (branch) => time(branch.expires)],
			],
			branches.map((branch) => ({
				project: projects.get(branch.project_id) ?? branch.project_id,
				name: branch.name,
				parent: nameOf.get(branch.parent_id) ?? '',
				state: branch.current_state,
				compute: endpoints.get(branch.id)?.current_state ?? '',
				isDefault: branch.default,
				isProtected: branch.protected,
				expires: branch.expires_at,
			})),
			'No branches',
		);
	},
});
