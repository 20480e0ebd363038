'use strict';
// The platforms with machines, tasks and branches: one table each.
const shortDigest = (digest) => (digest ?? '').replace('sha256:', '').slice(0, 12);
const imageName = (image) => (image ?? '').split('/').at(-1).split('@')[0];
const cloudTones = {
	good: ['started', 'running', 'ready', 'completed', 'successful', 'steady', 'active', 'passing'],
	busy: ['starting', 'created', 'replacing', 'stopping', 'in_progress', 'pending', 'activating', 'provisioning', 'deprovisioning', 'init', 'resetting', 'restarting', 'draining'],
	warn: ['stopped', 'suspended', 'idle', 'archived', 'stopped by a person', 'rolled back', 'destroying', 'warning'],
	bad: ['failed', 'rollback_failed', 'rollback_successful', 'critical', 'error'],
};
const stateChip = (word) => {
	const plain = (word ?? 'unknown').toLowerCase();
	return chip(plain.replaceAll('_', ' '), Object.keys(cloudTones).find((tone) => cloudTones[tone].includes(plain)) ?? '');
};

function showFly(fly) {
	const checks = (machine) => {
		const found = list(machine.checks);
		if (found.length === 0) return chip('no checks', 'warn');
		const passing = found.filter((check) => check.status === 'passing').length;
		return chip(`${passing} of ${found.length} passing`, passing === found.length ? 'good' : 'bad');
	};
	const rows = list(fly?.machines).filter((machine) => machine.state !== 'destroyed');
	table(
		'flyMachines',
		[
			['App', (machine) => machine.app_name],
			['Group', (machine) => machine.metadata?.fly_process_group ?? 'not deployed'],
			['Machine', (machine) => mono(machine.id)],
			['State', (machine) => stateChip(machine.state)],
			['Runs', (machine) => mono(`${imageName(machine.running?.image ?? machine.image)} ${shortDigest(machine.running?.digest ?? machine.image_ref?.digest)}`), 'grow'],
			['Release', (machine) => (machine.metadata?.fly_release_version ? `v${machine.metadata.fly_release_version}` : '')],
			['Checks', checks],
		],
		rows.map(({ app_name, id, state, metadata, running, image, image_ref, checks: found }) => ({ app_name, id, state, metadata, running, image, image_ref, checks: list(found).map(({ status }) => ({ status })) })),
		'No machines',
	);
}

function showEcs(aws) {
	const tasks = list(aws?.tasks);
	const rows = list(aws?.services).flatMap((service) =>
		list(service.deployments).map((deployment) => ({
			...deployment,
			where: `${service.cluster}/${service.name}`,
			running: tasks.filter((task) => task.service === service.name && task.cluster === service.cluster && task.task_definition === deployment.task_definition && task.status === 'RUNNING').length,
		})),
	);
	table(
		'ecsDeployments',
		[
			['Service', (row) => row.where],
			['Deployment', (row) => stateChip(row.status === 'PRIMARY' ? row.rollout_state : row.status)],
			['Task definition', (row) => mono(row.task_definition)],
			['Runs', (row) => mono(list(row.images).map(({ image, digest }) => `${imageName(image)} ${shortDigest(digest)}`).join(', ')), 'grow'],
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
			['Versions', (secret) => list(secret.versions).map(({ stages, digest }) => `${list(stages).join(', ') || 'no stage'} ${digest}`).join(' · '), 'grow'],
			['State', (secret) => (secret.deleted ? chip('to be deleted', 'warn') : chip('active', 'good'))],
		],
		list(aws?.secrets),
		'No secrets',
	);
}

function showNeon(neon) {
	const projects = new Map(list(neon?.projects).map(({ id, name }) => [id, name]));
	const branches = list(neon?.branches);
	const nameOf = new Map(branches.map(({ id, name }) => [id, name]));
	const endpoints = new Map(list(neon?.endpoints).map((endpoint) => [endpoint.branch_id, endpoint]));
	table(
		'neonBranches',
		[
			['Project', (branch) => branch.project],
			['Branch', (branch) => branch.name, 'grow'],
			['From', (branch) => branch.parent],
			['State', (branch) => stateChip(branch.state)],
			['Compute', (branch) => (branch.compute ? stateChip(branch.compute) : 'none')],
			['Kind', (branch) => [branch.isDefault ? 'default' : '', branch.isProtected ? 'protected' : ''].filter(Boolean).join(', ')],
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
}
