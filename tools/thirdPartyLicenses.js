const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..');

/** What may be shipped inside an MIT package without more than its text. */
const acceptedLicenses = [
	'0BSD',
	'Apache-2.0',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'BlueOak-1.0.0',
	'ISC',
	'MIT',
	'Unlicense',
];

/** The folder of the package that a file belongs to, or undefined for our own files. */
function packageFolder(file) {
	const at = file.lastIndexOf('node_modules/');
	if (at < 0) return undefined;
	const names = file.slice(at + 'node_modules/'.length).split('/');
	const name = names.slice(0, names[0].startsWith('@') ? 2 : 1).join('/');
	return file.slice(0, at) + `node_modules/${name}`;
}

/** Every package of which something is in the built files: its manifest's facts and all its licence texts. */
exports.bundledPackages = (metafile) => {
	const folders = new Set();
	for (const { inputs } of Object.values(metafile.outputs)) {
		for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
			const folder = packageFolder(file);
			if (bytesInOutput > 0 && folder !== undefined) folders.add(folder);
		}
	}
	return [...folders]
		.map(readPackage)
		.sort((first, second) => compare(first.name, second.name) || compare(first.version, second.version));
};

function compare(first, second) {
	return first < second ? -1 : first > second ? 1 : 0;
}

function readPackage(folder) {
	const absolute = path.resolve(root, folder);
	const { name, version, license, homepage, repository } = JSON.parse(
		readFileSync(path.join(absolute, 'package.json'), 'utf8'),
	);
	// Apache-2.0, section 4 (d), asks for the NOTICE, too.
	const texts = readdirSync(absolute, { withFileTypes: true })
		.filter((entry) => entry.isFile() && /^(licen[cs]e|unlicense|copying|notice)([.-]|$)/i.test(entry.name))
		.map((entry) => entry.name)
		.sort()
		.map((file) => ({ file, text: readFileSync(path.join(absolute, file), 'utf8').replaceAll('\r\n', '\n').trim() }))
		.filter(({ text }) => text !== '');
	return {
		name,
		version,
		license,
		source: homepage ?? (typeof repository === 'string' ? repository : repository?.url),
		texts,
	};
}

/**
 * The text of `THIRD_PARTY_LICENSES.txt`: every bundled package with its licence, each text once.
 * Raises when a package has no licence text, or a licence that nobody has looked at.
 */
exports.thirdPartyLicenses = (packages) => {
	const faults = packages.flatMap(({ name, version, license, texts }) => [
		...(texts.some(({ file }) => !/^notice/i.test(file)) ? [] : [`${name}@${version} ships no licence text`]),
		...(acceptedLicenses.includes(license)
			? []
			: [`${name}@${version} has the licence "${license}", which is not among ${acceptedLicenses.join(', ')}`]),
	]);
	if (faults.length > 0) {
		throw new Error(
			`What is bundled may not be shipped like this:\n- ${faults.join('\n- ')}\nTake another package, or add the licence to tools/thirdPartyLicenses.js after reading it.`,
		);
	}
	const byText = new Map();
	for (const { name, version, license, source, texts } of packages) {
		const text = texts.map((entry) => entry.text).join('\n\n');
		byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})${source ? ` ${source}` : ''}`]);
	}
	const parts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
	const line = `\n${'='.repeat(78)}\n\n`;
	return `The files in this folder contain parts of the packages below.\n${line}${parts.join(line)}`;
};
