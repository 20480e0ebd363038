// Everything that comes from the sandbox is set as text, never as markup.
const byId = (id) => document.getElementById(id);

function element(tag, { text, className, title, children = [] } = {}) {
	const node = document.createElement(tag);
	if (text !== undefined && text !== null) node.textContent = String(text);
	if (className) node.className = className;
	if (title) node.title = String(title);
	node.append(...children);
	return node;
}

const tones = {
	good: ['ready', 'success', 'resolved', 'healthy', 'current', 'active', 'completed'],
	busy: ['new', 'building', 'enqueued', 'uploading', 'uploaded', 'preparing', 'prepared', 'processing', 'processed', 'pending', 'queued', 'in_progress', 'acknowledged'],
	warn: ['old', 'rejected', 'warning', 'cancelled', 'canceled', 'inactive', 'pending_review'],
	bad: ['error', 'failure', 'failed', 'triggered', 'unhealthy', 'critical'],
};
const toneOf = (word) => Object.keys(tones).find((tone) => tones[tone].includes(word)) ?? '';
const chip = (word, tone = toneOf(word)) => element('span', { text: word ?? 'unknown', className: `chip ${tone}` });
const mono = (text) => element('span', { text: text ?? '', className: 'mono' });
const short = (sha) => mono((sha ?? '').slice(0, 7));

function link(text, address) {
	if (!/^(https?:\/\/|\/(?!\/))/.test(address ?? '')) return element('span', { text });
	const node = element('a', { text });
	node.href = address;
	node.target = '_blank';
	node.rel = 'noopener noreferrer';
	return node;
}

const two = (number) => String(number).padStart(2, '0');
function time(value) {
	const date = new Date(value ?? NaN);
	if (Number.isNaN(date.getTime())) return element('span', { text: '' });
	const text = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
	return element('span', { text, className: 'mono quiet', title: date.toISOString() });
}

const lastRows = new Map();
function table(target, columns, rows, empty) {
	// Only what changed is drawn again, so that a button under the pointer keeps its focus.
	const fingerprint = JSON.stringify(rows);
	if (lastRows.get(target) === fingerprint) return;
	lastRows.set(target, fingerprint);
	if (rows.length === 0) {
		byId(target).replaceChildren(element('div', { text: empty, className: 'empty' }));
		return;
	}
	const head = element('tr', { children: columns.map(([name]) => element('th', { text: name })) });
	const body = rows.map((row) =>
		element('tr', {
			children: columns.map(([, show, className]) => {
				const shown = show(row);
				const cell = element('td', { className, children: [shown instanceof Node ? shown : document.createTextNode(shown ?? '')] });
				if (className === 'grow') cell.title = cell.textContent;
				return cell;
			}),
		}),
	);
	byId(target).replaceChildren(element('table', { children: [element('thead', { children: [head] }), element('tbody', { children: body })] }));
}

const list = (value) => (Array.isArray(value) ? value : []);
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
	const cards = list(netlify?.sites).map((site) => {
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
		const since = element('p', { className: 'quiet', children: [live ? 'live since ' : 'nothing is live', time(live?.published_at)] });
		// A newer deploy that is not the live one: on its way, failed, or rolled back.
		if (latest && latest.id !== live?.id) since.append(' · newest ', short(latest.commit_ref), ' ', chip(latest.state));
		return element('div', { className: 'card', children: [top, version, since] });
	});
	byId('sites').replaceChildren(...(cards.length ? cards : [element('div', { text: 'No sites', className: 'empty' })]));
}

function showNetlify(netlify) {
	const live = new Set(list(netlify?.sites).map((site) => site.published_deploy?.id));
	const deploys = list(netlify?.deploys).map((deploy) => ({ ...deploy, isLive: live.has(deploy.id) }));
	table(
		'deploys',
		[
			['Time', (deploy) => time(deploy.created_at)],
			['Site', (deploy) => link(deploy.name, deploy.deploy_url)],
			['State', (deploy) => (deploy.isLive ? chip('live', 'good') : chip(deploy.state, deploy.state === 'ready' ? '' : toneOf(deploy.state)))],
			['Commit', (deploy) => short(deploy.commit_ref)],
			['Title or error', (deploy) => [deploy.context === 'production' ? '' : deploy.context, deploy.error_message ?? deploy.title].filter(Boolean).join(': '), 'grow'],
		],
		deploys.slice(0, 40),
		'No deploys yet',
	);
}

