'use strict';
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
	busy: [
		'new',
		'building',
		'enqueued',
		'uploading',
		'uploaded',
		'preparing',
		'prepared',
		'processing',
		'processed',
		'pending',
		'queued',
		'in_progress',
		'acknowledged',
	],
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
				const cell = element('td', {
					className,
					children: [shown instanceof Node ? shown : document.createTextNode(shown ?? '')],
				});
				if (className === 'grow') cell.title = cell.textContent;
				return cell;
			}),
		}),
	);
	byId(target).replaceChildren(
		element('table', { children: [element('thead', { children: [head] }), element('tbody', { children: body })] }),
	);
}

const list = (value) => (Array.isArray(value) ? value : []);

const shortDigest = (digest) => (digest ?? '').replace('sha256:', '').slice(0, 12);
const imageName = (image) => (image ?? '').split('/').at(-1).split('@')[0];
const cloudTones = {
	good: ['started', 'running', 'ready', 'completed', 'successful', 'steady', 'active', 'passing'],
	busy: [
		'starting',
		'created',
		'replacing',
		'stopping',
		'in_progress',
		'pending',
		'activating',
		'provisioning',
		'deprovisioning',
		'init',
		'resetting',
		'restarting',
		'draining',
	],
	warn: ['stopped', 'suspended', 'idle', 'archived', 'stopped by a person', 'rolled back', 'destroying', 'warning'],
	bad: ['failed', 'rollback_failed', 'rollback_successful', 'critical', 'error'],
};
const stateChip = (word) => {
	const plain = (word ?? 'unknown').toLowerCase();
	return chip(
		plain.replaceAll('_', ' '),
		Object.keys(cloudTones).find((tone) => cloudTones[tone].includes(plain)) ?? '',
	);
};

/** What each platform shows of itself: sections, faults to try, and how its state is drawn. In the order of `rank`. */
const parts = [];
function platformPage(part) {
	parts.push(part);
}
const labelOf = (name) => parts.find((part) => part.name === name)?.label ?? name;

function makeSections() {
	const sections = parts.flatMap((part) => part.sections).sort((left, right) => left.rank - right.rank);
	const made = sections.map(({ id, title, wide, note, cards }) => {
		const target = element('div', { className: cards ? 'cards' : 'scroll' });
		target.id = id;
		const heading = element('h2', { text: title });
		if (note) {
			const small = element('small', { className: 'quiet' });
			small.id = note;
			heading.append(' ', small);
		}
		return element('section', { className: wide ? 'wide' : '', children: [heading, target] });
	});
	byId('platforms').replaceWith(...made);
}

const statusTone = (status) => (status === null || status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good');
function showRequests(requests) {
	table(
		'requests',
		[
			['Time', (request) => time(request.startedAt)],
			['Platform', (request) => labelOf(request.platform)],
			[
				'Answer',
				(request) => chip(request.status === null ? 'cut' : String(request.status), statusTone(request.status)),
			],
			[
				'Request',
				(request) =>
					mono(
						[
							request.method,
							request.path,
							parts.find((part) => part.name === request.platform)?.describeRequest?.(request) ?? '',
						].join(' '),
					),
				'grow',
			],
			['Took', (request) => `${request.durationMs.toFixed(0)} ms`],
			['Fault', (request) => (request.fault ? chip(request.fault, 'bad') : '')],
		],
		[...requests].reverse(),
		'No requests yet',
	);
}

async function control(method, path, body) {
	const response = await fetch(`/_sandbox${path}`, {
		method,
		cache: 'no-store',
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
	return response.status === 204 ? undefined : response.json();
}

const presets = () => [
	...parts.flatMap((part) => part.faults ?? []),
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
			['Platform', (fault) => labelOf(fault.platform)],
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
	const others = Object.entries(state).filter(([name]) => !parts.some((part) => part.name === name && part.show));
	byId('others').hidden = others.length === 0;
	const target = byId('otherStates');
	for (const [name, value] of others) {
		let box = [...target.children].find((child) => child.dataset.platform === name);
		if (!box) {
			box = element('details', { children: [element('summary', { text: labelOf(name) }), element('pre')] });
			box.dataset.platform = name;
			target.append(box);
		}
		box.querySelector('pre').textContent = JSON.stringify(value, null, 2);
	}
}

let beats = 0;
async function refresh() {
	const [state, requests, faults, clock] = await Promise.all([
		control('GET', '/state'),
		control('GET', '/requests?last=60'),
		control('GET', '/faults'),
		control('GET', '/time'),
	]);
	const shown = parts.filter(({ name }) => name in state);
	if (beats++ % 3 === 0) await Promise.all(shown.map((part) => part.beforeShow?.(state[part.name])));
	for (const part of shown) part.show?.(state[part.name], state);
	showRequests(requests);
	showFaults(faults);
	showOthers(state);
	byId('summary').textContent = [
		`${Object.keys(state).map(labelOf).join(', ')}: simulated on this machine.`,
		`Sandbox time ${new Date(clock.nowMs).toLocaleTimeString([], { hour12: false })}.`,
		...shown.flatMap((part) => part.headline?.(state[part.name]) ?? []),
	].join(' ');
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
