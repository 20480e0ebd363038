platformPage({
	name: 'github',
	label: 'GitHub',
	sections: [
		{ rank: 70, id: 'deployments', title: 'GitHub deployments and statuses' },
		{ rank: 75, id: 'pull-requests', title: 'GitHub pull requests' },
		{ rank: 80, id: 'commits', title: 'GitHub commits' },
	],
	faults: [
		['GitHub: rate limit', { platform: 'github', kind: 'status', status: 429, headers: { 'Retry-After': '2' } }],
		['GitHub: malformed body', { platform: 'github', kind: 'malformed' }],
	],
	show(github) {
		const repositories = list(github.repositories);
		const inRepository = (name) =>
			repositories.flatMap((repository) =>
				list(repository[name]).map((entry) => ({ ...entry, repository: repository.full_name?.split('/')[1] })),
			);
		const newest = (left, right) =>
			Date.parse(right.created_at ?? right.committed_at) - Date.parse(left.created_at ?? left.committed_at);
		const deployments = inRepository('deployments').map((entry) => ({
			...entry,
			where: entry.environment,
			detail: list(entry.statuses).length ? entry.statuses.at(-1).description : 'No status yet',
		}));
		const statuses = inRepository('commit_statuses').map((entry) => ({
			...entry,
			where: entry.context,
			detail: entry.description,
		}));
		table(
			'deployments',
			[
				['Time', (entry) => time(entry.created_at)],
				['State', (entry) => chip(entry.state ?? 'pending')],
				['Commit', (entry) => short(entry.sha)],
				['What it says', (entry) => entry.detail, 'grow'],
				['Environment or check', (entry) => entry.where],
			],
			[...deployments, ...statuses].sort(newest).slice(0, 40),
			'No deployments or statuses yet',
		);
		const saysOf = ({ repository, number }) => {
			const comments = inRepository('comments').filter(
				(comment) => comment.repository === repository && comment.issue_number === number,
			);
			return /^#+ (.+)$/m.exec(comments.at(-1)?.body ?? '')?.[1] ?? 'No comment';
		};
		table(
			'pull-requests',
			[
				['Time', (pull) => time(pull.updated_at)],
				['State', (pull) => chip(pull.merged ? 'merged' : pull.state)],
				['Pull request', (pull) => link(`#${pull.number} ${pull.title}`, pull.html_url)],
				['Its last comment', (pull) => pull.says, 'grow'],
				['Branch', (pull) => pull.head],
				['Commit', (pull) => short(pull.sha)],
			],
			inRepository('pull_requests')
				.reverse()
				.slice(0, 40)
				.map((pull) => ({ ...pull, says: saysOf(pull) })),
			'No pull requests yet',
		);
		table(
			'commits',
			[
				['Time', (commit) => time(commit.committed_at)],
				['Repository', (commit) => commit.repository],
				['Commit', (commit) => short(commit.sha)],
				['Message', (commit) => commit.message, 'grow'],
				['Author', (commit) => commit.author],
			],
			inRepository('commits').sort(newest).slice(0, 40),
			'No commits',
		);
	},
});