function showGitHub(repositories) {
	const inRepository = (name) =>
		repositories.flatMap((repository) => list(repository[name]).map((entry) => ({ ...entry, repository: repository.full_name?.split('/')[1] })));
	const newest = (left, right) => Date.parse(right.created_at ?? right.committed_at) - Date.parse(left.created_at ?? left.committed_at);
	const deployments = inRepository('deployments').map((entry) => ({ ...entry, where: entry.environment, detail: list(entry.statuses).length ? entry.statuses.at(-1).description : 'No status yet' }));
	const statuses = inRepository('commit_statuses').map((entry) => ({ ...entry, where: entry.context, detail: entry.description }));
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
}

function showPagerDuty(pagerduty) {
	table(
		'incidents',
		[
			['#', (incident) => String(incident.number)],
			['Opened', (incident) => time(incident.createdAtMs)],
			['Status', (incident) => chip(incident.status)],
			['Severity', (incident) => chip(incident.severity, incident.status === 'resolved' ? '' : toneOf(incident.severity))],
			['Events', (incident) => String(incident.triggerCount)],
			['Summary', (incident) => incident.summary, 'grow'],
		],
		[...list(pagerduty?.incidents)].reverse().sort((left, right) => (left.status === 'resolved') - (right.status === 'resolved')),
		'Nobody has been paged',
	);
}

const expiry = (milliseconds) =>
	milliseconds === null ? 'never' : milliseconds > 120000 ? `${Math.round(milliseconds / 60000)} min` : `${(milliseconds / 1000).toFixed(0)} s`;

function showRedis(upstash) {
	byId('redis').textContent = upstash?.backend ?? '';
	const isLock = (key) => (/lock|fence|hold/i.test(key.key) ? 0 : 1);
	table(
		'keys',
		[
			['Key', (key) => mono(key.key)],
			['Type', (key) => key.type],
			['Expires', (key) => expiry(key.expiresInMs)],
			['Value', (key) => mono(key.preview), 'grow'],
		],
		[...list(upstash?.keys)].sort((left, right) => isLock(left) - isLock(right)),
		'No locks or keys',
	);
}

