const { readFileSync } = require('node:fs');
const { cp, mkdir, readdir, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');

const { bundledPackages, thirdPartyLicenses } = require('./thirdPartyLicenses');

const root = path.resolve(__dirname, '..');

/** Where the packages are made; git and npm know nothing of it. */
exports.packagesDirectory = path.join(root, 'packages');

/**
 * One package for each service, since n8n verifies packages of exactly one (docs/decisions/0030-packages.md). Which
 * nodes each has stands in the workflows' manifest, since the installer needs it, too.
 */
const vendors = [
	{ suffix: 'netlify', service: 'Netlify', keywords: ['netlify'] },
	{ suffix: 'fly', service: 'Fly.io', keywords: ['fly-io'] },
	{ suffix: 'ecs', service: 'AWS ECS', keywords: ['aws', 'aws-ecs'] },
	{ suffix: 'secrets-manager', service: 'AWS Secrets Manager', keywords: ['aws', 'secrets'] },
	{ suffix: 's3', service: 'AWS S3', keywords: ['aws', 'aws-s3'] },
	{ suffix: 'neon', service: 'Neon', keywords: ['neon', 'postgres'] },
	{ suffix: 'upstash', service: 'Upstash', keywords: ['upstash', 'redis'] },
	{ suffix: 'github', service: 'GitHub', keywords: ['github', 'webhook'] },
	// It keeps what it saw in Redis, so it works with two services: alone, so that it holds up nothing else.
	{ suffix: 'github-watch', service: 'GitHub and Upstash Redis', keywords: ['github', 'upstash'] },
	{ suffix: 'pagerduty', service: 'PagerDuty', keywords: ['pagerduty'] },
	{ suffix: 'graphos', service: 'Apollo GraphOS', keywords: ['apollo', 'graphql'] },
	{ suffix: 'temporal', service: 'Temporal', keywords: ['temporal'] },
	{ suffix: 'cloudflare', service: 'Cloudflare', keywords: ['cloudflare', 'dns'] },
	{ suffix: 'grafana', service: 'Grafana Cloud', keywords: ['grafana'] },
];

/** The names of the vendors' packages. */
exports.packageNames = vendors.map(({ suffix }) => `n8n-nodes-slipway-${suffix}`);

/** The nodes of each vendor's package, by the package's name. */
const nodesByPackage = () => readJson('workflows/manifest.json').packages;

/** The package of each node, by the node's name. */
exports.packageOfNode = () =>
	new Map(Object.entries(nodesByPackage()).flatMap(([name, nodes]) => nodes.map((node) => [node, name])));

/** Nodes that are no vendor's, and in no vendor's package. */
exports.nodesOfTheWholePackage = ['healthCheck', 'secretSync', 'serviceCatalog', 'slipwayBundle'];

const readJson = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

/** Every package, with the built files of its nodes and of the credentials that they name. */
exports.vendorPackages = () => {
	const whole = readJson('package.json');
	const known = readJson('dist/known/credentials.json');
	const places = readJson('dist/known/nodes.json');
	const nodesOf = nodesByPackage();
	return vendors.map(({ suffix, service, keywords }) => {
		const nodeNames = nodesOf[`${whole.name}-${suffix}`] ?? [];
		const nodes = nodeNames.flatMap((node) => places[node]?.sourcePath ?? []).sort();
		const credentials = Object.values(known)
			.filter(({ supportedNodes }) => (supportedNodes ?? []).some((node) => nodeNames.includes(node)))
			.map(({ sourcePath }) => sourcePath)
			.sort();
		if (nodes.length === 0 || nodes.length !== nodeNames.length || credentials.length === 0) {
			throw new Error(`tools/vendorPackages.js: a node or a credential of ${suffix} is not built`);
		}
		return { name: `${whole.name}-${suffix}`, service, keywords, nodes, nodeNames, credentials };
	});
};

/** Credential types that several packages bring. */
function sharedCredentials(packages) {
	const count = new Map();
	for (const file of packages.flatMap(({ credentials }) => credentials)) count.set(file, (count.get(file) ?? 0) + 1);
	return new Set([...count].flatMap(([file, times]) => (times > 1 ? [file] : [])));
}

/**
 * n8n lets a credential be used by the nodes of the package that brought its type last (docs/decisions/0011). One that
 * several packages bring must not say so: it would be refused to all but one of them. What keeps it from foreign nodes
 * then is its field for domains.
 */
function withoutRestriction(code, file) {
	const open = code.replace(/restrictToSupportedNodes=!0;?/, '');
	if (open === code) throw new Error(`tools/vendorPackages.js: the restriction of ${file} was not found`);
	return open;
}

/** Makes every package in `packages/`, from what was built. Returns their folders. */
exports.writeVendorPackages = async (metafile) => {
	const packages = exports.vendorPackages();
	const shared = sharedCredentials(packages);
	await rm(exports.packagesDirectory, { recursive: true, force: true });
	const folders = [];
	for (const entry of packages) {
		const folder = path.join(exports.packagesDirectory, entry.name);
		await writePackage(folder, entry, shared, metafile);
		folders.push(folder);
	}
	return folders;
};

async function writePackage(folder, entry, shared, metafile) {
	const whole = readJson('package.json');
	const outputs = Object.fromEntries(
		[...entry.nodes, ...entry.credentials].map((file) => [file, metafile.outputs[file]]),
	);
	const bundled = bundledPackages({ outputs });
	const inDevelopment = bundled.flatMap(({ name }) =>
		whole.devDependencies[name] === undefined ? [] : [[name, whole.devDependencies[name]]],
	);
	const { homepage, author, repository, bugs, license, engines, version, peerDependencies, publishConfig } = whole;
	await put(
		folder,
		'package.json',
		`${JSON.stringify(
			{
				name: entry.name,
				version,
				description: `${entry.service} for n8n, as Slipway uses it: every deployment proven, every write safe to repeat`,
				keywords: ['n8n-community-node-package', 'n8n', 'slipway', 'deployment', ...entry.keywords],
				license,
				homepage,
				author,
				repository,
				bugs,
				publishConfig,
				main: 'index.js',
				engines,
				files: ['dist', 'examples', 'index.js', 'THIRD_PARTY_LICENSES.txt'],
				n8n: {
					n8nNodesApiVersion: whole.n8n.n8nNodesApiVersion,
					strict: whole.n8n.strict,
					credentials: entry.credentials,
					nodes: entry.nodes,
				},
				peerDependencies,
				devDependencies: Object.fromEntries(inDevelopment),
			},
			null,
			2,
		)}\n`,
	);
	for (const file of entry.nodes) await copyNode(folder, file);
	for (const file of entry.credentials) await copyCredential(folder, file, shared.has(file));
	for (const file of ['index.js', 'LICENSE']) await put(folder, file, readFileSync(path.join(root, file)));
	await put(folder, 'THIRD_PARTY_LICENSES.txt', thirdPartyLicenses(bundled));
	await put(folder, 'README.md', readmeOf(entry, whole));
	for (const name of entry.nodeNames) {
		await put(folder, `examples/${name}.json`, `${exampleOf(name).replaceAll(`"${whole.name}.`, `"${entry.name}.`)}\n`);
	}
	await put(folder, 'sources.json', JSON.stringify(sourcesOf(outputs)));
}

async function put(folder, file, content) {
	const place = path.join(folder, file);
	await mkdir(path.dirname(place), { recursive: true });
	await writeFile(place, content);
}

/** A node's file and what lies beside it: its codex, icons and schemas. */
async function copyNode(folder, file) {
	const from = path.join(root, path.dirname(file));
	const stem = path.basename(file, '.node.js');
	for (const entry of await readdir(from, { withFileTypes: true })) {
		const isAnotherNode = /\.node\.(js|json)$/.test(entry.name) && !entry.name.startsWith(`${stem}.node.`);
		if (isAnotherNode) continue;
		await cp(path.join(from, entry.name), path.join(folder, path.dirname(file), entry.name), { recursive: true });
	}
}

/** A credential and its icons, which lie beside a node that another package may have. */
async function copyCredential(folder, file, isShared) {
	const code = readFileSync(path.join(root, file), 'utf8');
	await put(folder, file, isShared ? withoutRestriction(code, file) : code);
	for (const [, icon] of code.matchAll(/file:([^"'`]+\.svg)/g)) {
		const place = path.join(path.dirname(file), icon);
		await put(folder, place, readFileSync(path.join(root, place)));
	}
}

/** The files of ours that a package is made of, for n8n's scan of its source. */
function sourcesOf(outputs) {
	const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
	return [...new Set(inputs)].filter((file) => /^(nodes|credentials)\//.test(file)).sort();
}

const pageOf = (name) => readFileSync(path.join(root, 'docs/nodes', `${name}.md`), 'utf8');

function exampleOf(name) {
	const [, example] = /```json\n([\s\S]*?)\n```/.exec(pageOf(name)) ?? [];
	if (example === undefined) throw new Error(`docs/nodes/${name}.md has no example`);
	return example;
}

/** A README made of the nodes' pages: their links lead to the repository, their examples have this package's nodes. */
function readmeOf({ name, service, nodeNames, credentials }, whole) {
	const repository = whole.homepage.replace(/#.*$/, '');
	const pages = nodeNames.map((node) =>
		pageOf(node)
			.replace(/^#(?=#? )/gm, '##')
			.replace(/<!--[^>]*-->\n*/g, '')
			.replaceAll(`"${whole.name}.`, `"${name}.`)
			.replace(
				/\]\((?!https?:)([^)]+)\)/g,
				(_, target) => `](${repository}/blob/main/${path.posix.join('docs/nodes', target)})`,
			)
			.trim(),
	);
	return [
		`# ${name}`,
		`${service} for [n8n](https://n8n.io), from [Slipway](${repository}): nodes that say *done* only when what runs is what was asked for.`,
		'## Install',
		`On an n8n that you host yourself, 2.41 or newer: *Settings > Community nodes > Install*, \`${name}\`. n8n Cloud installs packages that n8n has verified; whether this one is stands in [the list](${repository}/blob/main/docs/verification.md). Do not install it beside \`${whole.name}\`, which has all of it and more.`,
		`In \`examples/\` there is a workflow for each node: import it in the editor (*Import from File*).`,
		'## Credential',
		`${namesOf(credentials).join(', ')}. What to put in, what it has to be allowed, and what each message means: [the page on the platforms](${repository}/blob/main/docs/platforms.md). A token is sent to its own host and to no other.`,
		...pages,
		'## Licence',
		'MIT. What is bundled, with its licences, stands in `THIRD_PARTY_LICENSES.txt`.',
		'',
	].join('\n\n');
}

/** What n8n calls the credentials of these built files. */
function namesOf(files) {
	const places = readJson('dist/known/credentials.json');
	return readJson('dist/types/credentials.json')
		.filter(({ name }) => files.includes(places[name]?.sourcePath))
		.map(({ displayName }) => `*${displayName}*`);
}
