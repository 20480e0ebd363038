const health = new Map();

/** Asks each site as a visitor would; the header keeps this out of the log and away from faults. */
async function probe(sites) {
	await Promise.all(
		list(sites).map(async (site) => {
			if (!site.url?.startsWith(location.origin)) return;
			try {
				const response = await fetch(`${site.url}/`, { headers: { 'x-sandbox-page': '1' }, cache: 'no-store' });
				health.set(site.id, { word: response.ok ? 'healthy' : 'unhealthy', status: response.status });
			} catch {
				health.set(site.id, { word: 'unreachable', status: 0 });
			}
		}),
	);
}

function showSites(netlify, commits) {
	const cards = list(netlify.sites).map((site) => {
		const live = site.published_deploy;
		const state = health.get(site.id);
		const latest = list(netlify.deploys).find((deploy) => deploy.site_id === site.id);
		const message = commits.get(live?.commit_ref)?.message ?? live?.title ?? '';
		const top = element('div', {
			className: 'top',
			children: [
				element('strong', { children: [link(site.name, site.url)] }),
				state ? chip(`${state.word} ${state.status || ''}`.trim(), toneOf(state.word) || 'bad') : chip('checking', ''),
			],
		});
		const version = element('p', { title: message, children: [short(live?.commit_ref), ` ${message}`] });
		const since = element('p', {
			className: 'quiet',
			children: [live ? 'live since ' : 'nothing is live', time(live?.published_at)],
		});
		// A newer deploy that is not the live one: on its way, failed, or rolled back.
		if (latest && latest.id !== live?.id) since.append(' · newest ', short(latest.commit_ref), ' ', chip(latest.state));
		return element('div', { className: 'card', children: [top, version, since] });
	});
	byId('sites').replaceChildren(...(cards.length ? cards : [element('div', { text: 'No sites', className: 'empty' })]));
}

function showNetlify(netlify) {
	const live = new Set(list(netlify.sites).map((site) => site.published_deploy?.id));
	const deploys = list(netlify.deploys).map((deploy) => ({ ...deploy, isLive: live.has(deploy.id) }));
	table(
		'deploys',
		[
			['Time', (deploy) => time(deploy.created_at)],
			['Site', (deploy) => link(deploy.name, deploy.deploy_url)],
			[
				'State',
				(deploy) =>
					deploy.isLive
						? chip('live', 'good')
						: chip(deploy.state, deploy.state === 'ready' ? '' : toneOf(deploy.state)),
			],
			['Commit', (deploy) => short(deploy.commit_ref)],
			[
				'Title or error',
				(deploy) =>
					[deploy.context === 'production' ? '' : deploy.context, deploy.error_message ?? deploy.title]
						.filter(Boolean)
						.join(': '),
				'grow',
			],
		],
		deploys.slice(0, 40),
		'No deploys yet',
	);
}

platformPage({
	name: 'netlify',
	label: 'Netlify',
	sections: [
		{ rank: 0, id: 'sites', title: 'Live sites', wide: true, cards: true },
		{ rank: 10, id: 'deploys', title: 'Netlify deploys' },
	],
	faults: [
		['Netlify: 3 times 503', { platform: 'netlify', kind: 'status', status: 503, times: 3 }],
		['Netlify: lost reply', { platform: 'netlify', method: 'POST', kind: 'lostReply' }],
		['Sites: 502', { platform: 'public', kind: 'status', status: 502, times: 'always' }],
	],
	beforeShow: (netlify) => probe(netlify.sites),
	show(netlify, all) {
		const commits = new Map(
			list(all.github?.repositories).flatMap((repository) =>
				list(repository.commits).map((commit) => [commit.sha, commit]),
			),
		);
		showSites(netlify, commits);
		showNetlify(netlify);
	},
});