const statusTone = (status) => (status === null || status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good');
/** Redis commands all go to one path: their first words say more. */
const commandOf = ({ platform, body }) => (platform === 'upstash' && Array.isArray(body) ? body.flat().slice(0, 3).join(' ') : '');
function showRequests(requests) {
	table(
		'requests',
		[
			['Time', (request) => time(request.startedAt)],
			['Platform', (request) => names[request.platform] ?? request.platform],
			['Answer', (request) => chip(request.status === null ? 'cut' : String(request.status), statusTone(request.status))],
			['Request', (request) => mono([request.method, request.path, commandOf(request)].join(' ')), 'grow'],
			['Took', (request) => `${request.durationMs.toFixed(0)} ms`],
			['Fault', (request) => (request.fault ? chip(request.fault, 'bad') : '')],
		],
		[...requests].reverse(),
		'No requests yet',
	);
}

async function control(method, path, body) {
	const response = await fetch(`/_sandbox${path}`, { method, cache: 'no-store', body: body === undefined ? undefined : JSON.stringify(body) });
	if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
	return response.status === 204 ? undefined : response.json();
}

const presets = [
	['Netlify: 3 times 503', { platform: 'netlify', kind: 'status', status: 503, times: 3 }],
	['Netlify: lost reply', { platform: 'netlify', method: 'POST', kind: 'lostReply' }],
	['GitHub: rate limit', { platform: 'github', kind: 'status', status: 429, headers: { 'Retry-After': '2' } }],
	['GitHub: malformed body', { platform: 'github', kind: 'malformed' }],
	['Redis: down', { platform: 'upstash', kind: 'reset', times: 'always' }],
	['PagerDuty: 2 times 500', { platform: 'pagerduty', kind: 'status', status: 500, times: 2 }],
	['Fly.io: 3 times 429', { platform: 'fly', kind: 'status', status: 429, times: 3 }],
	['AWS: lost reply', { platform: 'aws', kind: 'lostReply' }],
	['Sites: 502', { platform: 'public', kind: 'status', status: 502, times: 'always' }],
	['Everything: slow by 3 s', { platform: '*', kind: 'delay', delayMs: 3000, times: 20 }],
];

function button(text, action) {
	const node = element('button', { text });
	node.type = 'button';
	node.addEventListener('click', () => run(action));
	return node;
}

function showFaults(faults) {
	table(
		'faults',
		[
			['Platform', (fault) => names[fault.platform] ?? fault.platform],
			['What', (fault) => chip([fault.kind, fault.status].filter(Boolean).join(' '), 'bad')],
			['Where', (fault) => mono([fault.method ?? 'any', fault.path ?? 'every path'].join(' ')), 'grow'],
			['Left', (fault) => String(fault.remaining)],
			['', (fault) => button('Remove', () => control('DELETE', `/faults/${encodeURIComponent(fault.id)}`))],
		],
		faults,
		'No fault is active',
	);
}

function showOthers(state) {
	const known = ['netlify', 'github', 'pagerduty', 'upstash', 'fly', 'aws', 'neon'];
	const others = Object.entries(state).filter(([name]) => !known.includes(name));
	byId('others').hidden = others.length === 0;
	const target = byId('otherStates');
	for (const [name, value] of others) {
		let box = [...target.children].find((child) => child.dataset.platform === name);
		if (!box) {
			box = element('details', { children: [element('summary', { text: names[name] ?? name }), element('pre')] });
			box.dataset.platform = name;
			target.append(box);
		}
		box.querySelector('pre').textContent = JSON.stringify(value, null, 2);
	}
}

const names = { github: 'GitHub', netlify: 'Netlify', fly: 'Fly.io', upstash: 'Upstash', pagerduty: 'PagerDuty', aws: 'AWS', neon: 'Neon', 'upstash-management': 'Upstash Management' };
let beats = 0;
async function refresh() {
	const [state, requests, faults, clock] = await Promise.all([
		control('GET', '/state'),
		control('GET', '/requests?last=60'),
		control('GET', '/faults'),
		control('GET', '/time'),
	]);
	const repositories = list(state.github?.repositories);
	const commits = new Map(repositories.flatMap((repository) => list(repository.commits).map((commit) => [commit.sha, commit])));
	if (beats++ % 3 === 0) await probe(state.netlify?.sites);
	showSites(state.netlify, commits);
	showNetlify(state.netlify);
	showGitHub(repositories);
	showPagerDuty(state.pagerduty);
	showRedis(state.upstash);
	showFly(state.fly);
	showEcs(state.aws);
	showNeon(state.neon);
	showRequests(requests);
	showFaults(faults);
	showOthers(state);
	const open = list(state.pagerduty?.incidents).filter((incident) => incident.status !== 'resolved').length;
	byId('summary').textContent =
		`${Object.keys(state).map((name) => names[name] ?? name).join(', ')}: simulated on this machine. Sandbox time ${new Date(clock.nowMs).toLocaleTimeString([], { hour12: false })}. ` +
		(open === 0 ? 'No open incidents.' : `${open} open incident${open === 1 ? '' : 's'}.`);
	setConnection('live', 'good');
}

function setConnection(word, tone) {
	const node = byId('connection');
	if (node.textContent !== word) node.textContent = word;
	node.className = `chip ${tone}`;
}

async function run(action) {
	try {
		await action();
		await refresh();
	} catch (error) {
		setConnection(error instanceof TypeError ? 'no answer from the sandbox' : error.message, 'bad');
	}
}

byId('presets').append(...presets.map(([text, fault]) => button(text, () => control('POST', '/faults', fault))));
byId('reset').addEventListener('click', () => run(() => control('POST', '/reset')));
async function loop() {
	await run(async () => undefined);
	setTimeout(loop, 1000);
}
loop();
